from datetime import date
from typing import Any

import pytest

from service.domain.negotiation import Decision
from service.domain.reading import Reading
from service.domain.vocabulary import Act, Signal, State
from service.negotiation import decide, open_conversation
from tests.negotiation.builders import account, authority_of, proposal, reading, situation

EVERY_STATE = list(State)
TALKING = [State.UNVERIFIED, State.VERIFIED, State.NEGOTIATING, State.AGREED]
RIGHTS: list[tuple[Signal, Act, str | None, str | None]] = [
    (Signal.SELF_HARM, Act.SUPPORT_CRISIS, "crisis", None),
    (Signal.DOMESTIC_ABUSE, Act.SUPPORT_SAFETY, "safety", None),
    (Signal.HAS_ATTORNEY, Act.RESPECT_ATTORNEY, "attorney", None),
    (Signal.BANKRUPTCY, Act.RESPECT_BANKRUPTCY, "bankruptcy", None),
    (Signal.DECEASED, Act.CONDOLE_ESTATE, "deceased", None),
    (Signal.MINOR, Act.PROTECT_MINOR, "minor", None),
    (Signal.IDENTITY_THEFT, Act.LOG_IDENTITY_THEFT, "identity_theft", "identity_theft"),
    (Signal.WRONG_PERSON, Act.APOLOGISE_WRONG_PERSON, "wrong_person", "wrong_person"),
    (Signal.THIRD_PARTY_SPEAKING, Act.DECLINE_THIRD_PARTY, "third_party", None),
    (Signal.DISPUTES_DEBT, Act.LOG_DISPUTE, "dispute", "dispute"),
]
STOPS = [(Signal.STOP_CONTACT, Act.CONFIRM_STOP), (Signal.STOP_CHANNEL, Act.CONFIRM_CHANNEL_STOP)]


def answer(*signals: Signal, state: State = State.VERIFIED, wish: Any = None, **view: Any) -> Decision:
    there = situation(state, **view)
    return decide(reading(*signals, proposal=wish), there, authority_of(there.account))


@pytest.mark.parametrize("state", TALKING)
@pytest.mark.parametrize(("signal", "act", "pause", "ticket"), RIGHTS)
def test_a_right_pauses_whatever_was_going_on(
    state: State, signal: Signal, act: Act, pause: str, ticket: str | None
) -> None:
    decision = answer(signal, state=state)
    assert decision.act is act
    assert decision.change is not None
    assert (decision.change.to, decision.change.pause_reason) == (State.PAUSED, pause)
    assert decision.ticket == ticket
    assert decision.quotes == ()


@pytest.mark.parametrize("state", TALKING)
@pytest.mark.parametrize(("signal", "act"), STOPS)
def test_a_stop_stops(state: State, signal: Signal, act: Act) -> None:
    decision = answer(signal, state=state)
    assert decision.act is act
    assert decision.change is not None
    assert decision.change.to is State.STOPPED


@pytest.mark.parametrize("state", EVERY_STATE)
@pytest.mark.parametrize(("signal", "act"), [*((s, a) for s, a, _, _ in RIGHTS), *STOPS])
def test_a_right_is_answered_in_every_state(state: State, signal: Signal, act: Act) -> None:
    assert answer(signal, state=state).act is act


@pytest.mark.parametrize(("signal", "act"), [*((s, a) for s, a, _, _ in RIGHTS), *STOPS])
def test_no_offer_acceptance_or_instruction_undoes_a_right(signal: Signal, act: Act) -> None:
    wish = proposal(amount="500", cadence="monthly")
    others = (Signal.ACCEPTS_OFFER, Signal.PROPOSES_PLAN, Signal.PROMPT_INJECTION, Signal.ABUSIVE)
    decision = answer(signal, *others, wish=wish)
    assert decision.act is act
    assert (decision.quotes, decision.accepted) == ((), None)


def test_a_crisis_pauses_for_thirty_days_and_calls_a_person() -> None:
    decision = answer(Signal.SELF_HARM)
    assert decision.change is not None
    assert decision.change.paused_until == date(2026, 12, 23)
    assert decision.handoff == "crisis"


def test_a_crisis_comes_before_everything_else_and_stands_alone() -> None:
    decision = answer(Signal.SELF_HARM, Signal.DISPUTES_DEBT, Signal.HAS_ATTORNEY, Signal.ASKS_BALANCE)
    assert (decision.act, decision.also) == (Act.SUPPORT_CRISIS, ())
    assert decision.ticket == "dispute"


def test_a_stop_beside_a_crisis_is_honoured_and_keeps_the_reason() -> None:
    decision = answer(Signal.SELF_HARM, Signal.STOP_CONTACT)
    assert (decision.act, decision.also) == (Act.SUPPORT_CRISIS, (Act.CONFIRM_STOP,))
    assert decision.change is not None
    assert (decision.change.to, decision.change.pause_reason) == (State.STOPPED, "crisis")


