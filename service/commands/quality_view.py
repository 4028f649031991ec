"""The guard on the test split, for a person at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from service.guard.guard import Guard
from service.guard.quality import Judged, by_family, by_language, judge_all, test_split
from service.settings import Settings

_WIDEST = 132  # columns of the whole table


def measured(guard: Guard, settings: Settings) -> list[Judged]:
    """Judge the test split, with a progress bar, and print the shares by family and language."""
    examples = test_split(settings.policies_dir)
    console = Console(stderr=True, width=None if sys.stderr.isatty() else _WIDEST)
    with Progress(console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("Judging the test split", total=len(examples))
        judged = judge_all(guard, examples, lambda done, _: progress.update(task, completed=done))
    console.print(_table(judged))
    return judged


def _table(judged: Sequence[Judged]) -> Table:
    table = Table(title="Messages that nothing was trained on, text alone (95 % intervals)", title_justify="left")
    table.add_column("family", no_wrap=True)
    for heading in ("", "stopped (recall)", "blocked", "precision of blocks", "lawful blocked", "lawful held"):
        table.add_column(heading)
    for quality in [*by_family(judged), *by_language(judged)]:
        shares = (quality.stopped, quality.blocked, quality.precision, quality.false_blocks, quality.false_holds)
        table.add_row(str(quality.family or "all"), quality.language, *map(str, shares))
    return table
