from typing import Any

import pytest

from service.domain.negotiation import Decision
from service.domain.vocabulary import Act, Signal, State
from service.negotiation import decide, open_conversation
from service.negotiation.stillness import reopening_cause
from tests.negotiation.builders import account, authority_of, proposal, reading, situation

PERSON_ONLY = [
    "crisis", "safety", "dispute", "identity_theft", "attorney", "bankruptcy", "deceased", "minor", "wrong_person",
    "time_barred", "verification_locked",
]  # fmt: skip
WISH = proposal(amount="200", cadence="monthly")


def answer(*signals: Signal, state: State = State.PAUSED, matched: bool = False, **view: Any) -> Decision:
    there = situation(state, identity_matched=matched, **view)
    wish = WISH if Signal.PROPOSES_PLAN in signals else None
    return decide(reading(*signals, proposal=wish), there, authority_of(there.account))


@pytest.mark.parametrize("reason", PERSON_ONLY)
@pytest.mark.parametrize("signal", [Signal.PROPOSES_PLAN, Signal.ASKS_BALANCE, Signal.ACCEPTS_OFFER, Signal.CHITCHAT])
@pytest.mark.parametrize("state", [State.PAUSED, State.STOPPED])
def test_what_a_person_must_decide_is_not_reopened_by_chat(state: State, signal: Signal, reason: str) -> None:
    decision = answer(signal, state=state, pause_reason=reason, matched=True)
    assert decision.act in (Act.KEEP_PAUSED, Act.KEEP_STOPPED)
    assert (decision.change, decision.quotes) == (None, ())


@pytest.mark.parametrize(
    ("signal", "act", "to"),
    [
        (Signal.ASKS_BALANCE, Act.STATE_BALANCE, State.VERIFIED),
        (Signal.PROPOSES_PLAN, Act.RESTATE_PROPOSAL, State.NEGOTIATING),
    ],
)
def test_a_stopped_conversation_goes_on_at_the_borrowers_own_wish(signal: Signal, act: Act, to: State) -> None:
    decision = answer(signal, state=State.STOPPED)
    assert decision.act is act
    assert decision.change is not None
    assert decision.change.to is to


@pytest.mark.parametrize("signal", [Signal.CHITCHAT, Signal.ACCEPTS_OFFER, Signal.ASKS_POLICY, Signal.CANNOT_PAY])
def test_anything_else_leaves_it_stopped(signal: Signal) -> None:
    decision = answer(signal, state=State.STOPPED)
    assert (decision.act, decision.change, decision.quotes) == (Act.KEEP_STOPPED, None, ())


def test_a_repeated_stop_stays_a_stop() -> None:
    decision = answer(Signal.STOP_CONTACT, Signal.PROPOSES_PLAN, state=State.STOPPED)
    assert (decision.act, decision.change) == (Act.CONFIRM_STOP, None)


def test_an_instruction_to_the_machine_is_no_wish_to_go_on() -> None:
    assert answer(Signal.PROMPT_INJECTION, Signal.PROPOSES_PLAN, state=State.STOPPED).act is Act.KEEP_STOPPED


def test_somebody_unknown_verifies_again_before_the_conversation_goes_on() -> None:
    decision = answer(Signal.ASKS_BALANCE, state=State.STOPPED, identity_verified=False)
    assert decision.act is Act.ASK_VERIFICATION
    assert decision.change is not None
    assert decision.change.to is State.UNVERIFIED


def test_a_bad_moment_ends_when_the_borrower_writes_again() -> None:
    decision = answer(Signal.HARDSHIP_ILLNESS, pause_reason="inconvenient_time")
    assert decision.act is Act.EXPLORE_HARDSHIP
    assert decision.change is not None
    assert decision.change.to is State.NEGOTIATING


def test_another_person_at_the_phone_ends_with_a_proof_of_identity_only() -> None:
    assert answer(Signal.ASKS_BALANCE, pause_reason="third_party").act is Act.KEEP_PAUSED
    assert answer(Signal.GREETING, pause_reason="third_party", matched=True).act is Act.WELCOME_VERIFIED


def test_a_reopened_conversation_about_a_flagged_account_pauses_again() -> None:
    there = situation(State.STOPPED, owed=account(flags=frozenset({"disputed"})))
    decision = decide(reading(Signal.ASKS_BALANCE), there, authority_of(there.account))
    assert decision.act is Act.KEEP_PAUSED


def test_questions_are_answered_while_paused_for_a_dispute() -> None:
    decision = answer(Signal.ASKS_POLICY, pause_reason="dispute")
    assert (decision.act, decision.also) == (Act.ANSWER_QUESTION, (Act.KEEP_PAUSED,))
    assert decision.needs_knowledge


@pytest.mark.parametrize("view", [{"pause_reason": "crisis"}, {"pause_reason": "dispute", "identity_verified": False}])
def test_questions_wait_in_a_crisis_and_while_nobody_is_verified(view: dict[str, Any]) -> None:
    assert answer(Signal.ASKS_POLICY, **view).act is Act.KEEP_PAUSED


def test_the_agent_waits_while_a_person_answers() -> None:
    decision = answer(Signal.PROPOSES_PLAN, Signal.ASKS_HUMAN, state=State.WITH_PERSON)
    assert (decision.act, decision.change) == (Act.WAIT_FOR_PERSON, None)


def test_a_complaint_is_logged_while_paused() -> None:
    decision = answer(Signal.COMPLAINT, pause_reason="dispute")
    assert (decision.act, decision.also, decision.ticket) == (Act.KEEP_PAUSED, (Act.LOG_COMPLAINT,), "complaint")


@pytest.mark.parametrize("state", [State.UNVERIFIED, State.VERIFIED, State.NEGOTIATING, State.AGREED])
def test_there_is_nothing_to_reopen_in_a_running_conversation(state: State) -> None:
    assert reopening_cause(reading(Signal.ASKS_BALANCE), situation(state)) is None


@pytest.mark.parametrize(
    ("state", "act"),
    [(State.PAUSED, Act.KEEP_PAUSED), (State.STOPPED, Act.KEEP_STOPPED), (State.CLOSED, Act.KEEP_STOPPED)],
)
def test_a_still_conversation_does_not_open_anew(state: State, act: Act) -> None:
    assert open_conversation(situation(state)).act is act
