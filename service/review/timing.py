"""Where a turn's time went, as bars on one common line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """One stage: `left` and `width` in percent of the turn's whole time."""

    stage: str
    milliseconds: float
    left: float
    width: float


def bars_of(milliseconds: Mapping[str, float]) -> tuple[Bar, ...]:
    """The stages in the order in which they were recorded, one behind the other."""
    whole = sum(milliseconds.values())
    bars, passed = [], 0.0
    for stage, spent in milliseconds.items():
        left, width = (100 * passed / whole, 100 * spent / whole) if whole > 0 else (0.0, 0.0)
        bars.append(Bar(stage, spent, round(left, 2), round(width, 2)))
        passed += spent
    return tuple(bars)
