"""`forbear privacy erase`"""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from service.settings import get_settings

if TYPE_CHECKING:
    from service.erasure import Line, Survey

_LEFT = {
    "gone": "The deleted bytes were overwritten in the database files.",
    "busy": "The database files may still hold the deleted bytes, because something was using them all the while, or "
    "the disk has no room for a second copy. Run this again when less is going on, or once the service is stopped.",
    "later": "The database files still hold the deleted bytes: run this again without --files-later.",
    "vacuum": "PostgreSQL keeps deleted rows until VACUUM, and their bytes until the space is used again; run "
    "`VACUUM FULL vault; VACUUM FULL borrowers;` in a quiet hour. The key is destroyed already.",
}


def erase(
    borrower: Annotated[str, typer.Argument(help="The borrower's id, as the account was imported with it.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again.")] = False,
    reason: Annotated[str, typer.Option(help="Why; it is redacted, then kept in the record.")] = "",
    files_later: Annotated[
        bool,
        typer.Option(
            "--files-later",
            help="Do not write the database file anew now, which holds up writers (SQLite); the next erasure does.",
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would go and stay, and change nothing.")
    ] = False,
) -> None:
    """Erase a borrower: destroy their key and everything that it sealed. It cannot be undone.

    Redacted messages, traces and the ledger stay, and the audit chain still verifies. The borrower's conversations end;
    what waits to be sent is withdrawn. Backups of the database together with the key hold the person until they expire.

    Examples:

        forbear privacy erase bor-1 --dry-run

        forbear privacy erase bor-1 --reason "request of 24 November, ticket 118"
    """
    from service.erasure import UnknownBorrower, survey
    from service.erasure import erase as erase_now
    from service.program import lay_foundation
    from service.reasons import ReasonRefused, checked_reason

    console = Console(highlight=False)
    foundation = lay_foundation(get_settings())
    try:
        kept_reason = checked_reason(reason) if reason else ""
        found = survey(foundation, borrower)
    except ReasonRefused as refused:
        raise typer.BadParameter(str(refused), param_hint="--reason") from refused
    except UnknownBorrower as unknown:
        typer.echo(str(unknown)[0].upper() + str(unknown)[1:], err=True)
        raise typer.Exit(1) from unknown
    _show(console, found)
    if dry_run:
        console.print("Nothing was changed.")
        return
    if found.erased_at is None and not yes:
        typer.confirm(f"Erase {borrower!r} for good?", abort=True)
    done = erase_now(foundation, borrower, f"command line: {_who()}", kept_reason, files_later)
    console.print("[bold]Erased.[/]" if done.was_new else f"Had been erased before ({found.erased_at}).")
    console.print(_LEFT[done.left_in_files], soft_wrap=True)


def _who() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a user without a name
        return "unknown user"


def _show(console: Console, found: Survey) -> None:
    console.print(_table(f"What goes with {found.borrower_id}", found.goes, "how"))
    console.print(_table("What stays", found.stays, "why"))


def _table(title: str, lines: tuple[Line, ...], last: str) -> Table:
    table = Table("what", "rows", last, title=title, title_justify="left", expand=False)
    table.columns[1].justify = "right"
    for line in lines:
        table.add_row(line.what, f"{line.count:,}", line.why)
    return table
