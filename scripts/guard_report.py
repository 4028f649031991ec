"""Measures the guard on the test split and writes what docs/guard.md shows: `make guard-report`.

Tables by family and language, the risk-coverage curves of its layers, the comparison with what a user would pick
instead (from `scripts/guard_baselines.py`), and how long a check takes. Nothing here was trained on.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.progress import track

from service.domain.vocabulary import Language, Outcome
from service.guard import build_guard
from service.guard.corpus import Example, load_corpus
from service.guard.guard import Guard
from service.guard.inspection import Inspection
from service.guard.packs import load_packs
from service.guard.quality import HOME, Judged, Share, as_json, by_family, by_language, judge_all, test_split
from service.guard.reader import load_reader
from service.guard.rules import rules_check
from service.privacy import find_numbers, find_personal_data

ROOT = Path(__file__).resolve().parent.parent
POLICIES, PROMPTS, DOCS = ROOT / "policies", ROOT / "prompts", ROOT / "docs"
PAGE = DOCS / "guard.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
LANGUAGES: tuple[Language, ...] = ("en", "zh")
NAMES = {"en": "English", "zh": "Chinese"}


@dataclass(frozen=True)
class Layered:
    """What each layer makes of one message."""

    example: Example
    probability: float
    matched: bool


def layers(examples: Sequence[Example]) -> list[Layered]:
    book = load_packs(POLICIES)
    reader, rules = load_reader(POLICIES, book), rules_check(book)
    found = []
    for example in track(examples, description="Reading"):
        inspection = Inspection(example.text, example.language, HOME[example.language], None, None)
        matched = any(finding.outcome is Outcome.BLOCK for finding in rules(inspection))
        found.append(
            Layered(example, reader.judge(example.text, example.language, example.borrower).probability, matched)
        )
    return found


def curve(items: Sequence[Layered], patterns: bool) -> list[tuple[float, float]]:
    """Points (lawful messages allowed, violating messages allowed) as the limit of the reader rises."""
    bad = [item for item in items if item.example.violating]
    good = [item for item in items if not item.example.violating]
    points = []
    for limit in np.unique([0.0, *(item.probability for item in items), 1.01]):
        allowed = [
            sum(item.probability < limit and not (patterns and item.matched) for item in group) / len(group)
            for group in (good, bad)
        ]
        points.append((allowed[0], allowed[1]))
    return points


def drawn(language: Language, items: Sequence[Layered], guard: tuple[float, float]) -> str:
    """The curves as a picture (SVG): to the right and down is better."""
    left, top, width, height = 64, 24, 420, 300

    def place(point: tuple[float, float]) -> str:
        return f"{left + point[0] * width:.1f},{top + (1 - point[1]) * height:.1f}"

    patterns = tuple(
        sum(not item.matched for item in items if item.example.violating is bad)
        / sum(1 for item in items if item.example.violating is bad)
        for bad in (False, True)
    )
    lines = [
        (curve(items, False), "#1f6feb", "reader"),
        (curve(items, True), "#d1570a", "reader, and any pattern holds"),
    ]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 540 420" role="img" font-family="sans-serif" '
        f'font-size="13"><title>Risk and coverage, {NAMES[language]}</title>'
        f'<rect width="540" height="420" fill="#fff"/>'
    ]
    for tenth in range(0, 11, 2):
        x, y = left + tenth / 10 * width, top + (1 - tenth / 10) * height
        parts.append(f'<path d="M{x:.0f},{top} V{top + height} M{left},{y:.0f} H{left + width}" stroke="#ddd"/>')
        parts.append(f'<text x="{x:.0f}" y="{top + height + 18}" text-anchor="middle">{tenth * 10} %</text>')
        parts.append(f'<text x="{left - 8}" y="{y + 4:.0f}" text-anchor="end">{tenth * 10} %</text>')
    for index, (points, colour, name) in enumerate(lines):
        path = " ".join(place(point) for point in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{left + 12}" y="{top + 22 + 18 * index}" fill="{colour}">{name}</text>')
    for index, (point, name, colour) in enumerate(
        (((patterns[0], patterns[1]), "patterns alone", "#6e7781"), (guard, "the guard as it is set", "#1a7f37"))
    ):
        x, y = place(point).split(",")
        parts.append(f'<circle cx="{x}" cy="{y}" r="5" fill="{colour}"/>')
        parts.append(f'<text x="{left + 12}" y="{top + 58 + 18 * index}" fill="{colour}">● {name}</text>')
    parts.append(f'<text x="{left + width / 2}" y="{top + height + 42}" text-anchor="middle">lawful allowed</text>')
    parts.append(
        f'<text transform="translate(16 {top + height / 2}) rotate(-90)" text-anchor="middle">violating allowed</text>'
    )
    return "\n".join([*parts, "</svg>"]) + "\n"


def family_table(judged: Sequence[Judged]) -> str:
    rows = [
        "| family | language | violating stopped | of them blocked | lawful blocked | lawful held |",
        "|" + "---|" * 6,
    ]
    for quality in [*by_language(judged), *by_family(judged)]:
        name = f"`{quality.family}`" if quality.family else "**all**"
        shares = (quality.stopped, quality.blocked, quality.false_blocks, quality.false_holds)
        rows.append(f"| {name} | {quality.language} | " + " | ".join(map(str, shares)) + " |")
    return "\n".join(rows)


def comparison_table(judged: Sequence[Judged]) -> str:
    rows = ["| tool | language | violating stopped | lawful stopped | lawful blocked |", "|" + "---|" * 5]
    for quality in by_language(judged):
        held = quality.false_holds.hits + quality.false_blocks.hits
        stopped = Share(held, quality.false_blocks.of)
        rows.append(f"| **this guard** | {quality.language} | {quality.stopped} | {stopped} | {quality.false_blocks} |")
    for row in json.loads((DOCS / "guard-baselines.json").read_text(encoding="utf-8")):
        lawful = Share(*row["lawful_stopped"])
        rows.append(f"| {row['tool']} | {row['language']} | {Share(*row['stopped'])} | {lawful} | {lawful} |")
    return "\n".join(rows)


def times(guard: Guard) -> str:
    """How long a whole check takes on messages of some 60 words, one after the other."""
    rows = ["| language | messages | median | p90 | p99 |", "|" + "---|" * 5]
    for language in LANGUAGES:
        chosen = [example for example in load_corpus(POLICIES) if example.language == language]
        long = [
            e for e in chosen if (50 <= len(e.text.split()) <= 75 if language == "en" else 85 <= len(e.text) <= 125)
        ]
        took = []
        for example in long[:300]:
            began = time.perf_counter()
            guard.check_text(example.text, HOME[language], language)
            took.append((time.perf_counter() - began) * 1000)
        cuts = statistics.quantiles(took, n=100)
        rows.append(
            f"| {language} | {len(took)} | {statistics.median(took):.1f} ms | {cuts[89]:.1f} ms | {cuts[98]:.1f} ms |"
        )
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the guard and write docs/guard.md.")
    parser.add_argument("--times", action="store_true", help="only say how long a check takes; write nothing")
    arguments = parser.parse_args()
    guard = build_guard(POLICIES, PROMPTS, find_personal_data, 10.0, find_numbers=find_numbers)
    if arguments.times:
        print(f"whole check of a message of some 60 words, text alone, one thread\n{times(guard)}")
        guard.close()
        return
    examples = test_split(POLICIES)
    judged = judge_all(guard, examples)
    (POLICIES / "core" / "reader" / "quality.json").write_text(as_json(judged), encoding="utf-8")
    layered = layers(examples)
    for quality in by_language(judged):
        point = (1 - quality.false_holds.value - quality.false_blocks.value, 1 - quality.stopped.value)
        mine = [item for item in layered if item.example.language == quality.language]
        picture = DOCS / "images" / f"guard-curve-{quality.language}.svg"
        picture.write_text(drawn(quality.language, mine, point), encoding="utf-8")
    corpus = load_corpus(POLICIES)
    trained = len(corpus) - len(examples)
    words = [
        f"Measured on {len(examples):,} messages that nothing was trained on; the reader was trained on {trained:,}.",
        "### By family and language\n\n" + family_table(judged),
        "### Beside what a user would pick instead\n\n" + comparison_table(judged),
        "### How long a check takes\n\n" + times(guard),
    ]
    guard.close()
    page = PAGE.read_text(encoding="utf-8")
    head, rest = page.split(BEGIN)
    tail = rest.split(END)[1]
    PAGE.write_text(f"{head}{BEGIN}\n{chr(10).join([w + chr(10) for w in words])}{END}{tail}", encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
