"""JSON Lines and CSV with the texts of some columns redacted: a bad line is named and loses no other."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import BinaryIO

from service.batch_lines import LONGEST_LINE, BadLine, decoded_for_csv, holds_undecoded, numbered_lines
from service.batch_redact.json_cells import NoObject, cells_of, rewritten
from service.batch_redact.pseudonymiser import Scope

Read = Callable[[int], None]


class UnreadableRows(Exception):
    """The file as a whole cannot be read: its header. Quotes nothing of it but the columns that were asked for."""


def redact_json_lines(
    stream: BinaryIO, columns: Sequence[str], scope: Scope, group_by: str | None, read: Read = lambda size: None
) -> Iterator[bytes | BadLine]:
    """Each line with the texts in these columns redacted; whatever else it holds stays as it is, to the byte.

    Args:
        group_by: the column that says which lines share their pseudonyms.
        read: told the bytes of each line as it is read.
    """
    for number, content in numbered_lines(stream, read):
        if content is None:
            yield BadLine(number, f"longer than {LONGEST_LINE} bytes")
        elif content.strip():
            yield _attempted(number, partial(_json_line, content, columns, scope, group_by))


def redact_csv(
    stream: BinaryIO, columns: Sequence[str], scope: Scope, group_by: str | None, read: Read = lambda size: None
) -> Iterator[bytes | BadLine]:
    """The header, then each row with these columns redacted; the other cells keep their values.

    Raises:
        UnreadableRows: the first line is no header with these columns.
    """
    lines = _Lines(numbered_lines(stream, read))
    reader = csv.reader(lines, strict=True)
    try:
        header = next(reader, [])
    except csv.Error:
        raise UnreadableRows("the first line is not valid CSV") from None
    names = [name.strip() for name in header]
    for wanted in (*columns, *([group_by] if group_by else [])):
        if names.count(wanted) != 1:
            fault = "names it twice" if wanted in names else "does not name it"
            raise UnreadableRows(f"there is no telling which column {wanted!r} is: the first line {fault}")
    places = [names.index(column) for column in columns]
    group = names.index(group_by) if group_by else None
    yield _csv_line(header, lines.ending)
    while True:
        number = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield BadLine(number, f"not valid CSV: {error}")
            continue
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield _attempted(number, partial(_csv_row, row, names, places, group, scope, lines.ending))


class _Bad(Exception):
    """Why a line cannot be redacted; quotes nothing of it."""


class _Lines:
    """The lines of a CSV as its reader wants them, and how they end."""

    def __init__(self, lines: Iterator[tuple[int, bytes | None]]) -> None:
        self._lines = lines
        self.ending = "\n"

    def __iter__(self) -> Iterator[str]:
        for number, content in self._lines:
            if number == 1 and content is not None and content.endswith(b"\r\n"):
                self.ending = "\r\n"
            yield decoded_for_csv(content)


def _attempted(line: int, redacted: Callable[[], bytes]) -> bytes | BadLine:
    try:
        return redacted()
    except (_Bad, NoObject) as error:
        return BadLine(line, str(error))
    except Exception as error:  # one line must not lose the others; its kind alone, for its words could quote the text
        return BadLine(line, f"it could not be redacted ({type(error).__name__})")


def _json_line(content: bytes, columns: Sequence[str], scope: Scope, group_by: str | None) -> bytes:
    try:
        line = content.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise _Bad("not UTF-8") from None
    cells = cells_of(line)
    wanted = [cell for cell in cells if cell.name in columns]
    if not wanted:
        raise _Bad(f"it has no column {' or '.join(map(repr, columns))}")
    pseudonyms = scope.of(_group_of([cell.value for cell in cells if cell.name == group_by], group_by))
    redacted = rewritten(line, wanted, pseudonyms.redacted)
    return redacted.encode() + b"\n"


def _group_of(values: Sequence[object], group_by: str | None) -> str:
    if group_by is None:
        return ""
    if len(values) != 1 or not isinstance(values[0], str | int) or values[0] == "":
        raise _Bad(f"{group_by!r} must be there once and name the group that the line belongs to")
    return json.dumps(values[0])


def _csv_row(
    row: list[str], names: Sequence[str], places: Sequence[int], group: int | None, scope: Scope, ending: str
) -> bytes:
    if len(row) > len(names):
        raise _Bad(f"{len(row)} cells for {len(names)} columns; put a text with commas in quotes")
    if holds_undecoded(row):
        raise _Bad("not UTF-8, or too long")
    given = [row[group] if group < len(row) else ""] if group is not None else []
    pseudonyms = scope.of(_group_of(given, None if group is None else names[group]))
    cells = [pseudonyms.redacted(cell) if place in places else cell for place, cell in enumerate(row)]
    return _csv_line(cells, ending)


def _csv_line(cells: Sequence[str], ending: str) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator=ending).writerow(cells)
    return written.getvalue().encode()
