"""`forbear redact`"""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from service.commands.options import language_given
from service.domain.vocabulary import Language


class FileFormat(StrEnum):
    """What a file holds."""

    TEXT = "text"
    JSON_LINES = "jsonl"
    CSV = "csv"


def redact_text(
    text: Annotated[str | None, typer.Argument(help="The text to redact.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the entities of a text too, as JSON.")] = False,
    language: Annotated[str | None, typer.Option("--language", "-l", help="en or zh; found out when left out.")] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="A whole file; - for standard input.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where the redacted file goes; standard output if left out.")
    ] = None,
    column: Annotated[
        list[str] | None, typer.Option("--column", "-c", help="A column to redact. May be given several times.")
    ] = None,
    form: Annotated[
        FileFormat | None, typer.Option("--format", help="What the file holds; by its ending and --column if left out.")
    ] = None,
    per_row: Annotated[bool, typer.Option("--per-row", help="Begin with new pseudonyms in each row.")] = False,
    group_by: Annotated[
        str | None, typer.Option("--group-by", help="The column whose rows of one value share their pseudonyms.")
    ] = None,
) -> None:
    """Replace personal data by pseudonyms.

    With --file, redact a whole file: plain text, or the given columns of JSON Lines or of a CSV, with everything else
    as it was. The same person has the same pseudonym in the whole file, unless --per-row or --group-by narrow that.
    An output file appears when it is whole. A line that cannot be read is named on standard error and left out; the
    exit code is then 2.

    Examples:

        forbear redact "我叫王小明，手机13800138000"

        forbear redact --file letter.txt --output letter.redacted.txt

        forbear redact --file messages.jsonl --column text --group-by conversation_id --output redacted.jsonl

        cat notes.csv | forbear redact --file - --format csv -c note -c remark > redacted.csv
    """
    spoken, columns = language_given(language), tuple(column or ())
    if file is None:
        if output is not None or columns or form is not None or per_row or group_by is not None:
            raise typer.BadParameter("give the file with --file", param_hint="--file")
        if text is None:
            raise typer.BadParameter("give the text to redact, or a file with --file", param_hint="TEXT")
        _redact_one(text, as_json, spoken)
        return
    if text is not None or as_json:
        raise typer.BadParameter("give a text or --file, not both; --json goes with a text", param_hint="--file")
    if per_row and group_by is not None:
        raise typer.BadParameter("rows stand alone or in groups, not both", param_hint="--per-row")
    found = form or _form_of(file, columns)
    if (found is FileFormat.TEXT) == bool(columns):
        fix = "plain text has no columns" if columns else "name the columns to redact, such as --column text"
        raise typer.BadParameter(fix, param_hint="--column")
    if found is FileFormat.TEXT and (per_row or group_by is not None):
        raise typer.BadParameter("plain text has no rows", param_hint="--per-row" if per_row else "--group-by")
    if group_by is not None and group_by in columns:
        raise typer.BadParameter(f"{group_by!r} would be redacted, and then group nothing", param_hint="--group-by")
    from service.commands.redact_file import redact_file

    raise typer.Exit(redact_file(file, output, found, columns, per_row, group_by, spoken))


def _form_of(file: Path, columns: tuple[str, ...]) -> FileFormat:
    match file.suffix.lower():
        case ".csv":
            return FileFormat.CSV
        case ".jsonl" | ".ndjson" | ".json":
            return FileFormat.JSON_LINES
        case _:
            return FileFormat.JSON_LINES if columns else FileFormat.TEXT


def _redact_one(text: str, as_json: bool, language: Language | None) -> None:
    from service.privacy import PseudonymMap, redact

    redaction, _ = redact(text, None, PseudonymMap(), language)
    if as_json:
        body = {"text": redaction.text, "entities": [entity.model_dump() for entity in redaction.entities]}
        typer.echo(json.dumps(body, ensure_ascii=False, indent=2))
    else:
        typer.echo(redaction.text)
