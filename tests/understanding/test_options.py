"""Which option a message names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.understanding import chosen_option


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("option 2", 2), ("Option B please", 2), ("the second one", 2), ("I agree to the second option", 2),
        ("the first works for me", 1), ("方案二", 2), ("我选第二个方案", 2), ("第一个吧", 1), ("方案A", 1),
        ("plan three", 3),
        ("2", 2), ("选3", 3), ("number 1 please", 1), ("the 3rd option", 3), ("not the first, the second", 2),
        ("the latter", 2), ("前者", 1),
    ],
)  # fmt: skip
def test_an_option_named_by_its_place(text: str, number: int) -> None:
    assert chosen_option(text) == number


@pytest.mark.parametrize(
    "text",
    ["lump sum", "the cheaper one", "yes", "", "the first or the second?", "200 a month", "第二期什么时候还",
     "I paid the first instalment", "the monthly one", "plan a month by month", "option 7"],
)  # fmt: skip
def test_no_option_or_several(text: str) -> None:
    assert chosen_option(text) is None


@given(st.text())
def test_never_raises(text: str) -> None:
    assert chosen_option(text) in (None, 1, 2, 3, 4)
