"""`forbear privacy retention`"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from service.settings import get_settings

if TYPE_CHECKING:
    from rich.table import Table

    from service.retention import Bound, Report

_WIDEST = 150  # columns of the table where it is not read at a terminal
_STARTS = {
    "last_activity": "last activity",
    "account_closed": "the account closed",
    "plan_finished": "the plan finished",
    "stored": "it was stored",
}


def retention(
    apply: Annotated[
        bool, typer.Option("--apply/--dry-run", help="Delete what falls. The default, --dry-run, only counts.")
    ] = False,
    today: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Count for this day; a later one only with --dry-run.")
    ] = None,
) -> None:
    """Show what is kept no longer than today, by place and kind of data; with --apply, delete it.

    Deleting cannot be undone, so nothing is deleted unless --apply says so. A borrower with an open dispute or
    complaint, or the flag legal_hold, is left alone and counted as kept.

    Examples:

        forbear privacy retention

        forbear privacy retention --today 2029-01-01

        forbear privacy retention --apply
    """
    from rich.console import Console

    from service.program import build_retention, lay_foundation

    foundation = lay_foundation(get_settings())
    now = foundation.clock().astimezone(UTC).date()
    day = now if today is None else today.date()
    if apply and day > now:
        raise typer.BadParameter("what is not over yet is not deleted: leave --apply away", param_hint="--today")
    sweep = build_retention(foundation)
    report = sweep.survey(day)
    console = Console(width=None if sys.stdout.isatty() else _WIDEST)
    console.print(_table(report))
    for reason, people in sorted(report.holds.items()):
        typer.echo(f"{people} borrowers are left alone: {reason.replace('_', ' ')}")
    if not apply:
        typer.echo(f"{report.falls} rows would fall, {report.held} are kept for a hold; only --apply deletes")
        return
    deleted = sum(sweep.apply(day).values())
    typer.echo(f"{deleted} rows deleted, {report.held} are kept for a hold")


def _table(report: Report) -> Table:
    from rich.table import Table

    table = Table(title=f"Retention on {report.today}", title_justify="left")
    for heading in ("place", "kind", "falls", "oldest", "held", "kept until", "rule and citation"):
        table.add_column(heading, justify="right" if heading in ("falls", "held") else "left", overflow="fold")
    for line in report.in_order():
        oldest = line.oldest.astimezone(UTC).date().isoformat() if line.oldest is not None else ""
        kept, rule = _words(line.bound)
        kind = line.kind.value.replace("_", " ")
        table.add_row(line.jurisdiction, kind, str(line.falls), oldest, str(line.held), kept, rule)
    return table


def _words(bound: Bound | None) -> tuple[str, str]:
    if bound is None:
        return "for ever", ""
    note = " (unverified)" if bound.status == "unverified" else ""
    return f"{bound.span} after {_STARTS[bound.counts_from]}", f"{bound.rule}{note}: {bound.citation}"
