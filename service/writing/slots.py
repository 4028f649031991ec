"""Slots: the only numbers and names that a message may carry, filled by code from ledger, quotes and directories."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import get_args

from service.domain.account import Account
from service.domain.creditor import Creditor, HelpLine, HelpLines
from service.domain.knowledge import Passage
from service.domain.money import Money
from service.domain.negotiation import Quote
from service.domain.reading import Proposal
from service.domain.vocabulary import Cadence, Language
from service.domain.writing import Fact, SlotType
from service.writing.formats import (
    cadence_text,
    date_text,
    money_text,
    percent_text,
    plain_number,
    product_text,
    regular_count_text,
    schedule_text,
)

SLOT_TYPES: tuple[SlotType, ...] = get_args(SlotType)
BORROWER = "<PERSON_1>"


@dataclass(frozen=True)
class Slot:
    """What a slot holds, and the condition that must hold for it to be filled (None: always filled)."""

    type: SlotType
    given_by: str | None = None


SLOTS: dict[str, Slot] = {
    "borrower": Slot("pseudonym"),
    "creditor": Slot("text"),
    "phone": Slot("phone", "has_phone"),
    "hours": Slot("text", "has_hours"),
    "payment_page": Slot("url", "has_payment_page"),
    "complaints": Slot("text", "has_complaints"),
    "postal_address": Slot("text", "has_postal_address"),
    "product": Slot("text", "verified"),
    "balance": Slot("money", "verified"),
    "today": Slot("date", "verified"),
    "days_past_due": Slot("count", "verified"),
    "principal": Slot("money", "has_breakdown"),
    "interest": Slot("money", "has_breakdown"),
    "fees": Slot("money", "has_breakdown"),
    "pause_until": Slot("date", "has_pause_date"),
    "affordable": Slot("money", "said_affordable"),
    "said_amount": Slot("money", "said_amount"),
    "said_cadence": Slot("cadence", "said_cadence"),
    "said_start": Slot("date", "said_start"),
    "said_settlement": Slot("money", "said_settlement"),
    "said_discount": Slot("percent", "said_discount"),
    "emergency": Slot("text", "has_emergency_line"),
    "crisis_line": Slot("text", "has_crisis_line"),
    "abuse_line": Slot("text", "has_abuse_line"),
    "debt_advice": Slot("text", "has_debt_advice"),
    "regulator": Slot("text", "has_regulator"),
    "identity_theft_help": Slot("text", "has_identity_theft_help"),
    "option_count": Slot("count", "has_quote"),
    "option": Slot("count", "has_quote"),
    "quote_balance": Slot("money", "has_quote"),
    "quote_total": Slot("money", "has_quote"),
    "quote_discount": Slot("money", "quote_discount"),
    "quote_percent": Slot("percent", "quote_discount"),
    "quote_count": Slot("count", "has_quote"),
    "quote_cadence": Slot("cadence", "has_quote"),
    "quote_amount": Slot("money", "has_quote"),
    "quote_last_amount": Slot("money", "has_quote"),
    "quote_regular_count": Slot("count", "quote_uneven"),
    "quote_first": Slot("date", "has_quote"),
    "quote_last": Slot("date", "has_quote"),
    "quote_down": Slot("money", "quote_down_payment"),
    "quote_down_due": Slot("date", "quote_down_payment"),
    "quote_regular_first": Slot("date", "has_quote"),
    "quote_residue": Slot("money", "quote_residue"),
    "quote_expires": Slot("date", "has_quote"),
    "quote_schedule": Slot("schedule", "has_quote"),
    "passage_text": Slot("text", "has_passage"),
    "passage_title": Slot("text", "has_passage"),
    "passage_source": Slot("text", "has_passage"),
}


@dataclass(frozen=True)
class FactSource:
    """Makes the facts of one message in its language."""

    language: Language
    jurisdiction: str

    def text(self, name: str, value: str, source: str, kind: SlotType = "text") -> Fact:
        return Fact(name=name, type=kind, value=value, text=value, source=source)

    def money(self, name: str, money: Money, source: str) -> Fact:
        shown = money_text(money, self.language)
        return Fact(name=name, type="money", value=str(money.amount), text=shown, source=source)

    def day(self, name: str, day: date, source: str) -> Fact:
        shown = date_text(day, self.language, self.jurisdiction)
        return Fact(name=name, type="date", value=day.isoformat(), text=shown, source=source)

    def count(self, name: str, count: int, source: str) -> Fact:
        return Fact(name=name, type="count", value=str(count), text=str(count), source=source)

    def percent(self, name: str, percent: Decimal, source: str) -> Fact:
        return Fact(name=name, type="percent", value=plain_number(percent), text=percent_text(percent), source=source)

    def cadence(self, name: str, cadence: Cadence, source: str) -> Fact:
        shown = cadence_text(cadence, self.language)
        return Fact(name=name, type="cadence", value=cadence, text=shown, source=source)

    def creditor(self, creditor: Creditor) -> Iterator[Fact]:
        """Who writes, and how to reach them."""
        yield Fact(name="borrower", type="pseudonym", value=BORROWER, text=BORROWER, source="borrower")
        yield self.text("creditor", creditor.name.in_language(self.language), "creditor")
        if creditor.phone:
            yield self.text("phone", creditor.phone, "creditor", "phone")
        if creditor.phone and creditor.hours:
            yield self.text("hours", creditor.hours.in_language(self.language), "creditor")
        if creditor.payment_page:
            yield self.text("payment_page", creditor.payment_page, "creditor", "url")
        if creditor.complaints:
            yield self.text("complaints", creditor.complaints.in_language(self.language), "creditor")
        if creditor.postal_address:
            yield self.text("postal_address", creditor.postal_address, "creditor")

    def ledger(self, account: Account, today: date) -> Iterator[Fact]:
        """What is owed. Only for a verified person."""
        yield self.text("product", product_text(account.product, self.language), "ledger")
        yield self.money("balance", account.owed, "ledger")
        yield self.day("today", today, "ledger")
        yield self.count("days_past_due", account.days_past_due, "ledger")
        parts = {"principal": account.principal, "interest": account.interest, "fees": account.fees}
        for name, amount in parts.items():
            if amount is not None:
                yield self.money(name, Money(amount=amount, currency=account.currency), "ledger")

    def help(self, lines: HelpLines | None) -> Iterator[Fact]:
        """Whom the borrower can turn to: name, number or address, hours."""
        if lines is None:
            return
        named: dict[str, HelpLine | None] = {
            "emergency": lines.emergency,
            "crisis_line": lines.crisis,
            "abuse_line": lines.domestic_abuse,
            "debt_advice": lines.debt_advice,
            "regulator": lines.regulator,
            "identity_theft_help": lines.identity_theft,
        }
        for name, line in named.items():
            if line is not None and (line.phone or line.url):
                yield self.text(name, self._line(line), f"policy:{lines.jurisdiction}.help.{name}")

    def _line(self, line: HelpLine) -> str:
        parts = [part for part in (line.phone, line.url) if part]
        if line.hours is not None:
            parts.append(line.hours.in_language(self.language))
        name = line.name.in_language(self.language)
        if self.language == "zh":
            return f"{name}（{'，'.join(parts)}）"
        return f"{name} ({', '.join(parts)})"

    def said(self, proposal: Proposal | None, currency: str) -> Iterator[Fact]:
        """What the borrower offered, to be repeated to them."""
        if proposal is None:
            return
        unit = proposal.currency or currency
        if proposal.amount is not None:
            yield self.money("said_amount", Money.rounded(proposal.amount, unit), "borrower")
        if proposal.cadence is not None:
            yield self.cadence("said_cadence", proposal.cadence, "borrower")
        if proposal.start is not None:
            yield self.day("said_start", proposal.start, "borrower")
        if proposal.settlement_total is not None:
            yield self.money("said_settlement", Money.rounded(proposal.settlement_total, unit), "borrower")
        if proposal.discount_percent is not None:
            yield self.percent("said_discount", proposal.discount_percent, "borrower")

    def quote(self, quote: Quote, number: int) -> Iterator[Fact]:
        """The terms of the quote with this number in the message; names end in the number."""
        source = f"quote:{quote.id}"
        yield self.count(f"option_{number}", number, source)
        yield self.money(f"quote_balance_{number}", quote.balance, source)
        yield self.money(f"quote_total_{number}", quote.total, source)
        yield self.count(f"quote_count_{number}", quote.count, source)
        yield self.cadence(f"quote_cadence_{number}", quote.cadence, source)
        yield self.money(f"quote_amount_{number}", quote.regular_amount, source)
        yield self.money(f"quote_last_amount_{number}", quote.instalments[-1].amount, source)
        yield from self._uneven(quote, number)
        yield self.day(f"quote_first_{number}", quote.first_due, source)
        yield self.day(f"quote_last_{number}", quote.last_due, source)
        yield self.day(f"quote_expires_{number}", quote.expires_on, source)
        regular = next(item for item in quote.instalments if item.number > 0)
        yield self.day(f"quote_regular_first_{number}", regular.due_on, source)
        yield self._schedule(quote, number)
        yield from self._reductions(quote, number)

    def _uneven(self, quote: Quote, number: int) -> Iterator[Fact]:
        """How many payments are alike, where the last one is not: "12 payments of $210.00" would be untrue."""
        if quote.instalments[-1].amount == quote.regular_amount:
            return
        alike = quote.count - 1
        shown = regular_count_text(alike, self.language)
        yield Fact(
            name=f"quote_regular_count_{number}",
            type="count",
            value=str(alike),
            text=shown,
            source=f"quote:{quote.id}",
        )

    def _reductions(self, quote: Quote, number: int) -> Iterator[Fact]:
        source = f"quote:{quote.id}"
        if quote.discount.amount > 0:
            yield self.money(f"quote_discount_{number}", quote.discount, source)
            yield self.percent(f"quote_percent_{number}", quote.discount_percent, source)
        if quote.residue.amount > 0:
            yield self.money(f"quote_residue_{number}", quote.residue, source)
        if quote.down_payment is not None and quote.down_payment.amount > 0:
            yield self.money(f"quote_down_{number}", quote.down_payment, source)
            yield self.day(f"quote_down_due_{number}", quote.first_due, source)

    def _schedule(self, quote: Quote, number: int) -> Fact:
        value = ";".join(f"{item.due_on.isoformat()}={item.amount.amount}" for item in quote.instalments)
        shown = schedule_text(quote, self.language, self.jurisdiction)
        return Fact(
            name=f"quote_schedule_{number}", type="schedule", value=value, text=shown, source=f"quote:{quote.id}"
        )

    def passage(self, passage: Passage, number: int) -> Iterator[Fact]:
        """A quotable paragraph and where it comes from; names end in the number."""
        source = f"policy:{passage.id}@{passage.version}"
        yield self.text(f"passage_text_{number}", " ".join(passage.text.split()), source)
        yield self.text(f"passage_title_{number}", passage.title, source)
        yield self.text(f"passage_source_{number}", passage.source, source)
