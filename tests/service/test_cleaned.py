"""What is kept of a borrower's message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.reception import LONGEST_MESSAGE, MessageRefused, cleaned

ANYTHING = st.text(alphabet=st.characters())


@given(ANYTHING)
def test_any_text_is_refused_clearly_or_can_be_stored_and_shown(text: str) -> None:
    try:
        kept = cleaned(text)
    except MessageRefused as refused:
        assert refused.problem
        assert refused.fix
        return
    kept.encode("utf-8")
    assert kept == kept.strip()
    assert 0 < len(kept) <= LONGEST_MESSAGE
    assert cleaned(kept) == kept


@given(st.integers(LONGEST_MESSAGE - 2, LONGEST_MESSAGE + 2), st.sampled_from("a中😀"))
def test_the_limit_is_exact_in_characters(length: int, character: str) -> None:
    text = f"  {character * length}\u202e\n"
    if length > LONGEST_MESSAGE:
        with pytest.raises(MessageRefused, match=r"4,00[12] characters"):
            cleaned(text)
    else:
        assert cleaned(text) == character * length


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("I owe\r\nnothing", "I owe\nnothing"),
        ("a\x00b\x07c", "abc"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("half \ud83d pair", "half \ufffd pair"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("tab\tstays", "tab\tstays"),
        ("　全角空格　", "全角空格"),
    ],
)
def test_only_what_nobody_can_read_is_taken_out(text: str, kept: str) -> None:
    assert cleaned(text) == kept


@pytest.mark.parametrize("text", ["", " ", "\n\t\r\n", "\u200b\u202e\x00", "\u3000"])
def test_nothing_to_read_is_no_message(text: str) -> None:
    with pytest.raises(MessageRefused, match="empty"):
        cleaned(text)
