"""Measures redaction on the test split and writes what docs/privacy.md shows: `make privacy-report`.

Tables by language and type, Presidio as it comes on the same messages, and what redaction costs. Raises the floors in
evals/privacy/floors.yaml to a little below what is measured; none is ever lowered, and a score below one ends with 1.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from privacy_speed import LANGUAGES, NAMES, on_one_core, tables
from rich.progress import track

from service.privacy_scoring import FLOORS, Scored, confusions, detector, load_labelled, look_alikes_changed, raised
from service.privacy_scoring import shortfalls as below_floors
from service.privacy_scoring.floors import as_yaml
from service.privacy_scoring.report import ALL_IDENTIFIERS, ALL_NAMES, Row, rows
from service.shares import Share

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "privacy.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
SHOWN_CONFUSIONS = 8
TITLES = {"all": "**all**", ALL_IDENTIFIERS: "**structured identifiers**", ALL_NAMES: "**names, addresses, employers**"}
OURS, PRESIDIO = "**this redaction**", "Presidio as it comes"


def measured(name: str) -> list[Scored]:
    """The test split with what one detector finds."""
    find = detector("ours" if name == OURS else "presidio")
    messages = track(load_labelled(), description=name.strip("*"))
    return [Scored(message, tuple(sorted(find(message)))) for message in messages]


def by_type(scored: Sequence[Scored]) -> str:
    parts = []
    for language in LANGUAGES:
        lines = [
            f"#### {NAMES[language]}\n",
            "| type | labels | recall | precision | recall, overlap | precision, overlap | in clear |",
            "|" + "---|" * 7,
        ]
        lines += [_type_line(row) for row in rows(scored) if row.language == language]
        taken = confusions(scored, language).most_common(SHOWN_CONFUSIONS)
        words = ", ".join(f"`{labelled}` for `{found}` {times}×" for (labelled, found), times in taken)
        changed = look_alikes_changed(scored, language)
        lines += [
            f"\nLook-alikes changed: {changed.hits} of {changed.of}, {changed}. Taken for another type (hidden all the "
            f"same): {words or 'none'}."
        ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _type_line(row: Row) -> str:
    fit = row.fit
    shares = (fit.recall, fit.precision, fit.recall_by_overlap, fit.precision_by_overlap)
    name = TITLES.get(row.name, f"`{row.name}`")
    return f"| {name} | {fit.labelled} | " + " | ".join(map(str, shares)) + f" | {_percent(fit.leaked)} |"


def beside(compared: dict[str, list[Scored]]) -> str:
    """Both detectors on the same messages: the totals, then the types by recall and precision."""
    lines = [
        "| language | what | detector | recall | precision | recall, overlap | precision, overlap | in clear |",
        "|" + "---|" * 8,
    ]
    for language in LANGUAGES:
        for name, title in TITLES.items():
            for who, scored in compared.items():
                fit = next(row.fit for row in rows(scored) if (row.language, row.name) == (language, name))
                shares = (fit.recall, fit.precision, fit.recall_by_overlap, fit.precision_by_overlap)
                cells = [*map(str, shares), _percent(fit.leaked)]
                lines.append(f"| {language} | {title} | {who} | " + " | ".join(cells) + " |")
        for who, scored in compared.items():
            lines.append(
                f"| {language} | look-alikes changed | {who} | {look_alikes_changed(scored, language)} | | | | |"
            )
    lines += [
        "",
        "| type | language | " + " | ".join(f"{who}: recall, overlap | precision, overlap" for who in compared) + " |",
    ]
    lines.append("|" + "---|" * (2 + 2 * len(compared)))
    for language in LANGUAGES:
        ours = [row for row in rows(compared[OURS]) if row.language == language and not row.is_total]
        for row in ours:
            if not row.fit.labelled:
                continue
            cells = []
            for scored in compared.values():
                found = {other.name: other.fit for other in rows(scored) if other.language == language}
                same = found[row.name]
                cells += [str(same.recall_by_overlap), str(same.precision_by_overlap)]
            lines.append(f"| `{row.name}` | {language} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _percent(share: Share) -> str:
    return f"{share.value:.1%}" if share.of else "–"


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure redaction, write docs/privacy.md, raise the floors.")
    parser.parse_args()
    on_one_core()
    speed = tables()
    compared = {name: measured(name) for name in (OURS, PRESIDIO)}
    messages = [each.message for each in compared[OURS]]
    labelled = [message for message in messages if message.labels]
    labels = sum(len(message.labels) for message in labelled)
    look_alikes = len(messages) - len(labelled)
    words = [
        f"Measured on {len(labelled):,} messages with {labels:,} labels and {look_alikes:,} look-alikes, to which "
        "nothing was tuned.",
        "### By language and type\n\n" + by_type(compared[OURS]),
        "### Beside Presidio as it comes\n\n" + beside(compared),
        "### What it costs\n\n" + speed,
    ]
    page = PAGE.read_text(encoding="utf-8")
    head, rest = page.split(BEGIN)
    tail = rest.split(END)[1]
    PAGE.write_text(f"{head}{BEGIN}\n{chr(10).join(word + chr(10) for word in words)}{END}{tail}", encoding="utf-8")
    problems = list(below_floors(compared[OURS]))
    FLOORS.write_text(as_yaml(raised(compared[OURS]), FLOORS), encoding="utf-8")
    for problem in problems:
        print(f"below the floor: {problem}", file=sys.stderr)
    print(f"wrote {PAGE.relative_to(ROOT)} and {FLOORS.relative_to(ROOT)}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
