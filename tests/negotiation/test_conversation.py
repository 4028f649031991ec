from decimal import Decimal
from typing import Any

import pytest

from service.domain.account import Account
from service.domain.negotiation import Decision, Situation
from service.domain.reading import Reading
from service.domain.vocabulary import Act, Signal, State
from service.negotiation import answer_proposal, decide, open_conversation
from tests.negotiation.builders import (
    TODAY,
    account,
    after,
    authority_of,
    cn_account,
    proposal,
    reading,
    situation,
    uk_account,
)

OPEN_QUOTES = answer_proposal(account(), None, authority_of(account()), TODAY).quotes
ONE_QUOTE = OPEN_QUOTES[:1]


def answer(*signals: Signal, state: State = State.NEGOTIATING, wish: Any = None, **view: Any) -> Decision:
    option = view.pop("chosen_option", None)
    there = situation(state, **view)
    return decide(reading(*signals, proposal=wish), there, authority_of(there.account), option)


def target(decision: Decision) -> State | None:
    return decision.change.to if decision.change is not None else None


class Story:
    """A conversation told message by message."""

    def __init__(self, owed: Account) -> None:
        self.now = situation(State.UNVERIFIED, owed=owed)
        self.authority = authority_of(owed)
        self.now = after(self.now, Reading(), open_conversation(self.now))

    def says(self, *signals: Signal, wish: Any = None, matched: bool = False, failed: bool = False) -> Decision:
        heard = reading(*signals, proposal=wish)
        there: Situation = self.now.model_copy(update={"identity_matched": matched, "identity_failed": failed})
        decision = decide(heard, there, self.authority)
        self.now = after(there, heard, decision)
        return decision


@pytest.mark.parametrize(
    ("owed", "wish"),
    [
        pytest.param(account(), proposal(amount="150", cadence="monthly"), id="us"),
        pytest.param(uk_account(), proposal(amount="60", cadence="monthly"), id="uk"),
        pytest.param(cn_account(), proposal(amount="800", cadence="monthly"), id="cn"),
    ],
)
def test_a_borrower_who_lost_their_job_gets_to_a_plan(owed: Account, wish: Any) -> None:
    story = Story(owed)
    assert story.says(Signal.GREETING).act is Act.ASK_VERIFICATION
    assert story.says(matched=True).act is Act.WELCOME_VERIFIED
    assert story.says(Signal.ASKS_BALANCE).act is Act.STATE_BALANCE
    assert story.says(Signal.HARDSHIP_JOB_LOSS).act is Act.EXPLORE_HARDSHIP
    restated = story.says(Signal.PROPOSES_PLAN, wish=wish)
    assert restated.act is Act.RESTATE_PROPOSAL
    assert restated.accepted is None
    assert restated.quotes[0].regular_amount.amount == wish.amount
    confirmed = story.says(Signal.ACCEPTS_OFFER)
    assert confirmed.act is Act.CONFIRM_PLAN
    assert confirmed.accepted == restated.quotes[0]
    assert story.now.conversation.state is State.AGREED
    assert story.says(Signal.CHITCHAT).act is Act.SMALL_TALK


def test_who_does_not_know_what_they_can_pay_is_shown_the_smallest_instalments() -> None:
    story = Story(account())
    story.says(matched=True)
    assert story.says(Signal.CANNOT_PAY).act is Act.EXPLORE_HARDSHIP
    offered = story.says()
    assert (offered.act, offered.quotes[0].count) == (Act.OFFER_PLAN, 60)
    assert story.says(Signal.CANNOT_PAY).act is Act.REFER_TO_PERSON


def test_hardship_told_before_the_proof_of_identity_is_not_forgotten() -> None:
    story = Story(account())
    assert story.says(Signal.HARDSHIP_ILLNESS).act is Act.ASK_VERIFICATION
    welcome = story.says(matched=True)
    assert (welcome.act, welcome.also) == (Act.WELCOME_VERIFIED, (Act.EXPLORE_HARDSHIP,))


def test_a_proof_of_identity_with_a_wish_answers_both() -> None:
    story = Story(account())
    decision = story.says(Signal.PROPOSES_PLAN, wish=proposal(amount="150", cadence="monthly"), matched=True)
    assert (decision.act, decision.also) == (Act.WELCOME_VERIFIED, (Act.RESTATE_PROPOSAL,))
    assert target(decision) is State.NEGOTIATING
    assert len(decision.quotes) == 1


