"""The brief: everything a writer gets, and nothing else. All statements in it are vetted and filled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from service.domain.account import Account
from service.domain.creditor import Creditor, HelpLines
from service.domain.knowledge import Passage
from service.domain.money import Money
from service.domain.negotiation import ConversationView, Decision, Quote
from service.domain.reading import Reading
from service.domain.vocabulary import Act, Emotion, Language, Tone
from service.domain.writing import Brief, Fact, HistoryLine, Option
from service.writing.conditions import DEBT_ACTS, proposal_of, quote_conditions, turn_conditions
from service.writing.directory import find_creditor
from service.writing.slots import FactSource
from service.writing.statements import Statement, StatementLibrary

_SLOT = re.compile(r"\{([a-z_]+)\}")
_QUOTE_ACTS = frozenset(
    {Act.OFFER_PLAN, Act.COUNTER_PROPOSAL, Act.RESTATE_PROPOSAL, Act.ASK_WHICH_OFFER, Act.ACKNOWLEDGE_REJECTION}
)
_WARM_EMOTIONS = frozenset({Emotion.ANXIOUS, Emotion.SAD, Emotion.HOPELESS, Emotion.CONFUSED})
_QUOTE_CONDITIONS = frozenset(
    {"quote_lump_sum", "quote_instalments", "quote_discount", "quote_residue", "quote_down_payment", "quote_uneven"}
)
# Here the vetted words stand alone: a free sentence beside them could only do harm.
NO_RAPPORT_ACTS = frozenset(
    {
        Act.OPEN, Act.RETRY_VERIFICATION, Act.LOCK_VERIFICATION, Act.SUPPORT_CRISIS, Act.SUPPORT_SAFETY,
        Act.CONFIRM_STOP, Act.CONFIRM_CHANNEL_STOP, Act.KEEP_STOPPED, Act.KEEP_PAUSED, Act.HOLD_NOTICE,
        Act.APOLOGISE_WRONG_PERSON, Act.DECLINE_THIRD_PARTY, Act.PROTECT_MINOR, Act.DECLINE_INSTRUCTIONS,
        Act.RESPECT_ATTORNEY, Act.RESPECT_BANKRUPTCY, Act.WAIT_FOR_PERSON, Act.INFORM_TIME_BARRED,
    }
)  # fmt: skip

# A confirmed stop and a crisis carry their duties and nothing beside them, whatever else the message answers.
BARE_ACTS = frozenset(
    {Act.CONFIRM_STOP, Act.CONFIRM_CHANNEL_STOP, Act.KEEP_STOPPED, Act.SUPPORT_CRISIS, Act.SUPPORT_SAFETY}
)


class BriefError(Exception):
    """Nothing can be said for this act in this state: the turn holds the message for a person.

    Args:
        act: the act without a statement.
        conditions: what held.
    """

    def __init__(self, act: Act, conditions: frozenset[str]) -> None:
        self.act, self.conditions = act, conditions
        super().__init__(
            f"no statement can be said for the act {act.value!r} under {sorted(conditions)!r}; an act about a debt "
            "needs the condition 'verified'"
        )


def compose_brief(
    *,
    library: StatementLibrary,
    creditors: Mapping[str, Creditor],
    help_lines: Mapping[str, HelpLines],
    account: Account,
    conversation: ConversationView,
    decision: Decision,
    reading: Reading | None,
    passages: Iterable[Passage],
    history: Iterable[HistoryLine],
    now: datetime,
    turn_number: int,
    borrower_text: str,
    conditions: frozenset[str] = frozenset(),
) -> Brief:
    """The brief of one turn, in the conversation's language.

    Args:
        passages: quotable paragraphs, best first; each becomes an option "cite.1", "cite.2" …
        history: earlier messages, redacted, oldest first.
        now: aware; the date shown is the borrower's where the account has a time zone.
        turn_number: 0 for the opening message.
        borrower_text: redacted.
        conditions: what only the caller knows: "verified" whenever this conversation has proved the identity
            (also while paused), "identity_known", "returning", "in_validation_period", "web", "terminal".

    Raises:
        BriefError: no required statement can be said, for instance for a debt act while unverified.
        ValueError: `conditions` names something outside the closed list.
    """
    creditor = find_creditor(creditors, account.creditor)
    lines = help_lines.get(account.jurisdiction.lower())
    quoted = tuple(passages)
    quotes = _quotes_of(decision, conversation)
    emotion = reading.emotion if reading is not None else Emotion.CALM
    tone = _tone(emotion, decision)
    holding = turn_conditions(
        account=account,
        creditor=creditor,
        help_lines=lines,
        conversation=conversation,
        decision=decision,
        reading=reading,
        passages=quoted,
        quotes=quotes,
        tone=tone,
        given=conditions,
    )
    language = conversation.language
    material = _Material(
        FactSource(language, account.jurisdiction.lower()), account, conversation, decision, reading, quotes, quoted
    )
    facts = list(material.open_facts(creditor, lines))
    if "verified" in holding:
        facts += material.debt_facts(_local_day(account, now))
    maker = _OptionMaker(
        acts=(decision.act, *decision.also),
        conditions=holding,
        jurisdiction=account.jurisdiction.lower(),
        language=language,
        tone=tone,
        facts={fact.name: fact for fact in facts},
        quotes=quotes,
        passages=len(quoted) if "verified" in holding else 0,
    )
    options = maker.options(library)
    unproved = "verified" not in holding and not DEBT_ACTS.isdisjoint(maker.acts)
    if unproved or not any(option.required for option in options):
        raise BriefError(decision.act, holding)
    used = {name for option in options for name in option.facts}
    return Brief(
        conversation_id=conversation.id,
        turn_number=turn_number,
        language=language,
        jurisdiction=account.jurisdiction.lower(),
        state=decision.change.to if decision.change else conversation.state,
        act=decision.act,
        also=decision.also,
        tone=tone,
        emotion=emotion,
        conditions=holding,
        facts=tuple(fact for fact in facts if fact.name in used),
        quotes=quotes,
        options=options,
        passages=quoted,
        rapport=NO_RAPPORT_ACTS.isdisjoint(maker.acts),
        borrower_text=borrower_text,
        history=tuple(history),
    )


def _quotes_of(decision: Decision, conversation: ConversationView) -> tuple[Quote, ...]:
    """The quotes whose terms this message may state."""
    acts = {decision.act, *decision.also}
    if Act.CONFIRM_PLAN in acts or Act.RECALL_PLAN in acts:
        agreed = decision.accepted or conversation.accepted_quote
        return (agreed,) if agreed is not None else decision.quotes[:1]
    if decision.quotes:
        return decision.quotes
    return conversation.open_quotes if acts & _QUOTE_ACTS else ()


def _tone(emotion: Emotion, decision: Decision) -> Tone:
    warm = emotion in _WARM_EMOTIONS or Act.EXPLORE_HARDSHIP in (decision.act, *decision.also)
    return Tone.WARM if warm else Tone.NEUTRAL


def _local_day(account: Account, now: datetime) -> date:
    if account.timezone:
        try:
            return now.astimezone(ZoneInfo(account.timezone)).date()
        except (ZoneInfoNotFoundError, ValueError):
            return now.date()
    return now.date()


@dataclass(frozen=True)
class _Material:
    """What the facts of a message are made of."""

    source: FactSource
    account: Account
    conversation: ConversationView
    decision: Decision
    reading: Reading | None
    quotes: tuple[Quote, ...]
    passages: tuple[Passage, ...]

    def open_facts(self, creditor: Creditor, lines: HelpLines | None) -> Iterator[Fact]:
        """Facts that show nothing of a debt."""
        yield from self.source.creditor(creditor)
        yield from self.source.help(lines)
        change = self.decision.change
        until = (change.paused_until if change else None) or self.conversation.paused_until
        if until is not None:
            yield self.source.day("pause_until", until, "decision")

    def debt_facts(self, today: date) -> Iterator[Fact]:
        """Facts for a verified person only."""
        source, currency = self.source, self.account.currency
        yield from source.ledger(self.account, today)
        if self.conversation.affordable is not None:
            yield source.money("affordable", Money.rounded(self.conversation.affordable, currency), "borrower")
        yield from source.said(proposal_of(self.decision, self.reading), currency)
        if self.quotes:
            yield source.count("option_count", len(self.quotes), "quotes")
        for number, quote in enumerate(self.quotes, start=1):
            yield from source.quote(quote, number)
        for number, passage in enumerate(self.passages, start=1):
            yield from source.passage(passage, number)


@dataclass(frozen=True)
class _OptionMaker:
    """Turns the library's statements into the options of one brief."""

    acts: tuple[Act, ...]
    conditions: frozenset[str]
    jurisdiction: str
    language: Language
    tone: Tone
    facts: Mapping[str, Fact]
    quotes: tuple[Quote, ...]
    passages: int

    def options(self, library: StatementLibrary) -> tuple[Option, ...]:
        made = [option for statement in library.for_acts(self.acts) for option in self._of(statement)]
        if not BARE_ACTS.isdisjoint(self.acts):
            made = [option for option in made if option.required and option.kind != "question"]
        return tuple(sorted(made, key=lambda option: (option.order, option.id)))

    def _of(self, statement: Statement) -> Iterator[Option]:
        rule = statement.rule
        if rule.each is None:
            if rule.holds(self.conditions, self.jurisdiction):
                yield from self._filled(statement, 1, rule.id, rule.order)
            return
        for number in range(1, (len(self.quotes) if rule.each == "quote" else self.passages) + 1):
            if rule.holds(self._conditions_of(rule.each, number), self.jurisdiction):
                yield from self._filled(
                    statement, number, f"{rule.alias or rule.id}.{number}", rule.order + 10 * (number - 1)
                )

    def _conditions_of(self, each: str, number: int) -> frozenset[str]:
        if each != "quote":
            return self.conditions
        return (self.conditions - _QUOTE_CONDITIONS) | frozenset(quote_conditions((self.quotes[number - 1],)))

    def _filled(self, statement: Statement, number: int, option_id: str, order: int) -> Iterator[Option]:
        """The option, or nothing when a slot has no fact."""
        bound = {name: self._fact(name, number) for name in statement.rule.slots}
        filled = {name: fact for name, fact in bound.items() if fact is not None}
        if len(filled) < len(bound):
            return
        rule = statement.rule
        wordings = statement.wordings[self.language].in_tone(self.tone)
        allowed = [act for act in self.acts if rule.allowed_in(act)]
        # Of several passages only the best must be quoted.
        must = rule.each != "passage" or number == 1
        yield Option(
            id=option_id,
            wordings=tuple(_SLOT.sub(lambda match: filled[match[1]].text, wording) for wording in wordings),
            required=must and any(rule.required_in(act) for act in allowed),
            default=must and rule.default,
            order=order,
            facts=tuple(fact.name for fact in filled.values()),
            citation=rule.citation,
            kind=rule.kind,
            once=rule.once,
        )

    def _fact(self, name: str, number: int) -> Fact | None:
        return self.facts.get(name) or self.facts.get(f"{name}_{number}")
