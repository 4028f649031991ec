"""`forbear redact --file`: a file in, the same file without personal data out, piece by piece."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import typer

from service.commands.file_streams import INTERRUPTED, opened, progress, uninterrupted, written_at_once
from service.commands.redact import FileFormat
from service.domain.vocabulary import Language

if TYPE_CHECKING:
    from rich.progress import Progress

    from service.batch_lines import BadLine
    from service.batch_redact import Scope

_UNREADABLE = 2


def redact_file(
    file: Path,
    output: Path | None,
    form: FileFormat,
    columns: Sequence[str],
    per_row: bool,
    group_by: str | None,
    language: Language | None,
) -> int:
    """Redact a file; the exit code.

    Args:
        file: "-" for standard input.
        output: None or "-" for standard output.
        columns: of JSON Lines and CSV.
        per_row, group_by: which rows share their pseudonyms; all of the file when neither is given.
        language: of texts that show none themselves.
    """
    from rich.console import Console

    from service.batch_redact import Scope, UnreadableRows
    from service.privacy import warm_up

    console, started = Console(stderr=True, highlight=False), time.perf_counter()
    scope = Scope("row" if per_row else "group" if group_by is not None else "file", language)
    counts = _Counts()
    try:
        with (
            opened(file) as stream,
            written_at_once(output, file, "the redacted file would overwrite the one it is made from") as out,
            progress(file, console, "redacting") as bar,
        ):
            warm_up()
            _write(_pieces(stream, form, columns, scope, group_by, bar), out, file, counts, bar)
    except KeyboardInterrupt:
        left = "nothing was written" if _is_file(output) else "every line that was written is whole"
        console.print(f"interrupted: {left}")
        return INTERRUPTED
    except UnreadableRows as error:
        typer.echo(f"{file}: {error}", err=True)
        return _UNREADABLE
    rate = counts.read / 1024 / max(time.perf_counter() - started, 1e-6)
    unreadable = f", {counts.bad} lines left out" if counts.bad else ""
    console.print(f"{counts.read} bytes read{unreadable}, {rate:.0f} KiB a second", soft_wrap=True)
    return _UNREADABLE if counts.bad else 0


class _Counts:
    """What was read, and how many lines could not be."""

    read = 0
    bad = 0


def _pieces(
    stream: BinaryIO, form: FileFormat, columns: Sequence[str], scope: Scope, group_by: str | None, bar: Progress
) -> Iterator[bytes | BadLine | int]:
    """What is to be written, the lines that cannot be, and between them the bytes that were read."""
    from service.batch_redact import redact_csv, redact_json_lines, redact_plain_text

    read: list[int] = []
    match form:
        case FileFormat.TEXT:
            pieces = redact_plain_text(stream, scope.of(""), read.append)
        case FileFormat.JSON_LINES:
            pieces = redact_json_lines(stream, columns, scope, group_by, read.append)
        case FileFormat.CSV:
            pieces = redact_csv(stream, columns, scope, group_by, read.append)
    for piece in pieces:
        yield piece
        yield sum(read)
        read.clear()
    yield sum(read)


def _write(pieces: Iterator[bytes | BadLine | int], out: BinaryIO, file: Path, counts: _Counts, bar: Progress) -> None:
    for piece in pieces:
        if isinstance(piece, int):
            counts.read += piece
            bar.advance(bar.task_ids[0], piece)
        elif isinstance(piece, bytes):
            with uninterrupted():
                out.write(piece)
                if out is sys.stdout.buffer:
                    out.flush()
        else:
            counts.bad += 1
            bar.console.print(f"{file}:{piece.line}: {piece.reason}", markup=False, soft_wrap=True)


def _is_file(output: Path | None) -> bool:
    return output is not None and output != Path("-")