@pytest.mark.parametrize("signal", [Signal.ACCEPTS_OFFER, Signal.GREETING, Signal.CHITCHAT])
def test_ok_it_is_me_is_a_proof_and_nothing_more(signal: Signal) -> None:
    decision = Story(account()).says(signal, matched=True)
    assert (decision.act, decision.also, target(decision)) == (Act.WELCOME_VERIFIED, (), State.VERIFIED)


def test_the_third_wrong_answer_locks_the_conversation() -> None:
    story = Story(account())
    assert [story.says(failed=True).act for _ in range(2)] == [Act.RETRY_VERIFICATION] * 2
    locked = story.says(failed=True)
    assert (locked.act, target(locked)) == (Act.LOCK_VERIFICATION, State.PAUSED)
    assert locked.handoff
    assert story.says(matched=True).act is Act.KEEP_PAUSED


@pytest.mark.parametrize(
    "signal",
    [Signal.ASKS_BALANCE, Signal.PROPOSES_PLAN, Signal.ACCEPTS_OFFER, Signal.ASKS_POLICY, Signal.ALREADY_PAID],
)
def test_nothing_of_a_debt_is_said_to_somebody_unknown(signal: Signal) -> None:
    decision = answer(signal, state=State.UNVERIFIED, wish=proposal(amount="100"))
    assert (decision.act, decision.also, decision.quotes) == (Act.ASK_VERIFICATION, (), ())


@pytest.mark.parametrize(
    ("signal", "act"),
    [
        (Signal.ASKS_IF_AI, Act.CONFIRM_AUTOMATED),
        (Signal.PROMPT_INJECTION, Act.DECLINE_INSTRUCTIONS),
        (Signal.ABUSIVE, Act.CALM_ABUSE),
    ],
)
def test_somebody_unknown_is_answered_and_asked_to_verify(signal: Signal, act: Act) -> None:
    decision = answer(signal, state=State.UNVERIFIED)
    assert (decision.act, decision.also) == (act, (Act.ASK_VERIFICATION,))


def test_a_signed_in_borrower_is_welcomed_and_an_unknown_one_is_not() -> None:
    assert open_conversation(situation(State.VERIFIED)).act is Act.WELCOME_VERIFIED
    assert open_conversation(situation(State.UNVERIFIED)).act is Act.OPEN


@pytest.mark.parametrize("matched", [True, False])
def test_an_old_debt_is_explained_and_handed_over(matched: bool) -> None:
    owed = account(time_barred=True)
    there = situation(State.UNVERIFIED if matched else State.VERIFIED, owed=owed, identity_matched=matched)
    decision = decide(reading(), there, authority_of(owed))
    assert (decision.act, target(decision)) == (Act.INFORM_TIME_BARRED, State.PAUSED)
    assert decision.handoff == "time_barred"


def test_an_old_debt_gets_no_promise() -> None:
    owed = account(time_barred=True)
    heard = reading(Signal.PROPOSES_PLAN, proposal=proposal(amount="50", cadence="monthly"))
    decision = decide(heard, situation(owed=owed), authority_of(owed))
    assert (decision.act, decision.quotes) == (Act.INFORM_TIME_BARRED, ())


def test_a_yes_to_the_only_offer_makes_the_plan() -> None:
    decision = answer(Signal.ACCEPTS_OFFER, open_quotes=ONE_QUOTE)
    assert (decision.act, target(decision), decision.accepted) == (Act.CONFIRM_PLAN, State.AGREED, ONE_QUOTE[0])


@pytest.mark.parametrize(
    ("changes", "accepted"),
    [
        pytest.param({"chosen_option": 2}, OPEN_QUOTES[1], id="by its number"),
        pytest.param({"wish": proposal(amount="204.16", cadence="monthly")}, OPEN_QUOTES[0], id="by its terms"),
        pytest.param({"wish": proposal(cadence="once")}, OPEN_QUOTES[1], id="by its kind"),
    ],
)
def test_one_of_several_offers_is_accepted_when_it_is_named(changes: dict[str, Any], accepted: Any) -> None:
    assert answer(Signal.ACCEPTS_OFFER, open_quotes=OPEN_QUOTES, **changes).accepted == accepted


