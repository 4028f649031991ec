"""What a brief lets a writer say: conditions, facts, quotes, passages and tone."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from service.domain.negotiation import StateChange
from service.domain.reading import Proposal
from service.domain.vocabulary import Act, ActorRole, Emotion, Signal, State, Tone
from service.domain.writing import Brief, HistoryLine, Say
from service.writing.brief import BriefError, compose_brief
from service.writing.scripted import ScriptedWriter
from tests.writing.cases import (
    NOW,
    account,
    brief,
    conversation,
    creditors,
    days,
    help_lines,
    library,
    passage,
    quote,
)


def required(made: Brief) -> set[str]:
    return {option.id for option in made.options if option.required}


def text_of(made: Brief) -> str:
    return ScriptedWriter().write(made).text


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("third_party_collector", "notice.collector_first"),
        ("debt_buyer", "notice.collector_first"),
        ("original_creditor", None),
        ("servicer", None),
    ],
)
def test_a_us_collector_says_so_in_its_first_message_about_the_debt(role: ActorRole, statement: str | None) -> None:
    made = brief(Act.WELCOME_VERIFIED, owner=account("us", role))
    assert ("notice.collector_first" in required(made)) is (statement is not None)


def test_a_us_collector_gives_the_short_notice_later() -> None:
    view = conversation(acts=(Act.WELCOME_VERIFIED, Act.STATE_BALANCE))
    made = brief(Act.OFFER_PLAN, owner=account("us", "debt_buyer"), view=view, quotes=(quote(),))
    assert "notice.collector" in required(made)
    assert "notice.collector_first" not in required(made)


@pytest.mark.parametrize("place", ["uk", "cn"])
def test_us_notices_stay_in_the_us(place: str) -> None:
    made = brief(Act.WELCOME_VERIFIED, owner=account(place, "third_party_collector"))
    assert not {option.id for option in made.options} & {"notice.collector_first", "right.validation"}


@pytest.mark.parametrize("place", ["us", "uk", "cn"])
def test_the_first_message_says_who_writes_that_it_is_automated_and_how_to_end_it(place: str) -> None:
    made = brief(Act.OPEN, owner=account(place), view=conversation(state=State.UNVERIFIED, agent_messages=0))
    assert {"open.who", "notice.opt_out"} <= required(made)
    assert ("notice.ai_label" in required(made)) is (place == "cn")


def test_somebody_who_returns_is_told_again_who_writes() -> None:
    made = brief(Act.SMALL_TALK, conditions=frozenset({"returning"}))
    assert "open.who_again" in required(made)


def test_no_fact_of_the_ledger_is_in_an_unverified_brief() -> None:
    made = brief(Act.ASK_VERIFICATION)
    assert "verified" not in made.conditions
    assert "1,250" not in made.model_dump_json()


def test_the_proof_of_this_very_message_counts() -> None:
    change = StateChange(to=State.VERIFIED, cause="identity_matched")
    made = brief(Act.WELCOME_VERIFIED, view=conversation(state=State.UNVERIFIED), change=change)
    assert "balance.amount" in required(made)


def test_a_paused_conversation_remembers_the_proof() -> None:
    view = conversation(state=State.PAUSED, identity_verified=True)
    assert "dispute.logged_debt" in required(brief(Act.LOG_DISPUTE, view=view))


def test_a_debt_act_without_proof_is_refused() -> None:
    with pytest.raises(BriefError) as caught:
        brief(Act.OFFER_PLAN, view=conversation(state=State.UNVERIFIED, agent_messages=1), quotes=(quote(),))
    assert caught.value.act is Act.OFFER_PLAN


def test_an_unknown_condition_is_refused() -> None:
    with pytest.raises(ValueError, match="full_moon"):
        brief(Act.SMALL_TALK, conditions=frozenset({"full_moon"}))


def test_an_unknown_creditor_is_called_by_its_id() -> None:
    made = brief(Act.CONFIRM_AUTOMATED, owner=account(creditor="Made-up Lender"))
    assert "Made-up Lender" in text_of(made)


def test_several_quotes_become_numbered_options() -> None:
    quotes = (quote(), quote("1000.00", 1, quote_id="q-2"), quote("1150.00", 4, residue="20.00", quote_id="q-3"))
    made = brief(Act.OFFER_PLAN, quotes=quotes)
    assert {"offer.option.1", "offer.option.2", "offer.option.3"} <= required(made)
    assert {"offer.option_saving.2", "offer.option_saving.3"} <= required(made)
    text = text_of(made)
    assert text.index("Option 1") < text.index("Option 2") < text.index("Option 3")
    assert "$20.00 remains owed" in text


def test_a_single_quote_is_not_numbered() -> None:
    made = brief(Act.OFFER_PLAN, quotes=(quote(),))
    assert not any(option.id.startswith("offer.option") for option in made.options)
    assert "terms.instalments" in required(made)


@pytest.mark.parametrize(
    ("terms", "statement"),
    [
        ({"total": "1000.00", "count": 1}, "terms.lump_sum"),
        ({"total": "1250.00", "count": 5, "down": "50.00"}, "terms.instalments_down"),
        ({"total": "1250.00", "count": 5}, "terms.instalments"),
        ({"total": "1000.00", "count": 5}, "terms.nothing_left"),
        ({"total": "1000.00", "count": 5, "residue": "100.00"}, "terms.residue"),
    ],
)
def test_the_kind_of_terms_decides_the_sentence(terms: dict[str, Any], statement: str) -> None:
    assert statement in required(brief(Act.RESTATE_PROPOSAL, quotes=(quote(**terms),)))


def test_every_amount_and_date_of_an_offer_is_a_fact_of_its_quote() -> None:
    made = brief(Act.RESTATE_PROPOSAL, quotes=(quote("1100.00", 7, down="50.00"),))
    sources = {fact.source for fact in made.facts if fact.type in ("money", "date", "schedule", "percent")}
    assert sources == {"quote:q-1"}


def test_a_confirmed_plan_states_the_accepted_quote() -> None:
    made = brief(Act.CONFIRM_PLAN, quotes=(quote(quote_id="other"),), accepted=quote("1000.00", 8, quote_id="taken"))
    assert [item.id for item in made.quotes] == ["taken"]
    assert "confirm.instalments" in required(made)


def test_a_recalled_plan_comes_from_the_conversation() -> None:
    view = conversation(state=State.AGREED, accepted_quote=quote("1000.00", 8))
    assert "recall.instalments" in required(brief(Act.RECALL_PLAN, view=view))


def test_an_unclear_acceptance_shows_the_open_quotes() -> None:
    view = conversation(open_quotes=(quote(), quote("1000.00", 1, quote_id="q-2")))
    assert {"offer.option.1", "offer.option.2", "accept.which"} <= required(brief(Act.ASK_WHICH_OFFER, view=view))


def test_passages_can_be_quoted_with_their_source_and_the_best_one_must_be() -> None:
    made = brief(Act.ANSWER_QUESTION, passages=(passage(1), passage(2)))
    assert "cite.1" in required(made)
    assert "cite.2" in {option.id for option in made.options} - required(made)
    assert "Source: Creditor's hardship policy" in text_of(made)


def test_a_question_without_a_passage_is_not_guessed_at() -> None:
    assert "answer.none" in required(brief(Act.ANSWER_QUESTION))


@pytest.mark.parametrize("emotion", [Emotion.ANXIOUS, Emotion.SAD, Emotion.HOPELESS, Emotion.CONFUSED])
def test_a_heavy_heart_is_answered_warmly(emotion: Emotion) -> None:
    assert brief(Act.SMALL_TALK, emotion=emotion).tone is Tone.WARM


@pytest.mark.parametrize("emotion", [Emotion.CALM, Emotion.ANGRY, Emotion.GRATEFUL])
def test_other_moods_are_answered_plainly(emotion: Emotion) -> None:
    assert brief(Act.SMALL_TALK, emotion=emotion).tone is Tone.NEUTRAL


@pytest.mark.parametrize(
    ("signals", "statement"),
    [
        ({Signal.HARDSHIP_BEREAVEMENT, Signal.HARDSHIP_JOB_LOSS}, "hardship.bereavement"),
        ({Signal.HARDSHIP_ILLNESS, Signal.HARDSHIP_DIVORCE}, "hardship.illness"),
        ({Signal.HARDSHIP_JOB_LOSS}, "hardship.job"),
        ({Signal.HARDSHIP_DIVORCE}, "hardship.separation"),
        ({Signal.CANNOT_PAY}, "hardship.general"),
    ],
)
def test_one_trouble_is_acknowledged_and_the_heaviest_one(signals: set[Signal], statement: str) -> None:
    made = brief(Act.EXPLORE_HARDSHIP, signals=frozenset(signals))
    acknowledged = {item for item in required(made) if item.startswith("hardship.") and item != "hardship.ways"}
    assert acknowledged == {statement}


def test_the_uk_points_to_free_debt_advice() -> None:
    assert "right.debt_advice" in required(brief(Act.EXPLORE_HARDSHIP, owner=account("uk")))


@pytest.mark.parametrize(("place", "statement"), [("us", "limit.us"), ("uk", "limit.uk"), ("cn", "limit.cn")])
def test_a_debt_that_is_too_old_is_said_to_be(place: str, statement: str) -> None:
    owner = account(place, time_barred=True)
    for act in (Act.INFORM_TIME_BARRED, Act.WELCOME_VERIFIED, Act.OFFER_PLAN):
        assert statement in required(brief(act, owner=owner, quotes=(quote(),)))


@pytest.mark.parametrize(("place", "number"), [("us", "988"), ("uk", "116 123"), ("cn", "12356")])
def test_a_crisis_gets_the_line_of_the_country_and_nothing_else(place: str, number: str) -> None:
    made = brief(Act.SUPPORT_CRISIS, owner=account(place), also=(Act.CONFIRM_AUTOMATED,))
    assert number in text_of(made)
    assert all(option.required for option in made.options)
    assert not made.rapport


def test_a_crisis_where_no_line_is_known_still_gets_help() -> None:
    assert "local emergency number" in text_of(brief(Act.SUPPORT_CRISIS, owner=account("nz")))


def test_a_stop_beside_a_dispute_confirms_both_and_asks_nothing() -> None:
    made = brief(Act.CONFIRM_STOP, also=(Act.LOG_DISPUTE,))
    assert {option.id for option in made.options} == {"dispute.logged", "stop.confirmed"}


def test_a_promise_repeats_what_the_borrower_said() -> None:
    said = Proposal(amount=Decimal("200"), start=days(9))
    assert "$200.00 on December 4, 2026" in text_of(brief(Act.NOTE_PROMISE, proposal=said)).replace(
        "pay $200.00 on", "$200.00 on"
    )


def test_the_day_shown_is_the_borrowers() -> None:
    owner = account("cn", timezone="Asia/Shanghai")
    late = NOW.replace(hour=20)
    made = compose_brief(
        library=library(),
        creditors=creditors(),
        help_lines=help_lines(),
        account=owner,
        conversation=conversation("zh"),
        decision=_stating_the_balance(),
        reading=None,
        passages=(),
        history=(),
        now=late,
        turn_number=1,
        borrower_text="",
    )
    assert "2026年11月26日" in text_of(made)


def _stating_the_balance() -> Any:
    from service.domain.negotiation import Decision

    return Decision(act=Act.STATE_BALANCE)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc", ""])
def test_an_unknown_time_zone_does_no_harm(zone: str) -> None:
    assert "November 25, 2026" in text_of(brief(Act.STATE_BALANCE, owner=account(timezone=zone)))


@pytest.mark.parametrize(("region", "expected"), [("NY", "us-ny"), ("us-ny", "us-ny"), ("", None), ("n y!", None)])
def test_a_region_becomes_a_condition(region: str, expected: str | None) -> None:
    made = brief(Act.SMALL_TALK, owner=account(region=region))
    assert {name for name in made.conditions if name.startswith("us-")} == ({expected} if expected else set())


def test_what_was_said_once_is_not_said_again() -> None:
    first = brief(Act.ASK_VERIFICATION)
    safe = first.option("verify.safe")
    assert safe is not None
    history = (HistoryLine(speaker="assistant", text=text_of(first)),)
    again = ScriptedWriter().write(brief(Act.ASK_VERIFICATION, history=history))
    assert not any(words in again.text for words in safe.wordings)


def test_a_wording_of_the_recent_history_is_avoided() -> None:
    made = brief(Act.CLARIFY)
    draft = ScriptedWriter().write(made)
    again = ScriptedWriter().write(
        made.model_copy(update={"history": (HistoryLine(speaker="assistant", text=draft.text),)})
    )
    before = {move.say: move.wording for move in draft.moves if isinstance(move, Say)}
    after = {move.say: move.wording for move in again.moves if isinstance(move, Say)}
    assert before.keys() == after.keys()
    assert all(before[key] != after[key] for key in before)
