"""Where a conversation may go, and why: the table of transitions.

Nothing leads from paused, stopped or closed to talk of payment except a cause in `REOPENING`; and a cause counts only
for the pauses that it can end (`reopening_cause` in `stillness.py`). What a person must decide is not reopened by chat.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from service.domain.negotiation import StateChange
from service.domain.vocabulary import Signal, State

# Rights and crises, by the signal that shows them.
PAUSING_SIGNALS = frozenset(
    {
        Signal.SELF_HARM, Signal.DOMESTIC_ABUSE, Signal.HAS_ATTORNEY, Signal.BANKRUPTCY, Signal.DECEASED, Signal.MINOR,
        Signal.IDENTITY_THEFT, Signal.WRONG_PERSON, Signal.THIRD_PARTY_SPEAKING, Signal.DISPUTES_DEBT,
    }
)  # fmt: skip
STOPPING_SIGNALS = frozenset({Signal.STOP_CONTACT, Signal.STOP_CHANNEL})

IDENTITY_MATCHED = "identity_matched"
IDENTITY_LOCKED = "identity_failed_three_times"
TIME_BARRED = "time_barred"
FLAG_PREFIX = "flag:"
OFFER_MADE = "offer_made"
HARDSHIP_HEARD = "hardship_heard"
OFFER_ACCEPTED = "offer_accepted"
PERSON_NEEDED = "person_needed"
NOT_UNDERSTOOD = "not_understood"

ASKED_FOR_BALANCE = "borrower_asks_balance"
ASKED_FOR_PLAN = "borrower_proposes_plan"
CAME_BACK = "borrower_came_back"
PROVED_IDENTITY = "borrower_proved_identity"
REOPENING = frozenset({ASKED_FOR_BALANCE, ASKED_FOR_PLAN, CAME_BACK, PROVED_IDENTITY})


@dataclass(frozen=True)
class Transition:
    """From any of some states to another, for one of some causes. A cause "flag:" stands for every account flag."""

    sources: frozenset[State]
    to: State
    causes: frozenset[str]


def _row(sources: Iterable[State], to: State, causes: Iterable[str]) -> Transition:
    return Transition(frozenset(sources), to, frozenset(causes))


TALKING = (State.UNVERIFIED, State.VERIFIED, State.NEGOTIATING, State.AGREED)
KNOWN = (State.VERIFIED, State.NEGOTIATING)
STILL = (State.PAUSED, State.STOPPED)

TRANSITIONS: tuple[Transition, ...] = (
    # The person proves who they are, perhaps together with a first wish.
    _row((State.UNVERIFIED,), State.VERIFIED, {IDENTITY_MATCHED}),
    _row((State.UNVERIFIED,), State.NEGOTIATING, {IDENTITY_MATCHED}),
    _row((State.UNVERIFIED,), State.PAUSED, {IDENTITY_LOCKED}),
    # They talk about paying.
    _row(KNOWN, State.NEGOTIATING, {OFFER_MADE, HARDSHIP_HEARD}),
    _row(KNOWN, State.AGREED, {OFFER_ACCEPTED}),
    # A person takes over.
    _row(TALKING, State.WITH_PERSON, {Signal.ASKS_HUMAN, PERSON_NEEDED, NOT_UNDERSTOOD}),
    # Rights, crises and the account's flags. A pause may give way to a stricter one.
    _row((*TALKING, State.WITH_PERSON, State.PAUSED), State.PAUSED, PAUSING_SIGNALS),
    _row((*TALKING, State.WITH_PERSON, State.PAUSED), State.STOPPED, STOPPING_SIGNALS),
    _row((State.STOPPED,), State.STOPPED, PAUSING_SIGNALS),
    _row(TALKING, State.PAUSED, {FLAG_PREFIX, TIME_BARRED, Signal.INCONVENIENT_TIME, Signal.ALREADY_PAID}),
    _row(TALKING, State.STOPPED, {FLAG_PREFIX}),
    # The only ways back by chat.
    *(_row(STILL, to, REOPENING) for to in (*TALKING, State.PAUSED, State.WITH_PERSON)),
    _row((State.STOPPED,), State.STOPPED, REOPENING),
)


def is_allowed(source: State, change: StateChange) -> bool:
    """Whether the table has this transition for this cause."""
    cause = FLAG_PREFIX if change.cause.startswith(FLAG_PREFIX) else change.cause
    return any(source in row.sources and change.to == row.to and cause in row.causes for row in TRANSITIONS)
