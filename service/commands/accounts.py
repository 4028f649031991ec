"""`forbear accounts …`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.settings import get_settings

group = typer.Typer(help="Accounts: import them from a file.", no_args_is_help=True)


@group.callback()
def _group() -> None:
    """Accounts: import them from a file."""


@group.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV (by its ending) or JSON Lines.")],
) -> None:
    """Create or update accounts. A bad row is reported by its line and loses no other.

    Example:

        forbear accounts import accounts.csv
    """
    from service.account_import import UnreadableImport, import_accounts
    from service.program import lay_foundation

    foundation = lay_foundation(get_settings())
    try:
        report = import_accounts(foundation, file.read_bytes(), is_csv=file.suffix.lower() == ".csv")
    except UnreadableImport as error:
        typer.echo(f"{file}: {error}", err=True)
        raise typer.Exit(1) from error
    for one in report.errors:
        typer.echo(f"{file}:{one.line}: {one.field}: {one.detail}", err=True)
    failed = len({one.line for one in report.errors})
    typer.echo(f"{report.imported} imported, {report.updated} updated, {failed} failed")
    if report.begun_anew:
        typer.echo(f"{report.begun_anew} of them with a borrower who had been erased and begins anew")
    raise typer.Exit(1 if report.errors else 0)
