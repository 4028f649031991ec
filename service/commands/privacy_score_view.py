"""The scores of redaction, for a person at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer
from rich.console import Console
from rich.table import Table

from service.privacy_scoring import Label, Scored, Slip, confusions, languages, look_alikes_changed
from service.privacy_scoring.report import Row, all_slips, rows

_WIDEST = 140  # columns of the whole table
_HEADINGS = ("labels", "finds", "recall", "precision", "recall, overlap", "precision, overlap", "in clear")
_SHOWN_CONFUSIONS = 12


def show_scores(scored: Sequence[Scored]) -> None:
    """A table by language and type, then look-alikes and what was taken for something else."""
    console = Console(width=None if sys.stdout.isatty() else _WIDEST, highlight=False)
    for language in languages(scored):
        table = Table(title=f"{language}: exact spans and types, and by overlap (95 % intervals)", title_justify="left")
        table.add_column("type", no_wrap=True)
        for heading in _HEADINGS:
            table.add_column(heading, justify="right")
        for row in rows(scored):
            if row.language == language:
                table.add_row(row.name, *_cells(row), style="bold" if row.is_total else None)
        console.print(table)
        changed = look_alikes_changed(scored, language)
        console.print(f"messages without personal data that were changed: {changed.hits} of {changed.of}: {changed}")
        taken = confusions(scored, language).most_common(_SHOWN_CONFUSIONS)
        words = ", ".join(f"{labelled} for {found} {times}×" for (labelled, found), times in taken)
        console.print(f"taken for another type: {words or 'none'}\n", soft_wrap=True)


def show_slips(scored: Sequence[Scored], show_text: bool) -> None:
    """A line for each miss and false find."""
    for slip in all_slips(scored):
        typer.echo(_line(slip, show_text))


def _cells(row: Row) -> list[str]:
    found = row.fit
    shares = (found.recall, found.precision, found.recall_by_overlap, found.precision_by_overlap)
    leaked = f"{found.leaked.value:.1%}" if found.characters else "–"
    return [str(found.labelled), str(found.found), *map(str, shares), leaked]


def _line(slip: Slip, show_text: bool) -> str:
    place = f"{slip.message.path}:{slip.message.line}: message {slip.message.number}"

    def named(label: Label) -> str:
        words = f" {slip.message.text[label.start : label.end]!r}" if show_text else ""
        return f"{label.type} [{label.start}, {label.end}){words}"

    parts = [named(label) for label in (slip.label, slip.find) if label is not None]
    return f"{place}: {slip.kind}: {', found '.join(parts)}"
