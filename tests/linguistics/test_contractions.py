"""Contractions are spelled out, and nothing else changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.linguistics.contractions import spell_out


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("i'm sorry, i can't", "i am sorry, i cannot"),
        ("it won't help, you shan't", "it will not help, you shall not"),
        ("let's see what we've got", "let us see what we have got"),
        ("you're right, that's it", "you are right, that is it"),
        ("they'd say we'll see", "they would say we will see"),
        ("don't, isn't, couldn't", "do not, is not, could not"),
        ("the borrower's wish", "the borrower's wish"),
        ("谢谢您", "谢谢您"),
    ],
)
def test_contractions_are_spelled_out(short: str, long: str) -> None:
    assert spell_out(short) == long


@given(st.text(alphabet="abilmnorstvwdy' ", max_size=40))
def test_spelling_out_twice_changes_nothing_more(text: str) -> None:
    once = spell_out(text)
    assert spell_out(once) == once