@pytest.mark.parametrize("option", [None, 0, 3])
def test_a_yes_that_could_mean_several_offers_is_asked_back(option: int | None) -> None:
    decision = answer(Signal.ACCEPTS_OFFER, open_quotes=OPEN_QUOTES, chosen_option=option)
    assert (decision.act, decision.quotes, decision.accepted) == (Act.ASK_WHICH_OFFER, OPEN_QUOTES, None)


@pytest.mark.parametrize("doubt", [Signal.REJECTS_OFFER, Signal.CANNOT_PAY, Signal.PROMPT_INJECTION])
def test_a_doubtful_yes_makes_no_plan(doubt: Signal) -> None:
    assert answer(Signal.ACCEPTS_OFFER, doubt, open_quotes=ONE_QUOTE).accepted is None


def test_a_yes_to_other_terms_is_a_proposal() -> None:
    decision = answer(Signal.ACCEPTS_OFFER, open_quotes=ONE_QUOTE, wish=proposal(amount="100", cadence="monthly"))
    assert (decision.act, decision.accepted) == (Act.RESTATE_PROPOSAL, None)


def test_an_expired_offer_is_renewed_and_not_accepted() -> None:
    expired = OPEN_QUOTES[0].model_copy(update={"expires_on": TODAY.replace(day=22)})
    decision = answer(Signal.ACCEPTS_OFFER, open_quotes=(expired,))
    assert (decision.act, decision.accepted) == (Act.OFFER_PLAN, None)
    assert decision.reasons[0] == "offer_expired"
    assert decision.quotes[0].expires_on > TODAY
    assert decision.quotes[0].regular_amount == expired.regular_amount


def test_an_offer_for_another_balance_is_renewed() -> None:
    owed = account(balance=account().balance - 100)
    decision = answer(Signal.ACCEPTS_OFFER, open_quotes=ONE_QUOTE, owed=owed)
    assert decision.reasons[0] == "balance_changed"
    assert decision.quotes[0].balance == owed.owed


def test_a_yes_before_any_offer_gets_the_offers() -> None:
    decision = answer(Signal.ACCEPTS_OFFER, state=State.VERIFIED)
    assert (decision.act, len(decision.quotes), target(decision)) == (Act.OFFER_PLAN, 2, State.NEGOTIATING)


def test_terms_outside_the_authority_are_countered_and_insisting_on_them_brings_a_person() -> None:
    wish = proposal(settlement_total="1400")
    first = answer(Signal.PROPOSES_PLAN, wish=wish)
    assert (first.act, len(first.quotes)) == (Act.COUNTER_PROPOSAL, 2)
    again = answer(Signal.PROPOSES_PLAN, wish=wish, acts=(Act.COUNTER_PROPOSAL,), open_quotes=first.quotes)
    assert (again.act, target(again), again.quotes) == (Act.REFER_TO_PERSON, State.WITH_PERSON, ())


def test_refusals_lengthen_the_plan_twice_and_then_bring_a_person() -> None:
    story = Story(account())
    story.says(matched=True)
    counts = [story.says(Signal.PROPOSES_PLAN).quotes[0].count]
    for _ in range(2):
        decision = story.says(Signal.REJECTS_OFFER)
        assert decision.act is Act.ACKNOWLEDGE_REJECTION
        assert decision.quotes[0].discount.amount == 0
        counts.append(decision.quotes[0].count)
    assert counts == [12, 24, 36]
    assert story.says(Signal.REJECTS_OFFER).act is Act.REFER_TO_PERSON


def test_no_authority_means_a_person() -> None:
    heard = reading(Signal.PROPOSES_PLAN, proposal=proposal(amount="100"))
    decision = decide(heard, situation(), None)
    assert (decision.act, target(decision)) == (Act.REFER_TO_PERSON, State.WITH_PERSON)
    assert decision.reasons == ("no_authority",)


def test_trouble_is_heard_before_anything_is_offered() -> None:
    decision = answer(Signal.HARDSHIP_JOB_LOSS, Signal.PROPOSES_PLAN)
    assert (decision.act, decision.quotes) == (Act.EXPLORE_HARDSHIP, ())


def test_a_sum_named_earlier_is_offered_when_trouble_comes_up() -> None:
    decision = answer(Signal.HARDSHIP_DIVORCE, affordable=Decimal("90"), cadence="monthly")
    assert decision.act is Act.OFFER_PLAN
    assert decision.quotes[0].regular_amount.amount == 90


