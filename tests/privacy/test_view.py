"""The folded view of a text leads back to the original."""

from hypothesis import given
from hypothesis import strategies as st

from service.privacy.view import Replacement, view_of


@given(st.text(max_size=40))
def test_every_character_of_the_view_comes_from_the_text_in_order(text: str) -> None:
    view = view_of(text)
    assert len(view.text) == len(view.starts) == len(view.ends)
    assert list(view.starts) == sorted(view.starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(view.starts, view.ends, strict=True))


@given(st.text(alphabet="abcXYZ 09.,$", max_size=40))
def test_plain_text_is_its_own_view(text: str) -> None:
    assert view_of(text).text == text


def test_disguises_fold_to_one_form() -> None:
    assert view_of("１３８\u200b０　Ａ—東").text == "1380 A-东"


def test_a_replacement_is_shown_and_leads_back_to_what_it_replaced() -> None:
    view = view_of("I am Maria.", [Replacement(5, 10, "<PERSON_1>")])
    assert view.text == "I am <PERSON_1>."
    assert view.shown == ((5, 15),)
    assert view.original_span(5, 15) == (5, 10)
    assert view.original_span(15, 16) == (10, 11)
