"""A plan is made from a yes: what counts as one, and what must not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.vocabulary import Language, Signal
from service.understanding import ReadingContext, chosen_option, read
from service.understanding.acceptance import yes_of
from service.understanding.answers import answer_words
from service.understanding.plain import plain
from service.understanding.sentences import Sentences


def accepts(text: str) -> bool:
    language: Language = "zh" if any("一" <= character <= "鿿" for character in text) else "en"
    context = ReadingContext(language=language, today=date(2026, 11, 22), has_open_offer=True, verified=True)
    return Signal.ACCEPTS_OFFER in read(text, context).signals


@pytest.mark.parametrize(
    "text",
    [
        "yes", "ok", "Yes please.", "sure", "Yes! Thank you so much", "I accept.", "we agree to the plan",
        "let's go with the second option", "go ahead and set it up", "that works for me", "the monthly one please",
        "可以", "好的", "行", "可以的，谢谢", "我同意", "可以，我同意这个方案", "就按这个来", "我选第二个",
        "没问题，就这么办",
        "我愿意按这个方案还", "那就分六期吧，我同意",
    ],
)  # fmt: skip
def test_an_explicit_yes_or_the_named_offer_accepts(text: str) -> None:
    assert accepts(text)


@pytest.mark.parametrize(
    "text",
    [
        "ok thanks", "thanks, that's a relief", "okay, I understand", "got it", "that's kind of you",
        "好的谢谢，压力小多了", "好的，谢谢", "知道了", "谢谢你，我放心了", "行，我知道了",
    ],
)  # fmt: skip
def test_courtesy_and_relief_accept_nothing(text: str) -> None:
    assert not accepts(text)


@pytest.mark.parametrize(
    "text",
    [
        "ok let me think", "I'd accept if you waived the fee", "yes but smaller", "maybe the first one",
        "I need to ask my husband", "fine, as long as it starts in May", "let's do this next month",
        "好的我考虑一下", "行吧但是太高了点", "可以再少点吗", "要是能免利息我就同意", "我得跟家人商量",
        "可能选第一个",
    ],
)  # fmt: skip
def test_conditions_and_delays_accept_nothing(text: str) -> None:
    assert not accepts(text)


@pytest.mark.parametrize(
    "text",
    [
        "sure, whatever", "yeah right, like I'm going to pay that", "oh great, wonderful", "go ahead and sue me",
        "deal with it yourself", "my brother accepted one of these", "yes I lost my job", "I accept that I owe this",
        "I agree with you it's unfair", "呵呵，好方案", "行了行了，别说了", "我朋友同意过", "对，我被裁员了",
        "好，你说得都对",
    ],
)  # fmt: skip
def test_mockery_hearsay_and_other_matters_accept_nothing(text: str) -> None:
    assert not accepts(text)


@pytest.mark.parametrize(
    "text",
    ["could you explain the second option again", "I'm thinking about option 1",
     "would option 2 affect my credit?", "the second one is cheaper",
     "option 2 is too expensive", "I got the second letter", "I would never take option 2",
     "maybe the first one", "第二个要还多久？", "可能选第一个，还没定"],
)  # fmt: skip
def test_asking_about_an_option_does_not_choose_it(text: str) -> None:
    assert chosen_option(text) is None


@pytest.mark.parametrize(
    ("text", "strength"), [("I accept the offer", "agrees"), ("yes, thank you", "firm"), ("ok", "weak"), ("hm", None)]
)
def test_a_yes_has_a_strength(text: str, strength: str | None) -> None:
    assert yes_of(Sentences(plain(text))) == strength


@given(st.text(max_size=60))
def test_whatever_stands_beside_it_a_condition_takes_the_yes_back(noise: str) -> None:
    assert not accepts(f"{noise}\nyes, but only if you lower it")


def test_a_long_clause_is_read_in_bounded_time() -> None:
    assert yes_of(Sentences("yes ok " * 20_000)) is None


def test_the_words_are_compiled_once() -> None:
    assert answer_words() is answer_words()


def test_a_long_list_of_numbers_is_read_in_bounded_time() -> None:
    assert chosen_option("1 no " * 150 + "x") is None
