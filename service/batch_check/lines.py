"""Messages from JSON Lines or CSV, one at a time: a bad line is named and loses no other."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, BinaryIO

from pydantic import Field, ValidationError

from service.api.shapes import CheckContext, CheckRequest
from service.batch_lines import LONGEST_LINE, BadLine, decoded_for_csv, holds_undecoded, numbered_lines
from service.domain.vocabulary import Language

_LISTS = frozenset({"flags", "last_borrower_signals"})
_COLUMNS = frozenset({"id", "text", "jurisdiction", "language", "context"})
_COLUMNS_OF_CONTEXT = frozenset(f"context.{name}" for name in CheckContext.model_fields)


class UnreadableMessages(Exception):
    """The file as a whole cannot be read: its header."""


class MessageShape(CheckRequest):
    """A line: what `POST /v1/check` takes, and an id of the sender's own to find it again by."""

    id: Annotated[str, Field(max_length=200)] | int | None = None


@dataclass(frozen=True)
class MessageLine:
    """A message and the line that it began on, counted from 1."""

    line: int
    message: MessageShape


def read_messages(
    stream: BinaryIO,
    *,
    is_csv: bool,
    jurisdiction: str,
    language: Language | None = None,
    read: Callable[[int], None] = lambda size: None,
) -> Iterator[MessageLine | BadLine]:
    """The messages of a stream, in order; empty lines are passed over.

    Args:
        jurisdiction, language: of messages that name none.
        read: told the bytes of each line as it is read.

    Raises:
        UnreadableMessages: the header of a CSV names no `text`, or a column that means nothing.
    """
    lines = numbered_lines(stream, read)
    rows = _csv_rows(lines) if is_csv else _json_rows(lines)
    usual = {"jurisdiction": jurisdiction, "language": language}
    for line, row in rows:
        yield row if isinstance(row, BadLine) else _message(line, row, usual)


def _json_rows(lines: Iterator[tuple[int, bytes | None]]) -> Iterator[tuple[int, Any]]:
    for line, content in lines:
        if content is None:
            yield line, BadLine(line, f"longer than {LONGEST_LINE} bytes")
            continue
        try:
            text = content.decode("utf-8").strip()
            if text:
                yield line, json.loads(text)
        except UnicodeDecodeError:
            yield line, BadLine(line, "not UTF-8")
        except (ValueError, RecursionError) as error:
            yield line, BadLine(line, f"not valid JSON: {error}")


def _csv_rows(lines: Iterator[tuple[int, bytes | None]]) -> Iterator[tuple[int, Any]]:
    # Bytes that are not UTF-8 come through as lone surrogates, so that only their own row is refused.
    reader = csv.reader((decoded_for_csv(content) for _, content in lines), strict=True)
    try:
        columns = [name.strip() for name in next(reader, [])]
    except csv.Error as error:
        raise UnreadableMessages(f"the first line is not valid CSV: {error}") from error
    _refuse_unknown(columns)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield line, BadLine(line, f"not valid CSV: {error}")
            continue
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield line, _cells(line, columns, row)


def _refuse_unknown(columns: list[str]) -> None:
    if "text" not in columns:
        raise UnreadableMessages("the first line must name the columns, and one of them must be `text`")
    unknown = sorted(set(columns) - _COLUMNS - _COLUMNS_OF_CONTEXT)
    if unknown:
        known = ", ".join(sorted(_COLUMNS | _COLUMNS_OF_CONTEXT))
        raise UnreadableMessages(f"the column {unknown[0]!r} means nothing here; take it out, or use one of {known}")
    if len(set(columns)) < len(columns) or ("context" in columns and _COLUMNS_OF_CONTEXT & set(columns)):
        raise UnreadableMessages("a column is given twice, or `context` stands beside columns within it")


def _cells(line: int, columns: list[str], row: list[str]) -> dict[str, Any] | BadLine:
    """A row as JSON Lines would have it: empty cells left out, `context.flags` within `context`."""
    if len(row) > len(columns):
        return BadLine(line, f"{len(row)} cells for {len(columns)} columns; put a text with commas in quotes")
    if holds_undecoded(row):
        return BadLine(line, "not UTF-8, or too long")
    found: dict[str, Any] = {}
    for column, cell in zip(columns, row, strict=False):
        if cell == "":
            continue
        first, _, within = column.partition(".")
        if within:
            value = [part.strip() for part in cell.split(";") if part.strip()] if within in _LISTS else cell
            found.setdefault(first, {})[within] = value
        elif first == "context":
            try:
                found[first] = json.loads(cell)
            except (ValueError, RecursionError) as error:
                return BadLine(line, f"context: not valid JSON: {error}")
        else:
            found[first] = cell
    return found


def _message(line: int, row: Any, usual: dict[str, str | None]) -> MessageLine | BadLine:
    if not isinstance(row, dict):
        return BadLine(line, f'an object is wanted, such as {{"text": …}}, not {type(row).__name__}')
    given = {name: value for name, value in row.items() if value is not None}
    try:
        return MessageLine(line, MessageShape.model_validate(usual | given))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "line"
        return BadLine(line, f"{place}: {first['msg']}")
