"""What no sequence of messages can do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.negotiation import Decision, PauseReason, Situation
from service.domain.reading import Reading
from service.domain.vocabulary import Act, Emotion, Signal, State
from service.negotiation import decide, open_conversation
from service.negotiation.states import REOPENING, is_allowed
from service.negotiation.stillness import reopening_cause
from tests.negotiation.builders import after, authority_of, situation
from tests.negotiation.test_engine_properties import PROPOSALS, TODAYS, accounts, violations

# Frequent signals come up more often, so that walks get somewhere before a right ends them.
COMMON = [Signal.PROPOSES_PLAN, Signal.ACCEPTS_OFFER, Signal.REJECTS_OFFER, Signal.ASKS_BALANCE, Signal.CANNOT_PAY]
SIGNALS = st.frozensets(st.sampled_from(COMMON * 4 + list(Signal)), max_size=3)
READINGS = st.builds(
    Reading,
    signals=SIGNALS,
    emotion=st.sampled_from(Emotion),
    language=st.sampled_from([None, "en", "zh"]),
    proposal=st.none() | PROPOSALS,
    evidence=st.just({}),
)
FLAGS = st.frozensets(st.sampled_from(["disputed", "stop", "minor", "vulnerable", "gold"]), max_size=1)
STILL = frozenset({State.PAUSED, State.STOPPED, State.CLOSED, State.WITH_PERSON})
SELLING = frozenset(
    {
        Act.OFFER_PLAN, Act.RESTATE_PROPOSAL, Act.COUNTER_PROPOSAL, Act.ASK_WHICH_OFFER, Act.CONFIRM_PLAN,
        Act.ACKNOWLEDGE_REJECTION, Act.NOTE_PROMISE, Act.ASK_AFFORDABLE,
    }
)  # fmt: skip
DEBT = SELLING | {
    Act.WELCOME_VERIFIED, Act.STATE_BALANCE, Act.ANSWER_QUESTION, Act.EXPLORE_HARDSHIP, Act.RECALL_PLAN,
    Act.REFER_TO_PERSON, Act.CHECK_PAYMENT, Act.HELP_PAYMENT, Act.INFORM_TIME_BARRED,
}  # fmt: skip
Step = tuple[Reading, bool, bool, int | None, int]
STEPS = st.lists(
    st.tuples(READINGS, st.booleans(), st.booleans(), st.none() | st.integers(-1, 4), st.integers(0, 20)),
    min_size=1,
    max_size=12,
)


def check(before: Situation, heard: Reading, decision: Decision, hardship: bool) -> None:
    """Everything that must hold of one decision."""
    owed, view = before.account, before.conversation
    acts = {decision.act, *decision.also}
    stands = decision.change.to if decision.change is not None else view.state
    if decision.change is not None:
        assert is_allowed(view.state, decision.change), (view.state, decision.change)
    if view.state in (State.PAUSED, State.STOPPED) and stands not in (State.PAUSED, State.STOPPED):
        assert reopening_cause(heard, before) in REOPENING
        assert view.pause_reason in (None, "third_party", "already_paid", "complaint", "inconvenient_time")
    if stands in STILL:
        assert not acts & SELLING
        assert not decision.quotes
    if not view.identity_verified and not before.identity_matched:
        assert not acts & DEBT, acts
    if decision.accepted is not None:
        assert decision.accepted in view.open_quotes
        assert decision.accepted.expires_on >= before.now.date()
    for quote in decision.quotes:
        assert sum(item.amount.amount for item in quote.instalments) == quote.total.amount
        if quote not in view.open_quotes:
            terms = authority_of(owed, before.now.date())
            fits_either = (violations(quote, owed, terms, before.now.date(), kind) for kind in {hardship, True})
            assert [] in list(fits_either)


@st.composite
def openings(draw: st.DrawFn) -> Situation:
    owed = draw(accounts()).model_copy(
        update={"flags": draw(FLAGS), "time_barred": draw(st.sampled_from([False, False, False, True]))}
    )
    there = situation(draw(st.sampled_from([State.UNVERIFIED, State.UNVERIFIED, State.VERIFIED])), owed=owed)
    today = draw(TODAYS)
    return there.model_copy(update={"now": there.now.replace(year=today.year, month=today.month, day=today.day)})


@given(openings(), STEPS)
@settings(max_examples=200, deadline=None)
def test_no_conversation_leaves_the_table_the_authority_or_a_pause(opening: Situation, steps: list[Step]) -> None:
    now = after(opening, Reading(), open_conversation(opening))
    check(opening, Reading(), open_conversation(opening), hardship=False)
    for heard, matched, failed, option, days in steps:
        now = now.model_copy(
            update={
                "identity_matched": matched,
                "identity_failed": failed and not matched,
                "now": now.now + timedelta(days=days),
            }
        )
        decision = decide(heard, now, authority_of(now.account, now.now.date()), option)
        check(now, heard, decision, hardship=bool(now.conversation.hardship))
        now = after(now, heard, decision)


REASONS: list[PauseReason | None] = [None, "crisis", "dispute", "third_party", "already_paid", "inconvenient_time"]


@given(accounts(), READINGS, st.sampled_from(State), st.sampled_from(REASONS), st.booleans(), st.booleans())
@settings(max_examples=200, deadline=None)
def test_no_single_message_does_either(
    owed: Any, heard: Reading, state: State, reason: PauseReason | None, matched: bool, verified: bool
) -> None:
    known = state in (State.VERIFIED, State.NEGOTIATING, State.AGREED)
    there = situation(
        state, owed=owed, identity_matched=matched, pause_reason=reason, identity_verified=verified or known
    )
    check(there, heard, decide(heard, there, authority_of(owed)), hardship=False)


@given(openings(), READINGS)
@settings(deadline=None)
def test_the_same_message_in_the_same_situation_gets_the_same_decision(there: Situation, heard: Reading) -> None:
    terms = authority_of(there.account, there.now.date())
    assert decide(heard, there, terms) == decide(heard, there, terms)
