"""What holds for every text: nothing more to find, the way back, right offsets, and work that grows with the length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from re import _constants, _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from service.domain.account import Person
from service.privacy import (
    OWN_NAME,
    PseudonymMap,
    birth,
    dates,
    engine,
    find_personal_data,
    identity,
    known,
    known_address,
    known_name,
    numerals,
    pseudonyms,
    redact,
    reveal,
    sensitive,
)
from service.privacy.found import Found
from tests.privacy.people import MARIA, XIAOYAN

ODD = [
    "🙂",
    "👩‍👩‍👧",
    "🇨🇳",
    "e\u0301",
    "n\u0303o",
    "𝒳",
    "𠮷",
    "ﬁ",
    "\u200b",
    "\u202e",
    "\ufeff",
    "㎏",
    "Ⅷ",
    "ß",
    "İ",
    "\u0bbf",
]
DATA = {
    "PHONE_NUMBER": "13800138000",
    "EMAIL_ADDRESS": "priya.raman@example.org",
    "CREDIT_CARD": "4111 1111 1111 1111",
    "CN_ID_CARD": "11010519491231002X",
    "US_SSN": "078-05-1120",
    "UK_NINO": "AB123456C",
}
FRAGMENTS = st.sampled_from(
    [
        *ODD,
        *DATA.values(),
        "½",
        "Maria",
        "Maria Lopez",
        "Priya Raman",
        "PRIYA RAMAN",
        "彭晓燕",
        "王先生",
        "文三路88号3栋",
        "born 14/03/1988",
        "1120",
    ]
) | st.sampled_from([" ", ", ", "。", "\n", "(", "<", ">", "my name is ", "我叫", "pay ", "100"])
TEXTS = st.lists(FRAGMENTS | st.text(max_size=5), max_size=9).map("".join)
PEOPLE = st.sampled_from([None, MARIA, XIAOYAN])


@given(TEXTS, PEOPLE)
@settings(max_examples=120, deadline=None)
def test_redacting_twice_changes_nothing_more(text: str, person: Person | None) -> None:
    once, given_out = redact(text, person, PseudonymMap())
    twice, same = redact(once.text, person, given_out)
    assert (twice.text, twice.entities, same) == (once.text, (), given_out)


@given(TEXTS)
@settings(max_examples=120, deadline=None)
def test_revealing_gives_the_text_with_every_datum_as_it_was_first_spelled(text: str) -> None:
    assume(not pseudonyms.find_pseudonyms(text))
    redaction, given_out = redact(text, None, PseudonymMap())
    clear = pseudonyms.neutralise(text, frozenset())
    parts, position, spelled = [], 0, dict[str, str]()
    for entity in redaction.entities:
        first = spelled.setdefault(entity.pseudonym, clear[entity.start : entity.end])
        parts += [clear[position : entity.start], first]
        position = entity.end
    assert reveal(redaction.text, given_out) == "".join([*parts, clear[position:]])
    assert given_out.originals == spelled


@given(TEXTS)
@settings(max_examples=80, deadline=None)
def test_revealing_what_the_borrower_wrote_gives_every_own_datum_as_the_account_has_it(text: str) -> None:
    redaction, given_out = redact(text, MARIA, PseudonymMap())
    assert given_out.originals[OWN_NAME] == MARIA.name
    read = reveal(redaction.text, given_out)
    assert not pseudonyms.find_pseudonyms(read)


@pytest.mark.parametrize("type", DATA)
@given(before=st.lists(st.sampled_from(ODD), max_size=6), after=st.lists(st.sampled_from(ODD), max_size=3))
@example(before=["👩‍👩‍👧", "𠮷", "e\u0301"], after=["🙂"])
@settings(max_examples=25, deadline=None)
def test_offsets_are_code_points_behind_any_character(type: str, before: list[str], after: list[str]) -> None:
    text = f"{''.join(before)} {DATA[type]} {''.join(after)}"
    start = len("".join(before)) + 1
    spans = [(found.start, found.end) for found in find_personal_data(text, "en") if found.type == type]
    assert spans == [(start, start + len(DATA[type]))]
    (entity,) = (each for each in redact(text, None, PseudonymMap())[0].entities if each.type == type)
    assert text[entity.start : entity.end] == DATA[type]


# --- work grows with the length: every recogniser sees windows of bounded length, and their number is linear

UNITS = ["7", "王", " ", "a@", "(", "\n", "<PERSON_9>", "1-", "Aa ", "路1号", "7王 a@(\n1-Mr A.路号+<", "12 Aa Bb "]


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lengths of all texts that recognisers get to see."""
    lengths: list[int] = []
    original = engine._analyse

    def counted(window: str, language: Any, offset: int, names: bool) -> Iterator[Found]:
        lengths.append(len(window))
        return original(window, language, offset, names)

    monkeypatch.setattr(engine, "_analyse", counted)
    return lengths