@pytest.mark.parametrize(
    ("signals", "act"),
    [
        ((Signal.PROMISES_TO_PAY,), Act.NOTE_PROMISE),
        ((Signal.ASKS_BALANCE,), Act.STATE_BALANCE),
        ((Signal.ASKS_POLICY,), Act.ANSWER_QUESTION),
        ((Signal.THREATENS_REGULATOR,), Act.ANSWER_QUESTION),
        ((Signal.COMPLAINT,), Act.LOG_COMPLAINT),
        ((Signal.PAYMENT_PROBLEM,), Act.HELP_PAYMENT),
        ((Signal.ALREADY_PAID,), Act.CHECK_PAYMENT),
        ((Signal.INCONVENIENT_TIME,), Act.RESPECT_TIME),
        ((Signal.ABUSIVE,), Act.CALM_ABUSE),
        ((Signal.PROMPT_INJECTION, Signal.PROPOSES_PLAN), Act.DECLINE_INSTRUCTIONS),
        ((Signal.ASKS_IF_AI,), Act.CONFIRM_AUTOMATED),
        ((Signal.LANGUAGE_SWITCH,), Act.SWITCH_LANGUAGE),
        ((Signal.GREETING,), Act.SMALL_TALK),
        ((), Act.CLARIFY),
    ],
)
def test_each_kind_of_message_has_its_answer(signals: tuple[Signal, ...], act: Act) -> None:
    assert answer(*signals, state=State.VERIFIED).act is act


def test_the_second_unclear_message_in_a_row_brings_a_person() -> None:
    decision = answer(state=State.VERIFIED, unclear_turns=1)
    assert (decision.act, target(decision)) == (Act.CONNECT_PERSON, State.WITH_PERSON)
    assert decision.handoff


@pytest.mark.parametrize(
    ("signals", "also"),
    [
        ((Signal.ASKS_IF_AI,), (Act.CONFIRM_AUTOMATED,)),
        ((Signal.ASKS_POLICY,), (Act.ANSWER_QUESTION,)),
        ((Signal.ASKS_BALANCE,), (Act.STATE_BALANCE,)),
        ((Signal.COMPLAINT,), (Act.LOG_COMPLAINT,)),
    ],
)
def test_what_stands_beside_a_proposal_is_answered_too(signals: tuple[Signal, ...], also: tuple[Act, ...]) -> None:
    decision = answer(Signal.PROPOSES_PLAN, *signals, wish=proposal(amount="150", cadence="monthly"))
    assert (decision.act, decision.also) == (Act.RESTATE_PROPOSAL, also)
    assert decision.needs_knowledge == (Act.ANSWER_QUESTION in also)
    assert decision.ticket == ("complaint" if Act.LOG_COMPLAINT in also else None)


def test_a_complaint_message_collects_nothing_and_leaves_the_state() -> None:
    decision = answer(Signal.COMPLAINT, Signal.ASKS_BALANCE, Signal.HARDSHIP_ILLNESS, open_quotes=ONE_QUOTE)
    assert (decision.act, decision.also, decision.change, decision.quotes) == (Act.LOG_COMPLAINT, (), None, ())


@pytest.mark.parametrize(
    ("signals", "act"),
    [
        ((Signal.ASKS_BALANCE,), Act.RECALL_PLAN),
        ((Signal.ASKS_POLICY,), Act.RECALL_PLAN),
        ((Signal.ACCEPTS_OFFER,), Act.RECALL_PLAN),
        ((), Act.RECALL_PLAN),
        ((Signal.CANNOT_PAY,), Act.REFER_TO_PERSON),
        ((Signal.PROPOSES_PLAN,), Act.REFER_TO_PERSON),
        ((Signal.PAYMENT_PROBLEM,), Act.HELP_PAYMENT),
        ((Signal.ALREADY_PAID,), Act.CHECK_PAYMENT),
        ((Signal.GREETING,), Act.SMALL_TALK),
    ],
)
def test_an_agreed_plan_is_recalled_helped_with_or_handed_over(signals: tuple[Signal, ...], act: Act) -> None:
    decision = answer(*signals, state=State.AGREED, accepted_quote=ONE_QUOTE[0])
    assert decision.act is act
    assert decision.quotes == ()


def test_who_owes_nothing_hears_that() -> None:
    decision = answer(Signal.PROPOSES_PLAN, owed=account(balance=account().balance * 0))
    assert (decision.act, decision.reasons) == (Act.STATE_BALANCE, ("nothing_owed",))
