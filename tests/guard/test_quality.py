"""What the guard reaches on messages that nothing was trained on, and how the shares are counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.domain.vocabulary import Family, Outcome
from service.guard.corpus import Example
from service.guard.guard import Guard
from service.guard.quality import Judged, Quality, by_family, by_language, judge_all, shortfalls
from service.guard.quality import test_split as messages_of_the_test_split
from service.shares import Share
from tests.guard.conftest import POLICIES


def judged(violating: bool, outcome: Outcome, text: str = "words") -> Judged:
    return Judged(Example(text, None, Family.TONE, "en", violating, "test"), outcome)


MIXED = (
    judged(True, Outcome.BLOCK),
    judged(True, Outcome.HOLD),
    judged(True, Outcome.ALLOW),
    judged(False, Outcome.BLOCK),
    judged(False, Outcome.HOLD),
    judged(False, Outcome.ALLOW),
    judged(False, Outcome.ALLOW),
)


def test_shares_are_counted_by_label_and_answer() -> None:
    quality = Quality(Family.TONE, "en", MIXED)
    shares = [quality.stopped, quality.blocked, quality.precision, quality.false_blocks, quality.false_holds]
    assert [(share.hits, share.of) for share in shares] == [(2, 3), (1, 3), (1, 2), (1, 4), (1, 4)]
    assert [item.family for item in by_family(MIXED)] == [Family.TONE]


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(0, 10, 0.0, 0.278), (5, 10, 0.237, 0.763), (10, 10, 0.722, 1.0), (81, 263, 0.255, 0.366)],
)
def test_the_interval_is_wilsons(hits: int, of: int, low: float, high: float) -> None:
    """Figures of Newcombe (1998), Table I, and of the closed form."""
    assert Share(hits, of).interval == pytest.approx((low, high), abs=0.001)


def test_nothing_counted_says_nothing() -> None:
    assert str(Share(0, 0)) == "–"
    assert Share(0, 0).interval == (0.0, 1.0)


def test_a_guard_that_got_worse_is_named(tmp_path: Path) -> None:
    path = tmp_path / "core" / "reader" / "floors.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(
        "measured_on: '2026-11-25'\nlanguages: {en: {stopped: 0.9, false_blocks: 0.1, false_holds: 0.5}}\n",
        encoding="utf-8",
    )
    told = list(shortfalls(MIXED, tmp_path))
    assert len(told) == 2
    assert "stopped" in told[0]
    assert "blocked" in told[1]


def test_the_floors_are_reached(guard: Guard) -> None:
    found = judge_all(guard, messages_of_the_test_split(POLICIES))
    assert {quality.language for quality in by_language(found)} == {"en", "zh"}
    assert list(shortfalls(found, POLICIES)) == []