def test_identity_theft_opens_both_cases() -> None:
    decision = answer(Signal.IDENTITY_THEFT, Signal.DISPUTES_DEBT)
    assert (decision.ticket, decision.further_tickets) == ("identity_theft", ("dispute",))
    assert decision.also == ()


@pytest.mark.parametrize(
    ("signals", "act", "also"),
    [
        ((Signal.DECEASED, Signal.THIRD_PARTY_SPEAKING), Act.CONDOLE_ESTATE, ()),
        ((Signal.MINOR, Signal.THIRD_PARTY_SPEAKING), Act.PROTECT_MINOR, ()),
        ((Signal.WRONG_PERSON, Signal.STOP_CONTACT), Act.CONFIRM_STOP, ()),
        ((Signal.HAS_ATTORNEY, Signal.DISPUTES_DEBT), Act.RESPECT_ATTORNEY, (Act.LOG_DISPUTE,)),
        ((Signal.DISPUTES_DEBT, Signal.ASKS_HUMAN), Act.LOG_DISPUTE, (Act.CONNECT_PERSON,)),
        ((Signal.ASKS_HUMAN, Signal.COMPLAINT), Act.CONNECT_PERSON, (Act.LOG_COMPLAINT,)),
        ((Signal.SELF_HARM, Signal.ASKS_IF_AI), Act.SUPPORT_CRISIS, (Act.CONFIRM_AUTOMATED,)),
    ],
)
def test_rights_used_together_all_count_in_their_order(
    signals: tuple[Signal, ...], act: Act, also: tuple[Act, ...]
) -> None:
    decision = answer(*signals)
    assert (decision.act, decision.also) == (act, also)


def test_a_milder_reason_never_replaces_a_stricter_pause() -> None:
    paused = answer(Signal.DISPUTES_DEBT, state=State.PAUSED, pause_reason="crisis")
    assert paused.change is None
    assert paused.ticket == "dispute"


def test_a_stricter_reason_replaces_a_milder_pause() -> None:
    decision = answer(Signal.SELF_HARM, state=State.PAUSED, pause_reason="inconvenient_time")
    assert decision.change is not None
    assert decision.change.pause_reason == "crisis"


@pytest.mark.parametrize("state", [State.UNVERIFIED, State.VERIFIED, State.NEGOTIATING, State.AGREED])
def test_who_asks_for_a_person_gets_one_at_once(state: State) -> None:
    decision = answer(Signal.ASKS_HUMAN, Signal.PROPOSES_PLAN, state=state)
    assert decision.act is Act.CONNECT_PERSON
    assert decision.change is not None
    assert decision.change.to is State.WITH_PERSON
    assert decision.handoff == "asks_human"


@pytest.mark.parametrize("state", [State.PAUSED, State.STOPPED])
def test_asking_for_a_person_does_not_lift_a_pause(state: State) -> None:
    decision = answer(Signal.ASKS_HUMAN, state=state, pause_reason="dispute")
    assert (decision.act, decision.change, decision.handoff) == (Act.CONNECT_PERSON, None, "asks_human")


@pytest.mark.parametrize(
    ("flag", "to", "reason"),
    [
        ("disputed", State.PAUSED, "dispute"),
        ("represented", State.PAUSED, "attorney"),
        ("bankrupt", State.PAUSED, "bankruptcy"),
        ("moratorium", State.PAUSED, "bankruptcy"),
        ("deceased", State.PAUSED, "deceased"),
        ("minor", State.PAUSED, "minor"),
        ("stop", State.STOPPED, None),
        ("do_not_contact", State.STOPPED, None),
    ],
)
@pytest.mark.parametrize("state", [State.UNVERIFIED, State.VERIFIED])
def test_a_flagged_account_is_still_from_the_first_message(
    flag: str, to: State, reason: str | None, state: State
) -> None:
    flagged = situation(state, owed=account(flags=frozenset({flag})))
    for decision in (open_conversation(flagged), decide(Reading(), flagged, authority_of(flagged.account))):
        assert decision.act in (Act.KEEP_PAUSED, Act.KEEP_STOPPED)
        assert decision.change is not None
        assert (decision.change.to, decision.change.pause_reason) == (to, reason)
        assert decision.change.cause == f"flag:{flag}"


def test_a_stop_flag_beside_a_dispute_keeps_the_dispute() -> None:
    decision = open_conversation(situation(owed=account(flags=frozenset({"disputed", "stop"}))))
    assert decision.change is not None
    assert (decision.change.to, decision.change.pause_reason) == (State.STOPPED, "dispute")
