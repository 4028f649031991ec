"""The guard's risk-coverage curves as pictures (SVG) for docs/guard.md: to the right and down is better."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from service.domain.vocabulary import Language
from service.guard.corpus import Example

NAMES = {"en": "English", "zh": "Chinese"}
READER, BOTH, PATTERNS, GUARD, JUDGED = "#1f6feb", "#d1570a", "#6e7781", "#1a7f37", "#8250df"

Point = tuple[float, float]  # shares of the lawful and of the violating messages that are allowed


@dataclass(frozen=True)
class Layered:
    """What each layer makes of one message."""

    example: Example
    probability: float
    matched: bool


@dataclass(frozen=True)
class Panel:
    """A square of a picture, from 0 to 1 on both axes."""

    left: float
    top: float
    width: float
    height: float

    def at(self, point: Point) -> str:
        return f"{self.left + point[0] * self.width:.1f},{self.top + (1 - point[1]) * self.height:.1f}"

    def grid(self, steps: int, labels: bool) -> list[str]:
        right, bottom = self.left + self.width, self.top + self.height
        parts = []
        for step in range(steps + 1):
            x, y = self.left + step / steps * self.width, bottom - step / steps * self.height
            parts.append(
                f'<path d="M{x:.0f},{self.top:.0f} V{bottom:.0f} M{self.left:.0f},{y:.0f} H{right:.0f}" stroke="#ddd"/>'
            )
            if labels:
                share = f"{step * 100 // steps} %"
                parts.append(f'<text x="{x:.0f}" y="{bottom + 18:.0f}" text-anchor="middle">{share}</text>')
                parts.append(f'<text x="{self.left - 8:.0f}" y="{y + 4:.0f}" text-anchor="end">{share}</text>')
        return parts

    def line(self, points: Sequence[Point], colour: str) -> str:
        path = " ".join(map(self.at, points))
        return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'

    def dot(self, point: Point, colour: str, radius: float = 5) -> str:
        x, y = self.at(point).split(",")
        return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{colour}"/>'


def curve(items: Sequence[Layered], stopped: Sequence[bool] = ()) -> list[Point]:
    """What is allowed as the limit of the reader rises; `stopped` items are stopped whatever it says."""
    free = [item for item, anyway in zip(items, stopped, strict=True) if not anyway] if stopped else items
    limits = np.unique([0.0, *(item.probability for item in items), 1.01])
    return [_shares([item for item in free if item.probability < limit], items) for limit in limits]


def _matched(items: Sequence[Layered]) -> list[bool]:
    return [item.matched for item in items]


def _shares(allowed: Sequence[Layered], items: Sequence[Layered]) -> Point:
    def share(bad: bool) -> float:
        of = sum(item.example.violating is bad for item in items)
        return sum(item.example.violating is bad for item in allowed) / of if of else 0.0

    return share(False), share(True)


def drawn(language: Language, items: Sequence[Layered], guard: Point) -> str:
    """One language, all families: the reader, the reader with the patterns, the patterns alone, the guard as set."""
    panel = Panel(64, 24, 420, 300)
    alone = _shares([item for item in items if not item.matched], items)
    parts = [
        panel.line(curve(items), READER),
        panel.line(curve(items, _matched(items)), BOTH),
        panel.dot(alone, PATTERNS),
        panel.dot(guard, GUARD),
    ]
    legend = [
        (READER, "reader"),
        (BOTH, "reader, and any pattern holds"),
        (PATTERNS, "● patterns alone"),
        (GUARD, "● the guard as it is set"),
    ]
    return _one(f"Risk and coverage, {NAMES[language]}", panel, parts, legend)


def drawn_with_judge(language: Language, sampled: Sequence[tuple[Layered, bool]]) -> str:
    """The sample that a judge was asked about: with and without what it stops, and the judge alone."""
    panel = Panel(64, 24, 420, 300)
    items = [item for item, _ in sampled]
    alone = _shares([item for item, stopped in sampled if not stopped], items)
    parts = [
        panel.line(curve(items, _matched(items)), BOTH),
        panel.line(curve(items, [item.matched or stopped for item, stopped in sampled]), JUDGED),
        panel.dot(alone, PATTERNS),
    ]
    legend = [
        (BOTH, "reader and patterns"),
        (JUDGED, "reader, patterns and the judge"),
        (PATTERNS, "● the judge alone"),
    ]
    title = f"With a small local model as the judge, {NAMES[language]}, {len(items)} messages"
    return _one(title, panel, parts, legend)


def drawn_by_family(language: Language, items: Sequence[Layered]) -> str:
    """A small panel a family: the reader, and the reader with the patterns."""
    families = sorted({str(item.example.family) for item in items if item.example.family is not None})
    columns, width, height = 4, 150, 110
    rows = -(-len(families) // columns)
    title = f"Risk and coverage by family, {NAMES[language]}"
    parts = _head(title, 40 + columns * (width + 40), 70 + rows * (height + 50))
    parts.append(f'<text x="40" y="22" fill="{READER}">reader</text>')
    parts.append(f'<text x="110" y="22" fill="{BOTH}">reader, and any pattern holds</text>')
    for number, family in enumerate(families):
        panel = Panel(40 + number % columns * (width + 40), 60 + number // columns * (height + 50), width, height)
        mine = [item for item in items if item.example.family == family]
        parts += panel.grid(2, labels=False)
        parts.append(panel.line(curve(mine), READER))
        parts.append(panel.line(curve(mine, _matched(mine)), BOTH))
        parts.append(f'<text x="{panel.left}" y="{panel.top - 6}" font-size="12">{family} ({len(mine)})</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _one(title: str, panel: Panel, drawing: Sequence[str], legend: Sequence[tuple[str, str]]) -> str:
    parts = [*_head(title, 540, 420), *panel.grid(5, labels=True), *drawing]
    for index, (colour, name) in enumerate(legend):
        parts.append(f'<text x="{panel.left + 12}" y="{panel.top + 22 + 18 * index}" fill="{colour}">{name}</text>')
    x, y = panel.left + panel.width / 2, panel.top + panel.height / 2
    parts.append(f'<text x="{x}" y="{panel.top + panel.height + 42}" text-anchor="middle">lawful allowed</text>')
    parts.append(f'<text transform="translate(16 {y}) rotate(-90)" text-anchor="middle">violating allowed</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _head(title: str, width: int, height: int) -> list[str]:
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" font-family="sans-serif" '
        f'font-size="13"><title>{title}</title><rect width="{width}" height="{height}" fill="#fff"/>'
    ]
