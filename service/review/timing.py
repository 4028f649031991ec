"""Where a turn's time went, as bars on one common line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# The way of a turn. A stored record keeps its fields in alphabetical order, so the order is told here.
_WAY = ("redact", "read", "decide", "ground", "brief", "write", "guard", "record")


@dataclass(frozen=True)
class Bar:
    """One stage: `left` and `width` in percent of the turn's whole time."""

    stage: str
    milliseconds: float
    left: float
    width: float


def bars_of(milliseconds: Mapping[str, float]) -> tuple[Bar, ...]:
    """The stages in the order of a turn, one behind the other; unknown ones come last."""
    whole = sum(milliseconds.values())
    bars, passed = [], 0.0
    for stage, spent in sorted(milliseconds.items(), key=_place):
        left, width = (100 * passed / whole, 100 * spent / whole) if whole > 0 else (0.0, 0.0)
        bars.append(Bar(stage, spent, round(left, 2), round(width, 2)))
        passed += spent
    return tuple(bars)


def _place(item: tuple[str, float]) -> int:
    return _WAY.index(item[0]) if item[0] in _WAY else len(_WAY)
