"""`forbear replay`"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.settings import get_settings

if TYPE_CHECKING:
    from rich.table import Table

    from service.guard import PackBook
    from service.replay import ReplayReport
    from service.replay.run import Progress

_HEADINGS = {
    "newly_blocked": "newly blocked",
    "newly_held": "newly held",
    "no_longer_blocked": "no longer blocked",
    "no_longer_held": "no longer held",
    "no_effect": "no effect",
}


def replay(
    packs: Annotated[
        list[Path],
        typer.Option("--pack", exists=True, help="A pack file, or a policies folder. May be given several times."),
    ],
    since: Annotated[str | None, typer.Option(help="Only turns from this day or moment on, e.g. 2026-11-01.")] = None,
    jurisdiction: Annotated[str | None, typer.Option("--jurisdiction", "-j", help="Only accounts of this one.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many turns, the newest.")] = None,
    on: Annotated[
        str | None, typer.Option(help="Judge as if all were sent on this day, for rules that come into force later.")
    ] = None,
    examples: Annotated[int, typer.Option(min=0, max=1000, help="Example ids for each change of a rule.")] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole report as JSON.")] = False,
) -> None:
    """Judge the stored history again under changed rule packs: what would have been stopped, what would have left.

    Reads only: no record, message or verdict is changed. Only the rules of the packs are judged again, on each message
    and each stopped draft as it was read, in the state that its record shows. Where the record does not say (an
    account that was changed since), the strictest reading counts, and the report says so.

    Examples:

        forbear replay --pack policies/us/conduct.yaml

        forbear replay --pack ../new-policies --since 2026-11-01 -j cn --examples 10

        forbear replay --pack draft/uk.yaml --pack draft/core.yaml --on 2027-01-01 --json
    """
    from service.program import lay_foundation
    from service.replay import Filters, load_candidate
    from service.replay import replay as run

    filters, day = Filters(since=_moment(since), jurisdiction=jurisdiction, limit=limit), _day(on)
    settings = get_settings()
    book = load_candidate(settings.policies_dir, packs)
    foundation = lay_foundation(settings)
    with _progress() as progress:
        report = run(foundation, book, filters, examples=examples, on=day, progress=progress)
    if as_json:
        typer.echo(json.dumps(report.as_json(book), ensure_ascii=False, indent=2))
    else:
        _tell(report, book)


def _moment(given: str | None) -> datetime | None:
    if given is None:
        return None
    try:
        moment = datetime.fromisoformat(given)
    except ValueError as error:
        raise typer.BadParameter(f"{given!r} is no day or moment; write 2026-11-01", param_hint="--since") from error
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _day(given: str | None) -> date | None:
    try:
        return None if given is None else date.fromisoformat(given)
    except ValueError as error:
        raise typer.BadParameter(f"{given!r} is no day; write 2027-01-01", param_hint="--on") from error


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on standard error, where somebody looks at one."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = TextColumn("judging turns again"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _tell(report: ReplayReport, book: PackBook) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    if report.turns == 0:
        console.print("no messages yet: no stored turn fits")
    else:
        console.print(
            f"{report.left} messages that left and {report.stopped} stopped drafts judged again, of {report.turns} "
            f"turns, in {report.seconds:.1f} s ({report.per_second:.0f} a second)",
            soft_wrap=True,
        )
        if report.rules:
            console.print(_table(report, book))
        console.print(_summary(report), soft_wrap=True)
    for line in _caveats(report):
        console.print(line, style="dim", soft_wrap=True)


def _summary(report: ReplayReport) -> str:
    if not report.rules:
        return "nothing would change"
    return f"{report.changed} verdicts would change"


def _table(report: ReplayReport, book: PackBook) -> Table:
    from rich.table import Table
    from rich.text import Text

    from service.replay.report import CHANGES

    shown = [change for change in CHANGES if any(entry.counts[change] for entry in report.rules.values())]
    unsure = any(entry.unsure for entry in report.rules.values())
    table = Table("rule", box=None, pad_edge=False)
    for change in shown:
        table.add_column(_HEADINGS[change], justify="right")
    if unsure:
        table.add_column("of these unsure", justify="right")
    if report.examples:
        table.add_column("examples", overflow="fold")
    for rule, entry in sorted(report.rules.items()):
        gone = "" if rule.startswith("guard.") or book.find(rule) is not None else " (not in these packs)"
        cells = [rule + gone, *(str(entry.counts[change] or "") for change in shown)]
        if unsure:
            cells.append(str(entry.unsure or ""))
        if report.examples:
            cells.append("\n".join(f"{_HEADINGS[kind]}: {', '.join(entry.examples[kind])}" for kind in entry.examples))
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _caveats(report: ReplayReport) -> Iterator[str]:
    for reason, count in sorted(report.not_judged.items()):
        yield f"not judged: {count} {reason}"
    for gap, count in sorted(report.gaps.items()):
        yield f"not known: {count} with {gap}"
    if report.gaps:
        yield "Where something is not known, the strictest reading counts; what hangs on it is called unsure."
    if report.kept:
        yield f"{report.kept} answers hang on that and come from a pack of the same version: they stay as recorded."
