"""What holds for every text and every composition of packs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zhconv import zhconv

from service.domain.vocabulary import Outcome
from service.guard.corpus import Example, load_corpus
from service.guard.guard import Guard
from service.guard.inspection import Inspection
from service.guard.packs import CORE, PackBook
from service.guard.quality import HOME
from service.guard.reader import MessageReader, reader_check, weighed
from service.guard.rules import rules_check
from service.linguistics.language import is_foreign
from service.linguistics.normalise import normalise
from tests.guard.conftest import POLICIES

STRICTNESS = [Outcome.ALLOW, Outcome.HOLD, Outcome.BLOCK]
VIOLATING = [example for example in load_corpus(POLICIES) if example.violating and not example.kept_out]
violating = st.sampled_from(VIOLATING)

CYRILLIC = str.maketrans("aeopcxyi", "аеорсхуі")
ZERO_WIDTH = "\u200b"


def full_width(text: str) -> str:
    return "".join(chr(ord(mark) + 0xFEE0) if "!" <= mark <= "~" else mark for mark in text)


def look_alikes(text: str) -> str:
    return text.translate(CYRILLIC)


def hidden_marks(text: str) -> str:
    return ZERO_WIDTH.join(text)


def traditional(text: str) -> str:
    return str(zhconv.convert(text, "zh-tw"))


DISGUISES: list[Callable[[str], str]] = [full_width, look_alikes, hidden_marks, str.upper, traditional]


def strictness(text: str, example: Example, book: PackBook, reader: MessageReader) -> int:
    """The strictest answer of the packs and the reader: 0 allows, 2 blocks."""
    inspection = Inspection(text, example.language, HOME[example.language], None, None)
    findings = weighed([*rules_check(book)(inspection), *reader_check(reader)(inspection)], book)
    return max((STRICTNESS.index(found.outcome) for found in findings), default=0)


@settings(max_examples=80, deadline=None)
@given(example=violating, data=st.data())
def test_a_further_pack_never_makes_an_answer_milder(
    book: PackBook, reader: MessageReader, example: Example, data: st.DataObject
) -> None:
    places = [ready for ready in book.packs if ready.pack.jurisdiction != CORE]
    core = [ready for ready in book.packs if ready.pack.jurisdiction == CORE]
    fewer = data.draw(st.lists(st.sampled_from(places), unique_by=lambda ready: ready.pack.id))
    more = [*fewer, *data.draw(st.lists(st.sampled_from(places), unique_by=lambda ready: ready.pack.id))]
    # Without a pack for the place a text is held anyway; what is compared is what the packs themselves say.
    home = [ready for ready in places if ready.pack.jurisdiction == HOME[example.language]][:1]
    few, many = (
        replace(book, packs=tuple({ready.pack.id: ready for ready in [*core, *home, *chosen]}.values()))
        for chosen in (fewer, more)
    )
    assert strictness(example.text, example, many, reader) >= strictness(example.text, example, few, reader)


@settings(max_examples=80, deadline=None)
@given(example=violating, disguise=st.sampled_from(DISGUISES))
def test_a_disguise_never_turns_a_block_into_an_allow(
    guard: Guard, example: Example, disguise: Callable[[str], str]
) -> None:
    place, language = HOME[example.language], example.language
    if guard.check_text(example.text, place, language).outcome is Outcome.BLOCK:
        hidden = disguise(example.text)
        assert guard.check_text(hidden, place, language).outcome is not Outcome.ALLOW, hidden


@pytest.mark.parametrize(
    "text", ["", " \n ", "🙂🙂🙂", "\u0007\u0008", "\u202eolleh\u202c", "a" * 20_000, "王" * 20_000]
)
def test_odd_texts_get_an_answer(guard: Guard, text: str) -> None:
    verdict = guard.check_text(text, "uk")
    assert verdict.status == "checked"


@pytest.mark.parametrize(
    "text",
    [
        "Vous devez payer aujourd'hui, sinon la police viendra.",
        "Sie müssen heute zahlen, sonst kommt die Polizei.",
        "Oggi deve pagare tutto il suo debito.",
        "Оплатите сегодня, или приедет полиция.",
        "今日払わないと警察が来ますよ。",
        "오늘 갚지 않으면 경찰이 갑니다.",
        "ادفع اليوم",
    ],
)
def test_a_language_without_rules_holds(guard: Guard, text: str) -> None:
    assert guard.check_text(text, "uk").outcome is not Outcome.ALLOW


@pytest.mark.parametrize("text", ["Thank you, Zoë.", "谢谢您，Apple Pay 已到账。", "Payment received: £40.", "OK."])
def test_a_supported_language_with_foreign_names_is_not_foreign(text: str) -> None:
    assert not is_foreign(normalise(text).text)


def test_a_place_without_a_pack_holds(guard: Guard) -> None:
    assert guard.check_text("Thank you for telling me.", "atlantis").outcome is Outcome.HOLD
