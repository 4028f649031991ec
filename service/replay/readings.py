"""In what state a draft was judged: rebuilt from its record, in every reading that the record leaves open.

A record holds who was verified, which turn it was, the borrower's signals, the act and the conditions. The account is
stored as it stands today: when it was written after the turn, its flags and whether it was time-barred are not known
any more. Each such gap gives several readings; a rule that fits any of them counts (the strictest reading), and what
hangs on the choice is called unsure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import get_args

from service.domain.reading import Proposal
from service.domain.trace import Attempt, Trace
from service.domain.vocabulary import Act, ActorRole, Emotion, Tone
from service.domain.writing import Brief, Draft, Fact, Option, Say
from service.guard.context import GuardContext
from service.guard.packs import PackBook
from service.replay.history import StoredTurn, local_day

_CITED = "cite."
_LONGEST_FRAME = 200  # characters between a quoted passage and its source: its title stands there
_QUOTES = re.compile(r"^(?:has_quote|several_quotes|quote_\w+|has_passage|proposal_\w+|said_\w+)$")
_SAID = {"said_amount": "amount", "said_cadence": "cadence", "said_start": "start",
         "said_settlement": "settlement_total", "said_discount": "discount_percent"}  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """One way to read the state in which a draft was judged."""

    context: GuardContext
    brief: Brief


class Rebuilder:
    """Rebuilds the state of stored drafts for one book of packs.

    Args:
        on: judge as if every message were sent on this day; None for its own day.
    """

    def __init__(self, book: PackBook, on: date | None) -> None:
        self._on = on
        rules = [item.rule for pack in book.packs for item in pack.rules]
        self._flags = frozenset(flag for rule in rules for flag in rule.applies_to.flags)
        self._bars = any(rule.applies_to.time_barred is not None for rule in rules)

    def readings(self, turn: StoredTurn, attempt: Attempt) -> tuple[Reading, ...]:
        """Every reading of the state in which this draft was judged; one alone where the record is complete."""
        act, conditions = _brief_of(turn.trace, attempt)
        briefs = [_brief(turn, attempt.draft, act, each) for each in conditions]
        return tuple(Reading(context, brief) for context, brief in product(self._contexts(turn), briefs))

    def _contexts(self, turn: StoredTurn) -> Iterator[GuardContext]:
        account, reading = turn.account, turn.trace.reading
        known = frozenset(turn.trace.conditions)
        fields = GuardContext.model_fields
        of_account = {name: getattr(account, name) for name in fields if name in type(account).model_fields}
        # The brief's conditions carry the same names ("verified", "first_message").
        of_record = {name: name in known for name, field in fields.items() if field.annotation is bool}
        for flags, barred, day in product(self._flag_sets(turn), self._barred(turn), self._days(turn)):
            given = {
                "region": _region(turn),
                "actor_role": _role(turn),
                "last_borrower_signals": reading.signals if reading is not None else frozenset(),
                "flags": flags,
                "time_barred": barred,
                "today": day,
            }
            yield GuardContext.model_validate(of_account | of_record | given)

    def _flag_sets(self, turn: StoredTurn) -> list[frozenset[str]]:
        if not turn.account_changed or not self._flags:
            return [turn.account.flags]
        possible = self._flags if "disputed" in turn.trace.conditions else self._flags - {"disputed"}
        return [possible, frozenset()] if possible else [frozenset()]

    def _barred(self, turn: StoredTurn) -> list[bool | None]:
        if not turn.account_changed or not self._bars:
            return [turn.account.time_barred]
        told = Act.INFORM_TIME_BARRED in (turn.trace.decision.act, *turn.trace.decision.also)
        if "time_barred" in turn.trace.conditions and not told:
            return [True]
        return [None, False]

    def _days(self, turn: StoredTurn) -> list[date]:
        if self._on is not None:
            return [self._on]
        told = [fact.value for fact in turn.trace.facts if fact.name == "today" and fact.type == "date"]
        if told:
            return [date.fromisoformat(told[0])]
        return sorted({local_day(moment, turn.account) for moment in turn.moments})


def _region(turn: StoredTurn) -> str | None:
    """The account's region; where the account changed, the one that the record names."""
    region = turn.account.region.lower() if turn.account.region is not None else None
    if not turn.account_changed:
        return region
    prefix = f"{turn.account.jurisdiction}-"
    named = [name for name in turn.trace.conditions if name.startswith(prefix)]
    return region if not named or region in (named[0], named[0].removeprefix(prefix)) else named[0]


