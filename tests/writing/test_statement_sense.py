"""What a message says must agree with itself and suit the moment: terms, a pause for safety, the parts of a sum."""

from __future__ import annotations

from decimal import Decimal

import pytest

from service.domain.negotiation import PauseReason, Quote
from service.domain.vocabulary import Act, Language, State
from service.domain.writing import Brief
from service.writing.scripted import ScriptedWriter
from tests.writing.cases import account, brief, conversation, quote

LANGUAGES: tuple[Language, ...] = ("en", "zh")
TERMS = (
    Act.OFFER_PLAN, Act.RESTATE_PROPOSAL, Act.COUNTER_PROPOSAL, Act.ASK_WHICH_OFFER, Act.CONFIRM_PLAN, Act.RECALL_PLAN,
)  # fmt: skip
EVEN = {"en": "5 payments of $250.00", "zh": "5期，每月"}
UNEVEN = {
    "en": "6 payments of $178.57 and a last one of $178.58",
    "zh": "前6期每期178.57美元，最后一期178.58美元",
}


def stating(act: Act, language: Language, *quotes: Quote) -> Brief:
    accepted = quotes[0] if act in (Act.CONFIRM_PLAN, Act.RECALL_PLAN) else None
    return brief(act, language=language, quotes=quotes, accepted=accepted)


def wordings_of(made: Brief) -> list[str]:
    return [wording for option in made.options for wording in option.wordings]


@pytest.mark.parametrize("act", TERMS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("down", [None, "100.00"])
def test_an_uneven_schedule_counts_its_last_payment_apart(act: Act, language: Language, down: str | None) -> None:
    total = "1250.00" if down is None else "1350.00"
    made = stating(act, language, quote(total, 7, down=down, balance=total))
    assert UNEVEN[language] in ScriptedWriter().write(made).text
    assert not any("7 payments of" in wording or "分7期" in wording for wording in wordings_of(made))
    sources = {fact.source for fact in made.facts if fact.name.startswith("quote_regular_count")}
    assert sources == {"quote:q-1"}


@pytest.mark.parametrize("act", TERMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_even_schedule_is_counted_whole(act: Act, language: Language) -> None:
    made = stating(act, language, quote("1250.00", 5))
    assert EVEN[language] in ScriptedWriter().write(made).text
    assert not any("a last one" in wording or "前4期" in wording for wording in wordings_of(made))


@pytest.mark.parametrize("act", TERMS[:4])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_of_several_options_is_counted_by_its_own_schedule(act: Act, language: Language) -> None:
    made = stating(act, language, quote("1250.00", 5), quote("1250.00", 7, quote_id="q-2"))
    first, second = made.option("offer.option.1"), made.option("offer.option.2")
    assert first is not None and second is not None
    assert UNEVEN[language] not in first.wordings[0]
    assert UNEVEN[language] in second.wordings[0]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "1 payment of $0.50 and a last one of $0.51"), ("zh", "第1期0.50美元，最后一期0.51美元")],
)
def test_two_uneven_payments_are_not_a_plural(language: Language, words: str) -> None:
    assert words in ScriptedWriter().write(stating(Act.OFFER_PLAN, language, quote("1.01", 2, balance="1.01"))).text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", ["crisis", "safety"])
@pytest.mark.parametrize("given", [frozenset[str](), frozenset({"returning"})])
def test_a_pause_for_safety_is_calm(language: Language, reason: PauseReason, given: frozenset[str]) -> None:
    view = conversation(language, State.PAUSED, pause_reason=reason)
    for wording in wordings_of(brief(Act.KEEP_PAUSED, language=language, view=view, conditions=given)):
        for cheerful in ("glad", "Hello", "Welcome", "Good day", "Thank", "高兴", "欢迎", "您好", "又见面", "谢谢"):
            assert cheerful not in wording


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("interest", "listed"), [("0.00", False), ("20.00", True)])
def test_the_parts_are_listed_only_where_there_are_any(language: Language, interest: str, listed: bool) -> None:
    owner = account("uk", interest=Decimal(interest), fees=Decimal("0.00"))
    made = brief(Act.STATE_BALANCE, language=language, owner=owner)
    assert (made.option("balance.parts") is not None) is listed


@pytest.mark.parametrize(("language", "who"), [("en", "automated assistant of"), ("zh", "的智能助手")])
@pytest.mark.parametrize(("also", "given"), [((), ()), ((), ("returning",)), ((Act.CONFIRM_AUTOMATED,), ())])
def test_who_writes_is_said_once_before_the_identity_is_asked(
    language: Language, who: str, also: tuple[Act, ...], given: tuple[str, ...]
) -> None:
    conditions = frozenset({"identity_known", *given})
    made = brief(Act.ASK_VERIFICATION, language=language, also=also, conditions=conditions)
    text, ask = ScriptedWriter().write(made).text, made.option("verify.ask")
    assert ask is not None
    assert text.count(who) == 1
    assert text.index(who) < min(text.index(wording) for wording in ask.wordings if wording in text)
