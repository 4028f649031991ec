"""Many made-up borrowers over a real database, and what lies in the database's files."""

from __future__ import annotations

from pathlib import Path

from service.account_import import store_account
from service.domain.account import AccountImport
from service.program import Foundation
from service.records.data_keys import StoredKey, keys_after
from tests.conftest import MONDAY


def borrower_id(number: int) -> str:
    return f"bor-{number:03d}"


def account_of(template: AccountImport, number: int) -> AccountImport:
    """The template's account for another borrower."""
    person = template.borrower.model_copy(update={"id": borrower_id(number), "name": f"Maria Delgado {number}"})
    return template.model_copy(update={"id": f"acc-{number:03d}", "borrower": person})


def settle(foundation: Foundation, template: AccountImport, count: int, first: int = 0) -> None:
    """Store so many borrowers, each with one sealed message."""
    for number in range(first, first + count):
        store_account(foundation, account_of(template, number))
        with foundation.database.writing() as session:
            text = f"I lost my job, says number {number}"
            foundation.vault.put(session, borrower_id(number), "message", f"m-{number}", text, MONDAY)


def wrapped_keys(foundation: Foundation) -> list[StoredKey]:
    with foundation.database.reading() as session:
        return keys_after(session, "", 10_000)


def readable(foundation: Foundation) -> int:
    """How many borrowers' messages open and say what they said."""
    opened = 0
    for stored in wrapped_keys(foundation):
        number = int(stored.borrower_id.removeprefix("bor-"))
        with foundation.database.reading() as session:
            text = foundation.vault.get(session, stored.borrower_id, "message", f"m-{number}")
        assert text == f"I lost my job, says number {number}"
        opened += 1
    return opened


def in_files(folder: Path, needle: bytes) -> list[str]:
    """The names of the files below a folder that hold these bytes."""
    return [path.name for path in sorted(folder.rglob("*")) if path.is_file() and needle in path.read_bytes()]