@pytest.mark.parametrize("unit", UNITS)
def test_the_number_of_analyses_grows_no_faster_than_the_text(unit: str, analysed: list[int]) -> None:
    for length in (4_000, 16_000):
        analysed.clear()
        redact((unit * length)[:length], MARIA, PseudonymMap())
        assert max(analysed) <= engine._WINDOW
        # Two languages at most look at each window, in each of at most five passes.
        assert len(analysed) <= 5 * 2 * (length // engine._STEP + 1)


@pytest.mark.parametrize("length", [0, 1, 1_999, 2_000, 2_001, 3_600, 3_601, 60_000])
def test_windows_cover_the_text_and_share_their_margins(length: int) -> None:
    windows = list(engine._windows("x" * length))
    assert windows[0][0] == 0
    assert windows[-1][0] + len(windows[-1][1]) == length
    for (offset, window), (following, _) in pairwise(windows):
        assert offset + len(window) - following == 2 * engine._MARGIN
    assert len(windows) <= max(1, -(-length // engine._STEP))


WHOLE_TEXT = [birth, dates, identity, known, known_address, known_name, numerals, pseudonyms, sensitive]


def _patterns(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _patterns(each)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _patterns(each)


def _unbounded(parsed: Any, last: bool) -> bool:
    """Whether something is repeated without bound and something else follows it, which can make a search quadratic."""
    items = list(parsed)
    for index, (operation, argument) in enumerate(items):
        ends = last and index == len(items) - 1
        if operation in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
            _, most, inner = argument
            if most == _constants.MAXREPEAT and not ends:
                return True
            if _unbounded(inner, False):
                return True
        elif operation is _constants.SUBPATTERN:
            if _unbounded(argument[3], ends):
                return True
        elif operation is _constants.BRANCH:
            if any(_unbounded(branch, ends) for branch in argument[1]):
                return True
        elif operation in (_constants.ASSERT, _constants.ASSERT_NOT) and _unbounded(argument[1], False):
            return True
    return False


@pytest.mark.parametrize("module", WHOLE_TEXT, ids=lambda module: str(module.__name__))
def test_what_reads_a_text_as_a_whole_bounds_what_it_repeats(module: ModuleType) -> None:
    searched = [pattern for value in vars(module).values() for pattern in _patterns(value)]
    anchored = [pattern for pattern in searched if not pattern.pattern.startswith("^")]
    bad = [each.pattern for each in anchored if _unbounded(_parser.parse(each.pattern, each.flags & ~re.UNICODE), True)]
    assert bad == []


@pytest.mark.parametrize(
    ("pattern", "unbounded"),
    [("a+b", True), ("a{1,9}b", False), ("a+", False), ("(?:a+)b", True), ("(?:a*b){2}", True), ("b|a+", False)],
)
def test_the_test_tells_unbounded_repeats(pattern: str, unbounded: bool) -> None:
    assert _unbounded(_parser.parse(pattern), True) is unbounded
