"""Normalisation: one form for many spellings, and the way back to the original."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.linguistics.normalise import fold, normalise

_TRICKY = st.text(alphabet="pолice 0134@$.-*警察不会上门ＡⅣ①ﬁİßſ臺灣\u200b\u202e\n\t\u0301“”’é", max_size=40)


@pytest.mark.parametrize(
    ("spelling", "plain"),
    [
        ("ＰＯＬＩＣＥ", "police"),
        ("p o l i c e", "police"),
        ("p.o.l.i.c.e", "police"),
        ("p0lice", "police"),
        ("po1ice", "police"),
        ("ja1l", "jail"),
        ("@rrest", "arrest"),
        ("рoliсe", "police"),
        ("pol\u200bice", "police"),
        ("p\u0301olice", "police"),
        ("警 察", "警察"),
        ("警·察", "警察"),
        ("報 警", "报警"),
        ("起-诉", "起诉"),
        ("“you’re”", '"you\'re"'),
    ],
)
def test_undoes_evasive_spelling(spelling: str, plain: str) -> None:
    assert normalise(spelling).text == plain


@pytest.mark.parametrize(
    "text",
    ["您好 我是智能助手", "500usd in 4weeks", "1 2 3 4 5", "jo@bank.example", "a b c", "covid19", "12:30", "$1,250.00"],
)
def test_leaves_ordinary_text_alone(text: str) -> None:
    assert normalise(text).text == text


def test_fold_keeps_numbers() -> None:
    assert fold("１２３ p0l1ce").text == "123 p0l1ce"


@given(st.one_of(st.text(max_size=60), _TRICKY))
@settings(max_examples=400, deadline=None)
def test_is_idempotent(text: str) -> None:
    once = normalise(text).text
    assert normalise(once).text == once
    folded = fold(text).text
    assert fold(folded).text == folded


@given(st.one_of(st.text(max_size=60), _TRICKY))
@settings(max_examples=400, deadline=None)
def test_offsets_lead_back_into_the_original(text: str) -> None:
    result = normalise(text)
    assert len(result.offsets) == len(result.text) + 1
    assert result.offsets[-1] == len(text)
    assert list(result.offsets) == sorted(result.offsets)
    for index in range(len(result.text)):
        start, end = result.original_span(index, index + 1)
        assert 0 <= start < end <= len(text)


def test_span_of_a_spaced_word_covers_all_of_it() -> None:
    text = "the p o l i c e come"
    result = normalise(text)
    start = result.text.index("police")
    assert text[slice(*result.original_span(start, start + 6))] == "p o l i c e"
