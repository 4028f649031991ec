"""Normalisation: one form for many spellings, and the way back to the original."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.linguistics.normalise import fold, normalise
from service.linguistics.spellings import load_spellings

_TRICKY = st.text(alphabet="pолice 0134@$.-*警察不会上门ＡⅣ①ﬁİßſ臺灣\u200b\u202e\n\t\u0301“”’é", max_size=40)
_SPELLINGS = load_spellings()
# Pieces of evasive spellings, so that random texts hold whole and nested ones.
_PIECES = st.lists(
    st.sampled_from([*_SPELLINGS.pictures, *_SPELLINGS.chinese, *_SPELLINGS.english, *_SPELLINGS.words, "\ufe0f", "🏽"])
    | st.sampled_from([*" -.*!#1@|，。", "po", "lice", "法", "yuan", "警", "察", "氵", "去", "马", "扁", "the"]),
    max_size=8,
).map("".join)


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
        ("p\u034folice", "police"),
        ("p\u3164olice", "police"),
        ("p\u20e3olice", "police"),
        ("ᴘᴏʟɪᴄᴇ", "police"),
        ("🅿🅾🅻🅸🅲🅴", "police"),
        ("🇵🇴🇱🇮🇨🇪", "police"),
        ("po-lice", "police"),
        ("po lice", "police"),
        ("c.ourt", "court"),
        ("p*lice", "police"),
        ("pr!son", "prison"),
        ("char9e", "charge"),
        ("po|ice", "police"),
        ("the👮will", "the police will"),
        ("the 👮🏽‍♂️ will", "the police will"),
        ("👮他", "警察他"),
        ("会有🚔到您🏠", "会有警察到您房子"),
        ("上⚖️见", "上法院见"),
        ("fǎ yuàn见", "法院见"),
        ("法yuan见", "法院见"),
        ("jingcha会来", "警察会来"),
        ("氵去院", "法院"),
        ("氵去yuan", "法院"),
        ("马扁子", "骗子"),
        ("敬察", "警察"),
        ("警，察", "警察"),
        ("起～诉", "起诉"),
    ],
)
def test_undoes_evasive_spelling(spelling: str, plain: str) -> None:
    assert normalise(spelling).text == plain


@pytest.mark.parametrize(
    "text",
    [
        "您好 我是智能助手",
        "500usd in 4weeks",
        "1 2 3 4 5",
        "jo@bank.example",
        "a b c",
        "covid19",
        "12:30",
        "$1,250.00",
        "a well-known, part-time job",
        "hum an old song",
        "it is a must, friend",
        "好,我知道",
        "您是象征性地",
        "jia",
        "what?why",
        "mp3",
        "the family's money",
        "1,250.00元",
        "see www.court-info.example",
    ],
)
def test_leaves_ordinary_text_alone(text: str) -> None:
    assert normalise(text).text == text


def test_fold_keeps_numbers() -> None:
    assert fold("１２３ p0l1ce").text == "123 p0l1ce"


@given(st.one_of(st.text(max_size=60), _TRICKY, _PIECES))
@settings(max_examples=400, deadline=None)
def test_is_idempotent(text: str) -> None:
    once = normalise(text).text
    assert normalise(once).text == once
    folded = fold(text).text
    assert fold(folded).text == folded


@given(st.one_of(st.text(max_size=60), _TRICKY, _PIECES))
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


def test_span_of_a_picture_covers_it() -> None:
    text = "call the 👮 now"
    result = normalise(text)
    start = result.text.index("police")
    assert text[slice(*result.original_span(start, start + 6))] == "👮"


def test_span_of_a_word_in_pinyin_covers_all_of_it() -> None:
    text = "送到fa yuan去"
    result = normalise(text)
    start = result.text.index("法院")
    assert text[slice(*result.original_span(start, start + 2))] == "fa yuan"


def test_spellings_are_listed_in_the_form_that_is_looked_for() -> None:
    for key in (*_SPELLINGS.pictures, *_SPELLINGS.chinese, *_SPELLINGS.english, *_SPELLINGS.words):
        assert fold(key).text == key
    assert all(len(word) == 2 for word in _SPELLINGS.words)


def test_no_plain_word_holds_an_evasive_spelling() -> None:
    plain = [*_SPELLINGS.chinese.values(), *_SPELLINGS.words]
    plain += [meaning.zh for meaning in _SPELLINGS.pictures.values()]
    for word in plain:
        assert normalise(word).text == word
        assert not any(key in word for key in _SPELLINGS.chinese), word
