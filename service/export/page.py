"""An export as one page that a person can read, print and keep: no script, nothing loaded from anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.domain.contact import Hours
from service.domain.creditor import Creditor
from service.domain.money import Money
from service.domain.negotiation import Quote
from service.domain.reading import Proposal
from service.domain.vocabulary import Language
from service.export.schema import Conversation, Export, Link, Message
from service.export.words import load_words
from service.heard import zone_of
from service.writing.directory import find_creditor
from service.writing.formats import date_text, money_text, product_text

_TEMPLATES = Path(__file__).with_name("templates")
_SPAN_ZH = {"day": "天", "days": "天", "month": "个月", "months": "个月", "year": "年", "years": "年"}
# Links that say that somebody looked at or took out a person's data.
_LOOKS = ("reveal", "exported")

Sayings = Mapping[str, Callable[..., str]]


def render_page(export: Export, creditors: Mapping[str, Creditor]) -> str:
    """The page in the export's language.

    Args:
        creditors: whom the page names for questions.
    """
    language = export.language
    zone = _zone(export)
    place = export.accounts[0].jurisdiction if export.accounts else ""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    sayings = _sayings(language)
    environment.globals.update(sayings)
    environment.globals.update(
        money=lambda amount, currency: _money(amount, currency, language),
        day=lambda value: date_text(value, language, place),
        moment=lambda value: _moment(value, zone, language, place),
        span=lambda text: _span(text, language),
        hours_text=_hours,
        proposal_text=lambda proposal: _proposal(proposal, language, place),
        times_of=lambda message: _times(message, sayings, zone, language, place),
        payments_text=lambda terms: _payments(terms, sayings, language, place),
        affordable_text=lambda talk: _affordable(talk, export, sayings, language),
        product_text=lambda product: product_text(product, language),
        colon="：" if language == "zh" else ":",
        turns_of=_turns_of,
        looks_of=_looks_of,
    )
    named = [find_creditor(creditors, name) for name in dict.fromkeys(one.creditor for one in export.accounts)]
    return environment.get_template("export.html").render(export=export, zone=zone, creditors=named, lang=language)


def _sayings(language: Language) -> dict[str, Callable[..., str]]:
    words = load_words()
    separator = "、" if language == "zh" else ", "

    def t(code: str, **values: str) -> str:
        return words.root["page"][code].in_language(language).format(**values)

    def say(group: str, code: str) -> str:
        return words.say(group, code, language)

    def says(group: str, codes: Iterable[str]) -> str:
        return separator.join(words.say(group, code, language) for code in codes)

    def reasons(codes: Iterable[str]) -> str:
        return separator.join(dict.fromkeys(words.reason(code, language) for code in codes))

    return {"t": t, "say": say, "says": says, "reasons": reasons}


def _zone(export: Export) -> str:
    """The person's own zone, else the latest account's; UTC where none is known."""
    if export.profile is not None and export.profile.timezone:
        return str(zone_of(export.profile.timezone))
    known = [account.timezone for account in export.accounts if account.timezone]
    return str(zone_of(known[-1] if known else None))


def _moment(value: datetime, zone: str, language: Language, place: str) -> str:
    local = value.astimezone(zone_of(zone))
    return f"{date_text(local.date(), language, place)} {local:%H:%M}"


def _money(amount: Decimal, currency: str, language: Language) -> str:
    return money_text(Money(amount=amount, currency=currency), language)


def _span(text: str, language: Language) -> str:
    """A time such as "3 years" in the language of the page."""
    count, _, unit = text.partition(" ")
    return f"{count}{_SPAN_ZH[unit]}" if language == "zh" else text


def _times(message: Message, say: Sayings, zone: str, language: Language, place: str) -> str:
    """When a message was written and sent; one time where both are the same to the minute."""
    written = _moment(message.written_at, zone, language, place)
    sent = None if message.delivered_at is None else _moment(message.delivered_at, zone, language, place)
    if sent == written:
        return say["t"]("sent_at", when=sent)
    told = [say["t"]("written_at", when=written)]
    if sent is not None:
        told.append(say["t"]("sent_at", when=sent))
    elif message.status != "answered":
        told.append(say["say"]("statuses", message.status))
    return " · ".join(told)


def _payments(terms: Quote, say: Sayings, language: Language, place: str) -> str:
    """An offer's payments in a sentence; the whole list stands in the data, and in the plan that it became."""
    regular = [item for item in terms.instalments if item.number > 0]
    first, last = regular[0], regular[-1]
    amount = money_text(first.amount, language)
    days = {"first": date_text(first.due_on, language, place), "last": date_text(last.due_on, language, place)}
    if len(regular) == 1:
        text = say["t"]("one_payment", amount=amount, first=days["first"])
    else:
        same = [item for item in regular if item.amount == first.amount]
        code = "many_payments" if len(same) == len(regular) else "odd_payments"
        days |= {"cadence": say["say"]("cadence", terms.cadence), "odd": money_text(last.amount, language)}
        text = say["t"](code, count=str(len(same)), amount=amount, **days)
    for item in terms.instalments:
        if item.number == 0:
            down = {"amount": money_text(item.amount, language), "first": date_text(item.due_on, language, place)}
            return say["t"]("first_of_all", rest=text, **down)
    return text


def _affordable(talk: Conversation, export: Export, say: Sayings, language: Language) -> str:
    """What the borrower said they can pay: in the currency of the account, and how often."""
    currency = next(account.currency for account in export.accounts if account.id == talk.account_id)
    amount = _money(talk.affordable or Decimal(0), currency, language)
    return amount if talk.cadence is None else f"{amount} ({say['say']('cadence', talk.cadence)})"


def _hours(hours: Iterable[Hours]) -> str:
    return "; ".join(f"{', '.join(span.days)} {span.open}-{span.close}" for span in hours)


def _proposal(proposal: Proposal, language: Language, place: str) -> str:
    """What the borrower offered, field by field, as it was understood."""
    words = load_words()
    said = []
    for name in Proposal.model_fields:
        value = getattr(proposal, name)
        if value is None:
            continue
        shown = words.say("cadence", value, language) if name == "cadence" else value
        shown = date_text(value, language, place) if isinstance(value, date) else shown
        said.append(f"{words.say('proposal', name, language)}: {shown}")
    return "; ".join(said)


def _turns_of(conversation: Conversation) -> list[dict[str, Any]]:
    """Messages and decisions in the order in which they happened: each decision behind the message that it led to."""
    decisions = {one.answered_by or one.answers: one for one in conversation.decisions}
    shown = [{"message": message, "decision": decisions.pop(message.id, None)} for message in conversation.messages]
    return shown + [{"message": None, "decision": one} for one in decisions.values()]


def _looks_of(export: Export) -> list[Link]:
    """Who looked, in order. An export leaves a link in every conversation and is told once."""
    links = [link for one in export.conversations for link in one.audit if link.kind in _LOOKS]
    once = {(link.kind, link.subject_id if link.kind == "exported" else link.hash): link for link in links}
    return sorted(once.values(), key=lambda link: link.at)
