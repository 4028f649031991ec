"""Bars of a turn's time."""

from __future__ import annotations

import pytest

from service.review.timing import bars_of


def test_stages_follow_each_other_and_fill_the_line() -> None:
    bars = bars_of({"guard": 0.0, "redact": 10.0, "write": 30.0})
    assert [(bar.stage, bar.left, bar.width) for bar in bars] == [
        ("redact", 0.0, 25.0),
        ("write", 25.0, 75.0),
        ("guard", 100.0, 0.0),
    ]


def test_a_stage_that_nobody_knows_comes_last() -> None:
    assert [bar.stage for bar in bars_of({"anew": 1.0, "guard": 1.0, "read": 1.0})] == ["read", "guard", "anew"]


@pytest.mark.parametrize("times", [{}, {"redact": 0.0}])
def test_no_time_at_all_is_no_error(times: dict[str, float]) -> None:
    assert all(bar.width == 0 for bar in bars_of(times))
