"""Marking what a finding points at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.review.highlight import cut, pieces_of
from tests.review.sample import finding, stopped_attempt

spans = st.tuples(st.integers(-5, 60), st.integers(-5, 60))


@given(text=st.text(max_size=50), given_spans=st.lists(spans, max_size=5), known=st.integers(0, 60))
def test_nothing_of_the_text_is_lost(text: str, given_spans: list[tuple[int, int]], known: int) -> None:
    pieces = cut(text, [finding(span) for span in given_spans], min(known, len(text)))
    assert "".join(piece.text for piece in pieces) == text


@pytest.mark.parametrize(
    ("given_spans", "expected"),
    [
        ([(0, 2)], [("ab", (1,)), ("cdef", ())]),
        ([(0, 4), (2, 6)], [("ab", (1,)), ("cd", (1, 2)), ("ef", (2,))]),
        ([None, (5, 6)], [("abcde", ()), ("f", (2,))]),
        ([(3, 99)], [("abcdef", ())]),
        ([(4, 4)], [("abcdef", ())]),
    ],
)
def test_overlapping_findings_are_all_named(
    given_spans: list[tuple[int, int] | None], expected: list[tuple[str, tuple[int, ...]]]
) -> None:
    pieces = cut("abcdef", [finding(span) for span in given_spans], 6)
    assert [(piece.text, piece.findings) for piece in pieces] == expected


def test_behind_a_pseudonym_nothing_is_marked_because_offsets_no_longer_fit() -> None:
    attempt = stopped_attempt()
    verdict = attempt.verdict.model_copy(update={"findings": (finding((8, 25)), finding((30, 40)))})
    pieces = pieces_of(attempt.model_copy(update={"verdict": verdict}))
    assert [piece.text for piece in pieces if piece.findings] == ["have you arrested"]
