"""Many accounts at once, from CSV or JSON Lines: a bad row is reported by its line and loses no other."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from service.domain.account import AccountImport
from service.program import Foundation
from service.records.accounts import BorrowerErased, needs_key, upsert_account
from service.records.models import BorrowerRow

_ROWS_A_TRANSACTION = 200
BEGINNING_ANEW = "leave the account out, or give the time at which the person agreed to begin anew in `new_start_at`"
_LISTS = {"flags"}


class UnreadableImport(Exception):
    """The file as a whole cannot be read: its encoding or its header."""


@dataclass(frozen=True)
class RowError:
    """A row that was not taken. Lines count from 1, the header included."""

    line: int
    field: str
    detail: str


@dataclass
class ImportReport:
    """What became of the rows.

    Args:
        begun_anew: how many of the accounts have a borrower who had been erased and agreed to begin anew.
    """

    imported: int = 0
    updated: int = 0
    begun_anew: int = 0
    errors: list[RowError] = field(default_factory=list)


def store_account(foundation: Foundation, incoming: AccountImport) -> bool:
    """Store one account with its borrower; True when it is new.

    Raises:
        BorrowerErased: the borrower was erased and did not agree, since then, to begin anew.
    """
    with foundation.database.writing() as session:
        return _put(session, foundation, incoming, foundation.clock())


def _put(session: Session, foundation: Foundation, incoming: AccountImport, now: datetime) -> bool:
    # A key is made only where one is needed: an external key service is asked for each.
    data_key = foundation.vault.new_data_key() if needs_key(session, incoming.borrower.id) else b""
    is_new = upsert_account(session, incoming, data_key, now)
    foundation.vault.put_person(session, incoming, now)
    return is_new


def import_accounts(foundation: Foundation, data: bytes, is_csv: bool) -> ImportReport:
    """Store every row that can be stored.

    Raises:
        UnreadableImport: not UTF-8, or a CSV without a usable header.
    """
    report = ImportReport()
    good: list[tuple[int, AccountImport]] = []
    seen: dict[str, int] = {}
    for line, row in _rows(data, is_csv, report):
        account = _validated(line, row, report)
        if account is None:
            continue
        if account.id in seen:
            report.errors.append(RowError(line, "id", f"this id was already given on line {seen[account.id]}"))
            continue
        seen[account.id] = line
        good.append((line, account))
    for start in range(0, len(good), _ROWS_A_TRANSACTION):
        _store(foundation, good[start : start + _ROWS_A_TRANSACTION], report)
    return report


def _store(foundation: Foundation, accounts: list[tuple[int, AccountImport]], report: ImportReport) -> None:
    now = foundation.clock()
    imported = updated = begun_anew = 0
    errors = []
    with foundation.database.writing() as session:
        for line, account in accounts:
            borrower = session.get(BorrowerRow, account.borrower.id)
            was_erased = borrower is not None and borrower.data_key is None
            try:
                is_new = _put(session, foundation, account, now)
            except BorrowerErased as erased:
                errors.append(RowError(line, "new_start_at", f"{erased}; {BEGINNING_ANEW}"))
                continue
            imported, updated = imported + is_new, updated + (not is_new)
            begun_anew += was_erased
    report.imported += imported
    report.updated += updated
    report.begun_anew += begun_anew
    report.errors += errors


def _rows(data: bytes, is_csv: bool, report: ImportReport) -> Iterator[tuple[int, Any]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableImport(f"the file is not UTF-8 (byte {error.start})") from error
    return _csv_rows(text, report) if is_csv else _json_rows(text, report)


def _json_rows(text: str, report: ImportReport) -> Iterator[tuple[int, Any]]:
    # Only line feeds part rows: a JSON string may hold other line breaks, which splitlines() would cut at.
    for line, content in enumerate(text.split("\n"), 1):
        if not content.strip():
            continue
        try:
            yield line, json.loads(content)
        except (ValueError, RecursionError) as error:
            report.errors.append(RowError(line, "line", f"not valid JSON: {error}"))


def _csv_rows(text: str, report: ImportReport) -> Iterator[tuple[int, Any]]:
    reader = csv.DictReader(io.StringIO(text), strict=True)
    try:
        if not reader.fieldnames or "id" not in reader.fieldnames:
            raise UnreadableImport("the first line must name the columns, and one of them must be `id`")
        _refuse_overlapping(reader.fieldnames)
        for row in reader:
            if None in row:
                report.errors.append(RowError(reader.line_num, "line", "more cells than columns"))
                continue
            yield reader.line_num, _nested(row)
    except csv.Error as error:
        report.errors.append(RowError(max(1, reader.line_num), "line", f"not valid CSV: {error}"))


def _refuse_overlapping(columns: Sequence[str]) -> None:
    for column in columns:
        if any(other.startswith(f"{column}.") for other in columns):
            raise UnreadableImport(f"the column {column!r} cannot stand beside columns within it")


def _nested(row: dict[str, str | None]) -> dict[str, Any]:
    """`borrower.name` goes into `borrower`; empty cells are left out; lists are parted by semicolons."""
    result: dict[str, Any] = {}
    for column, cell in row.items():
        if cell is None or cell == "":
            continue
        value: Any = [part.strip() for part in cell.split(";") if part.strip()] if column in _LISTS else cell
        if column == "contacts":
            value = _json_or_text(cell)
        target = result
        *path, name = column.split(".")
        for part in path:
            target = target.setdefault(part, {})
        target[name] = value
    return result


def _json_or_text(cell: str) -> Any:
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return cell


def _validated(line: int, row: Any, report: ImportReport) -> AccountImport | None:
    try:
        return AccountImport.model_validate(row)
    except ValidationError as error:
        for one in error.errors():
            place = ".".join(str(part) for part in one["loc"]) or "line"
            report.errors.append(RowError(line, place, one["msg"]))
        return None