def _role(turn: StoredTurn) -> ActorRole | None:
    """The creditor's role, which every record names."""
    return next((role for role in get_args(ActorRole) if role in turn.trace.conditions), turn.account.actor_role)


def _brief_of(trace: Trace, attempt: Attempt) -> tuple[Act, list[frozenset[str]]]:
    """The act of the brief that a draft was written to, and its conditions in every reading.

    The record has those of the decision. When every draft was stopped, the last one was the notice that a colleague
    will answer: written to a brief of its own, which knows no quotes and does not yet know what the decision changed.
    """
    known = frozenset(trace.conditions)
    decision = trace.decision
    is_notice = trace.held and decision.act is not Act.HOLD_NOTICE and attempt is trace.attempts[-1]
    if not is_notice:
        return decision.act, [known]
    said = _said(trace.reading.proposal) if trace.reading is not None else frozenset[str]()
    kept = frozenset(name for name in known if not _QUOTES.match(name)) | said | (known & {"said_affordable"})
    unsure = set[str]()
    if decision.change is not None:
        unsure |= {name for name in kept if name.startswith("paused_")} | (kept & {"disputed", "has_pause_date"})
    if decision.accepted is not None:
        unsure |= kept & {"has_plan"}
    if Act.EXPLORE_HARDSHIP in (decision.act, *decision.also):
        unsure |= kept & {"tone_warm"}
    if Act.INFORM_TIME_BARRED in (decision.act, *decision.also):
        unsure |= kept & {"time_barred"}
    return Act.HOLD_NOTICE, [kept, kept - unsure] if unsure else [kept]


def _said(proposal: Proposal | None) -> frozenset[str]:
    if proposal is None:
        return frozenset()
    return frozenset(name for name, part in _SAID.items() if getattr(proposal, part) is not None)


def _brief(turn: StoredTurn, draft: Draft, act: Act, conditions: frozenset[str]) -> Brief:
    """As much of the brief as rules look at: act, conditions, facts, and where the draft quotes knowledge."""
    trace = turn.trace
    return Brief(
        conversation_id=trace.conversation_id,
        turn_number=trace.number,
        language=turn.language,
        jurisdiction=turn.account.jurisdiction,
        state=trace.state_after,
        act=act,
        also=trace.decision.also if act is trace.decision.act else (),
        tone=Tone.WARM if "tone_warm" in conditions else Tone.NEUTRAL,
        emotion=trace.reading.emotion if trace.reading is not None else Emotion.CALM,
        conditions=conditions,
        facts=trace.facts,
        quotes=trace.decision.quotes,
        options=tuple(_quotations(draft, trace.facts)),
        passages=trace.passages,
        rapport=False,
        borrower_text=trace.redaction.text if trace.redaction is not None else "",
    )


def _quotations(draft: Draft, facts: tuple[Fact, ...]) -> Iterator[Option]:
    """The quoted passages as options, worded as the draft words them."""
    texts = {fact.name: fact.text for fact in facts}
    for move in draft.moves:
        if not isinstance(move, Say) or not move.say.startswith(_CITED):
            continue
        number = move.say.removeprefix(_CITED)
        words = _quoted(draft.text, texts.get(f"passage_text_{number}"), texts.get(f"passage_source_{number}"))
        if words:
            yield Option(id=move.say, wordings=(words,) * (move.wording + 1), required=False, default=False, order=0)


def _quoted(text: str, passage: str | None, source: str | None) -> str:
    """The stretch of the draft from a passage to the end of its source."""
    start = text.find(passage) if passage else -1
    if start < 0 or passage is None:
        return ""
    end = start + len(passage)
    named = text.find(source, end) if source else -1
    return text[start : named + len(source)] if source and 0 <= named - end <= _LONGEST_FRAME else text[start:end]
