"""Rights and crises: honoured in every state, before anything else, and without a word about a debt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from service.domain.negotiation import Decision, PauseReason, StateChange
from service.domain.vocabulary import Act, Signal, State
from service.negotiation.hearing import Hearing

CRISIS_DAYS = 30


@dataclass(frozen=True)
class Right:
    """What a signal obliges to.

    Args:
        pause: why the conversation pauses; None where it stops instead, or goes to a person.
        hides: signals that this one already answers.
        alone: nothing else belongs into the same message, save a confirmed stop.
    """

    signal: Signal
    act: Act
    to: State = State.PAUSED
    pause: PauseReason | None = None
    days: int | None = None
    handoff: str | None = None
    tickets: tuple[str, ...] = ()
    hides: frozenset[Signal] = frozenset()
    alone: bool = False


_OTHER_PEOPLE = frozenset({Signal.THIRD_PARTY_SPEAKING, Signal.WRONG_PERSON})

# In the order of precedence: crisis, stop and representation, who is there, the debt itself, a person.
RIGHTS: tuple[Right, ...] = (
    Right(Signal.SELF_HARM, Act.SUPPORT_CRISIS, pause="crisis", days=CRISIS_DAYS, handoff="crisis", alone=True),
    Right(Signal.DOMESTIC_ABUSE, Act.SUPPORT_SAFETY, pause="safety", handoff="safety", alone=True),
    Right(Signal.STOP_CONTACT, Act.CONFIRM_STOP, to=State.STOPPED, hides=frozenset({Signal.STOP_CHANNEL})),
    Right(Signal.STOP_CHANNEL, Act.CONFIRM_CHANNEL_STOP, to=State.STOPPED),
    Right(Signal.HAS_ATTORNEY, Act.RESPECT_ATTORNEY, pause="attorney", handoff="attorney"),
    Right(Signal.BANKRUPTCY, Act.RESPECT_BANKRUPTCY, pause="bankruptcy", handoff="bankruptcy"),
    Right(Signal.DECEASED, Act.CONDOLE_ESTATE, pause="deceased", handoff="deceased", hides=_OTHER_PEOPLE, alone=True),
    Right(Signal.MINOR, Act.PROTECT_MINOR, pause="minor", handoff="minor", hides=_OTHER_PEOPLE, alone=True),
    Right(
        Signal.IDENTITY_THEFT,
        Act.LOG_IDENTITY_THEFT,
        pause="identity_theft",
        handoff="identity_theft",
        tickets=("identity_theft", "dispute"),
        hides=frozenset({Signal.DISPUTES_DEBT}),
    ),
    Right(
        Signal.WRONG_PERSON,
        Act.APOLOGISE_WRONG_PERSON,
        pause="wrong_person",
        tickets=("wrong_person",),
        hides=frozenset({Signal.THIRD_PARTY_SPEAKING, Signal.DISPUTES_DEBT}),
        alone=True,
    ),
    Right(Signal.THIRD_PARTY_SPEAKING, Act.DECLINE_THIRD_PARTY, pause="third_party", alone=True),
    Right(Signal.DISPUTES_DEBT, Act.LOG_DISPUTE, pause="dispute", tickets=("dispute",)),
    Right(Signal.ASKS_HUMAN, Act.CONNECT_PERSON, to=State.WITH_PERSON, handoff="asks_human"),
)

# The stricter a pause, the earlier it stands; a stricter one replaces a milder one and never the other way round.
STRICTNESS: tuple[PauseReason, ...] = (
    "crisis", "safety", "deceased", "minor", "attorney", "bankruptcy", "identity_theft", "wrong_person", "dispute",
    "verification_locked", "time_barred", "third_party", "already_paid", "complaint", "inconvenient_time",
)  # fmt: skip
_STOP_ACTS = (Act.CONFIRM_STOP, Act.CONFIRM_CHANNEL_STOP)


def honour_rights(hearing: Hearing) -> Decision | None:
    """The answer to the rights that a message uses: all of them take effect, the first one speaks first."""
    heard = _heard_rights(hearing)
    if not heard:
        return None
    if hearing.state is State.WITH_PERSON and all(right.signal is Signal.ASKS_HUMAN for right in heard):
        return None
    tickets = _unique(ticket for right in heard for ticket in right.tickets)
    return Decision(
        act=heard[0].act,
        also=_further_acts(heard),
        change=_strictest_change(hearing, heard),
        reasons=tuple(right.signal.value for right in heard),
        handoff=next((right.handoff for right in heard if right.handoff), None),
        ticket=tickets[0] if tickets else None,
        further_tickets=tickets[1:],
    )


def strictest(*reasons: PauseReason | None) -> PauseReason | None:
    """The strictest of some reasons to pause; None when there is none."""
    given = [reason for reason in reasons if reason is not None]
    return min(given, key=STRICTNESS.index, default=None)


def _heard_rights(hearing: Hearing) -> tuple[Right, ...]:
    heard = [right for right in RIGHTS if right.signal in hearing.signals]
    hidden = frozenset[Signal]().union(*(right.hides for right in heard))
    return tuple(right for right in heard if right.signal not in hidden)


def _further_acts(heard: tuple[Right, ...]) -> tuple[Act, ...]:
    if any(right.alone for right in heard):
        return tuple(right.act for right in heard[1:] if right.act in _STOP_ACTS)
    return tuple(right.act for right in heard[1:])


def _strictest_change(hearing: Hearing, heard: tuple[Right, ...]) -> StateChange | None:
    """The transition to the stillest of the states that the rights ask for; none when things are as still already."""
    if hearing.state is State.CLOSED:
        return None
    stop = next((right for right in heard if right.to is State.STOPPED), None)
    current = hearing.view.pause_reason if hearing.state in (State.PAUSED, State.STOPPED) else None
    reason = strictest(current, *(right.pause for right in heard))
    deciding = next((right for right in heard if right.pause is not None and right.pause == reason), stop)
    if hearing.state is State.STOPPED or stop is not None:
        changed = hearing.state is not State.STOPPED or reason != current
        cause = stop if hearing.state is not State.STOPPED else deciding
        # A stop keeps the reason of a pause, so that stopping and coming back does not undo a crisis or a dispute.
        return _change(State.STOPPED, cause, reason) if changed else None
    if reason != current and deciding is not None:
        return _change(State.PAUSED, deciding, reason, _until(hearing, deciding))
    if hearing.state in (State.PAUSED, State.WITH_PERSON) or reason is not None:
        return None
    return _change(State.WITH_PERSON, heard[0], None)


def _change(
    to: State, right: Right | None, reason: PauseReason | None, until: date | None = None
) -> StateChange | None:
    if right is None:
        return None
    return StateChange(to=to, cause=right.signal.value, pause_reason=reason, paused_until=until)


def _until(hearing: Hearing, right: Right) -> date | None:
    return hearing.today + timedelta(days=right.days) if right.days is not None else None


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
