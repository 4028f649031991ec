"""Every act renders in both languages, for every jurisdiction and role: complete, clean, and silent about a debt
until the person is verified."""

from __future__ import annotations

import re
from typing import Any

import pytest

from service.domain.reading import Proposal
from service.domain.vocabulary import Act, ActorRole, Language, Signal
from service.domain.writing import Brief
from service.writing.conditions import DEBT_ACTS
from service.writing.scripted import ScriptedWriter
from tests.writing.cases import account, brief, creditors, days, passage, quote

LANGUAGES: tuple[Language, ...] = ("en", "zh")
PLACES: tuple[tuple[str, ActorRole], ...] = (
    ("us", "original_creditor"),
    ("us", "third_party_collector"),
    ("uk", "debt_buyer"),
    ("cn", "original_creditor"),
    ("nz", "servicer"),
)
_CURRENCY = {"us": "USD", "uk": "GBP", "cn": "CNY", "nz": "NZD"}
_ODD = re.compile(r"\{|\}|  |\n{3}|[。，！？；]{2}|[^.]\.\.[^.]| [,.;!?]|[,.;!?。，！？；][。，]|None")
_DEBT = re.compile(
    r"\b(debt|owe\w*|balance|overdue|loan|card|instalment)\b|欠|债|还款|逾期|账单|贷|催收", re.IGNORECASE
)


def variants(act: Act, place: str, language: Language) -> list[dict[str, Any]]:
    """Different circumstances of one act."""
    currency = _CURRENCY[place]
    plan = quote("1250.00", 9, currency=currency)
    lump = quote("1000.00", 1, currency=currency, quote_id="q-2")
    down = quote("1100.00", 4, down="100.00", residue="50.00", currency=currency, quote_id="q-3")
    said = Proposal(amount=plan.regular_amount.amount, start=days(9), cadence="monthly")
    return [
        {},
        {"quotes": (plan,), "proposal": said, "accepted": plan if act in (Act.CONFIRM_PLAN, Act.RECALL_PLAN) else None},
        {"quotes": (lump,), "reasons": ("discount_above_authority", "start_too_late")},
        {"quotes": (down,), "also": (Act.ASK_AFFORDABLE,) if act in DEBT_ACTS else ()},
        {"quotes": (plan, lump, down), "signals": frozenset({Signal.HARDSHIP_ILLNESS, Signal.CANNOT_PAY})},
        {"passages": (passage(1, language), passage(2, language)), "turn_number": 4},
        {"conditions": frozenset({"returning", "web"}), "turn_number": 5, "signals": frozenset({Signal.GREETING})},
    ]


def all_briefs(act: Act) -> list[Brief]:
    briefs = []
    for language in LANGUAGES:
        for place, role in PLACES:
            for flags in ({}, {"time_barred": True, "flags": frozenset({"disputed"})}):
                owner = account(place, role, **flags)
                made = variants(act, place, language)
                briefs += [brief(act, language=language, owner=owner, **variant) for variant in made]
    return briefs


@pytest.mark.parametrize("act", list(Act))
def test_every_act_gives_a_clean_message(act: Act) -> None:
    for made in all_briefs(act):
        text = ScriptedWriter().write(made).text
        assert text.strip() == text != ""
        assert not _ODD.search(text), text


@pytest.mark.parametrize("act", list(Act))
def test_every_message_says_all_that_is_required(act: Act) -> None:
    for made in all_briefs(act):
        draft = ScriptedWriter().write(made)
        for option in made.options:
            if option.required:
                assert any(wording in draft.text for wording in option.wordings), option.id


@pytest.mark.parametrize("act", list(Act))
def test_every_message_asks_one_question_at_most(act: Act) -> None:
    for made in all_briefs(act):
        said = [made.option(move.say) for move in ScriptedWriter().write(made).moves if hasattr(move, "say")]
        assert sum(option is not None and option.kind == "question" for option in said) <= 1


@pytest.mark.parametrize("act", [act for act in Act if act not in DEBT_ACTS])
def test_nothing_shows_a_debt_before_verification(act: Act) -> None:
    for made in all_briefs(act):
        named = [made.option(option.id) for option in made.options]
        for option in [option for option in named if option is not None]:
            for wording in option.wordings:
                assert not _DEBT.search(_without_names(wording)), wording
        assert not {fact.source for fact in made.facts} & {"ledger", "quotes"}
        assert not any(fact.source.startswith("quote:") for fact in made.facts)


def _without_names(text: str) -> str:
    """Names of creditors and help lines may carry such words."""
    names = [creditor.name.en for creditor in creditors().values()]
    names += [creditor.name.zh for creditor in creditors().values()]
    for name in names:
        text = text.replace(name, "")
    return text


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize(("language", "limit"), [("en", 90), ("zh", 180)])
def test_a_usual_message_is_short(act: Act, language: Language, limit: int) -> None:
    """In the middle of a conversation, before the schedule, without passages and the first message's notices."""
    for place in ("us", "uk", "cn"):
        text = ScriptedWriter().write(brief(act, language=language, owner=account(place))).text
        assert (len(text.split()) if language == "en" else len(re.findall(r"[一-鿿]", text))) <= limit, text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("act", [Act.OFFER_PLAN, Act.SMALL_TALK, Act.CLARIFY, Act.ASK_AFFORDABLE])
def test_turns_after_each_other_do_not_repeat_their_words(act: Act, language: Language) -> None:
    first, second = (brief(act, language=language, turn_number=number) for number in (3, 4))
    assert ScriptedWriter().write(first).text != ScriptedWriter().write(second).text


def test_the_same_turn_writes_the_same_message() -> None:
    assert ScriptedWriter().write(brief(Act.OFFER_PLAN)) == ScriptedWriter().write(brief(Act.OFFER_PLAN))
