"""`forbear privacy export`"""

from __future__ import annotations

import hashlib
import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from service.settings import get_settings


class PageLanguage(StrEnum):
    en = "en"
    zh = "zh"


def export(
    borrower: Annotated[str, typer.Argument(help="The borrower's id, as the creditor's system gave it.")],
    output: Annotated[
        Path | None, typer.Option(file_okay=False, help="The folder to write to; by default one in the data folder.")
    ] = None,
    language: Annotated[PageLanguage | None, typer.Option(help="Of the page; by default the account's.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over an export that is there already.")] = False,
) -> None:
    """Write everything that is held about a person: export.json for machines, export.html for the person.

    Both hold personal data in clear, and only you can read them. The export is put on record in the audit chain.

    Examples:

        forbear privacy export bor-1

        forbear privacy export bor-1 --output /media/stick/bor-1 --language zh
    """
    from service.export import ExportExists, make_export, write_export
    from service.program import lay_foundation

    settings = get_settings()
    folder = output if output is not None else settings.data_dir / "exports" / _folder_name(borrower)
    if not force and any((folder / name).exists() for name in ("export.json", "export.html")):
        typer.echo(f"{folder} holds an export already. Give another --output, or --force.", err=True)
        raise typer.Exit(1)
    made = make_export(lay_foundation(settings), borrower, language.value if language is not None else None)
    if made is None:
        typer.echo(
            f"nobody of the id {borrower!r} is known. The id is the one that the account was imported with", err=True
        )
        raise typer.Exit(1)
    try:
        data, page = write_export(made, folder, overwrite=force)
    except ExportExists as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{data}\n{page}\nexport {made.id}, sha256 {made.sha256}")
    if folder.stat().st_mode & 0o077:
        typer.echo(f"warning: others can look into {folder}, though not into the files", err=True)


def _folder_name(borrower: str) -> str:
    """The id as the name of a folder; ids that would give the same name stay apart."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "_", borrower)[:60]
    return plain if plain == borrower else f"{plain}-{hashlib.sha256(borrower.encode()).hexdigest()[:8]}"
