"""Reading a message in its context."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.vocabulary import Emotion, Language, Signal
from service.understanding import ReadingContext, read, warm_up

TODAY = date(2026, 11, 22)


def context(language: Language = "en", has_open_offer: bool = False) -> ReadingContext:
    return ReadingContext(language=language, today=TODAY, has_open_offer=has_open_offer, verified=True)


@pytest.mark.parametrize("text", ["yes", "ok deal", "好的", "可以", "Sounds good, set it up", "行，就这么办"])
def test_a_bare_yes_accepts_only_an_open_offer(text: str) -> None:
    assert Signal.ACCEPTS_OFFER in read(text, context(has_open_offer=True)).signals
    assert Signal.ACCEPTS_OFFER not in read(text, context()).signals


@pytest.mark.parametrize("text", ["no", "no, too much", "不行", "太多了"])
def test_a_bare_no_rejects_only_an_open_offer(text: str) -> None:
    assert Signal.REJECTS_OFFER in read(text, context(has_open_offer=True)).signals


@pytest.mark.parametrize(
    "text",
    [
        "yes but I can only do 90 a month", "ok, what happens if I miss one?",
        "Would option 2 affect my credit?", "可以吗？",
        "好的，但是每月只能还三百", "ok so how does it work?", "I can't agree to that", "是我本人",
        "Yes, this is <PERSON_1>",
        "好的，第二个方案利息怎么算？", "I don't accept the plan", "yes if you lower it",
    ],
)  # fmt: skip
def test_conditions_questions_and_counters_are_no_acceptance(text: str) -> None:
    assert Signal.ACCEPTS_OFFER not in read(text, context(has_open_offer=True)).signals


@pytest.mark.parametrize(
    "text", ["I agree to the second option", "option 2 please", "我选第二个方案", "I accept the plan."]
)
def test_naming_the_offer_accepts_it(text: str) -> None:
    assert Signal.ACCEPTS_OFFER in read(text, context(has_open_offer=True)).signals


@pytest.mark.parametrize("text", ["yes but make it 90 a month", "可以，不过每月只能还三百"])
def test_a_counter_beside_a_yes_is_a_proposal(text: str) -> None:
    reading = read(text, context(has_open_offer=True))
    assert Signal.PROPOSES_PLAN in reading.signals
    assert reading.proposal is not None
    assert reading.proposal.cadence == "monthly"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("中文可以吗", "en"), ("我想问一下我的账单", "en"), ("can we speak English?", "zh"), ("能说英文吗", "zh"),
        ("I would like to know what this is about", "zh"),
    ],
)  # fmt: skip
def test_writing_or_asking_for_the_other_language_is_a_switch(text: str, language: Language) -> None:
    assert Signal.LANGUAGE_SWITCH in read(text, context(language)).signals


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ok", "zh"),
        ("APP打不开", "zh"),
        ("I can pay 100 a month", "en"),
        ("谢谢", "en"),
        ("123", "zh"),
        ("My name is 李", "en"),
    ],
)
def test_a_word_of_the_other_language_is_no_switch(text: str, language: Language) -> None:
    assert Signal.LANGUAGE_SWITCH not in read(text, context(language)).signals


@pytest.mark.parametrize(
    "text", ["", "   ", "😀😀", "\ud800", "\u202eabc", "مرحبا كيف حالك", "\x00", "...", "<PERSON_1>"]
)
def test_odd_texts_read_as_calm_and_without_rights(text: str) -> None:
    reading = read(text, context())
    assert reading.emotion == Emotion.CALM
    assert not reading.signals & {Signal.SELF_HARM, Signal.STOP_CONTACT, Signal.DISPUTES_DEBT}


def test_a_right_at_the_end_of_a_hundred_kilobytes_is_found() -> None:
    text = "This is a long story about my year. " * 2_800 + "I want to die."
    assert Signal.SELF_HARM in read(text, context()).signals


def test_lone_surrogates_do_not_hide_a_right() -> None:
    assert Signal.STOP_CONTACT in read("\ud800stop\udc00 contacting me", context()).signals


@pytest.mark.parametrize("text", ["ｓｔｏｐ contacting me", "ST\u200bOP", "停 止 联 系 我", "請不要再聯繫我"])
def test_spellings_do_not_hide_a_stop(text: str) -> None:
    assert Signal.STOP_CONTACT in read(text, context()).signals


def test_identity_theft_also_disputes_the_debt() -> None:
    signals = read("somebody opened this account in my name", context()).signals
    assert {Signal.IDENTITY_THEFT, Signal.DISPUTES_DEBT} <= signals


def test_every_signal_has_evidence() -> None:
    reading = read("I lost my job, I can do 50 a month. Is there a hardship program?", context())
    assert set(reading.evidence) == reading.signals
    assert all(how.startswith(("pattern:", "classifier:")) for how in reading.evidence.values())


@given(st.text(max_size=300), st.sampled_from(["en", "zh"]), st.booleans())
def test_reading_never_raises(text: str, language: Language, has_open_offer: bool) -> None:
    reading = read(text, context(language, has_open_offer))
    assert set(reading.evidence) == reading.signals


def test_warming_up_twice_is_harmless() -> None:
    warm_up()
    warm_up()
