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
from pathlib import Path
from typing import Any

from guard_judge import key_of
from guard_pictures import Layered, drawn, drawn_by_family, drawn_with_judge
from rich.progress import track

from service.domain.vocabulary import Language, Outcome
from service.guard import build_guard
from service.guard.corpus import Example, load_corpus
from service.guard.guard import Guard
from service.guard.inspection import Inspection
from service.guard.packs import load_packs
from service.guard.quality import HOME, Judged, as_json, by_family, by_language, judge_all, test_split
from service.guard.reader import load_reader
from service.guard.rules import rules_check
from service.privacy import find_numbers, find_personal_data
from service.shares import Share

ROOT = Path(__file__).resolve().parent.parent
POLICIES, PROMPTS, DOCS = ROOT / "policies", ROOT / "prompts", ROOT / "docs"
PAGE = DOCS / "guard.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
LANGUAGES: tuple[Language, ...] = ("en", "zh")
JUDGE = DOCS / "guard-judge.json"


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


def judge_table(judge: dict[str, Any], examples: Sequence[Example]) -> str:
    """What the judge alone stops of the texts that it was asked about (`scripts/guard_judge.py`)."""
    answers = judge["answers"]
    rows = [
        f"Asked: {judge['model']}, alone, about texts of the test split chosen by chance.\n",
        "| language | violating stopped | lawful stopped | no usable answer | median of a text |",
        "|" + "---|" * 5,
    ]
    for language in LANGUAGES:
        asked = [(e, answers[key_of(e)]) for e in examples if e.language == language and key_of(e) in answers]
        shares = [
            Share(sum(a["stopped"] for e, a in asked if e.violating is bad), sum(e.violating is bad for e, _ in asked))
            for bad in (True, False)
        ]
        failed = Share(sum(a["failed"] for _, a in asked), len(asked))
        took = statistics.median(a["seconds"] for _, a in asked)
        rows.append(f"| {language} | {shares[0]} | {shares[1]} | {failed} | {took:.0f} s |")
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
    judge = json.loads(JUDGE.read_text(encoding="utf-8"))
    for quality in by_language(judged):
        point = (1 - quality.false_holds.value - quality.false_blocks.value, 1 - quality.stopped.value)
        mine = [item for item in layered if item.example.language == quality.language]
        picture = DOCS / "images" / f"guard-curve-{quality.language}.svg"
        picture.write_text(drawn(quality.language, mine, point), encoding="utf-8")
        families = DOCS / "images" / f"guard-curves-families-{quality.language}.svg"
        families.write_text(drawn_by_family(quality.language, mine), encoding="utf-8")
        asked = {key: answer["stopped"] for key, answer in judge["answers"].items()}
        sampled = [(item, asked[key_of(item.example)]) for item in mine if key_of(item.example) in asked]
        beside = DOCS / "images" / f"guard-curve-judge-{quality.language}.svg"
        beside.write_text(drawn_with_judge(quality.language, sampled), encoding="utf-8")
    corpus = load_corpus(POLICIES)
    trained = len(corpus) - len(examples)
    words = [
        f"Measured on {len(examples):,} messages that nothing was trained on; the reader was trained on {trained:,}.",
        "### By family and language\n\n" + family_table(judged),
        "### With a small local model as the judge\n\n" + judge_table(judge, examples),
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
