"""`forbear accounts import`"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.domain.account import AccountImport
from service.program import Foundation
from service.records.accounts import find_account
from tests.commands.conftest import Forbear


def _line(account: AccountImport, **changes: object) -> str:
    return json.dumps(account.model_dump(mode="json", exclude_none=True) | changes)


def test_accounts_are_created_then_updated(
    forbear: Forbear, tmp_path: Path, card_account: AccountImport, foundation: Foundation
) -> None:
    file = tmp_path / "accounts.jsonl"
    file.write_text(_line(card_account) + "\n" + _line(card_account, id="acc-2") + "\n", encoding="utf-8")
    assert forbear("accounts", "import", str(file)).out == "2 imported, 0 updated, 0 failed\n"
    file.write_text(_line(card_account, balance="10.00"), encoding="utf-8")
    assert forbear("accounts", "import", str(file)).out == "0 imported, 1 updated, 0 failed\n"
    with foundation.database.reading() as session:
        stored = find_account(session, card_account.id)
    assert stored is not None
    assert str(stored.balance) == "10.00"


def test_a_csv_is_known_by_its_ending(forbear: Forbear, tmp_path: Path) -> None:
    file = tmp_path / "ACCOUNTS.CSV"
    columns = (
        "id,creditor,product,actor_role,jurisdiction,language,currency,balance,days_past_due,borrower.id,borrower.name"
    )
    row = "c-1,Northgate Credit,card,original_creditor,uk,en,GBP,310.00,40,c-b-1,Owen Reyes"
    file.write_text(f"{columns}\n{row}\n", encoding="utf-8")
    ended = forbear("accounts", "import", str(file))
    assert (ended.code, ended.out) == (0, "1 imported, 0 updated, 0 failed\n")


def test_a_bad_line_is_named_and_loses_no_other(forbear: Forbear, tmp_path: Path, card_account: AccountImport) -> None:
    file = tmp_path / "accounts.jsonl"
    good, bad = _line(card_account), _line(card_account, id="acc-2", balance="12,50")
    file.write_text(f"{{not json\n{bad}\n{good}\n", encoding="utf-8")
    ended = forbear("accounts", "import", str(file))
    assert (ended.code, ended.out) == (1, "1 imported, 0 updated, 2 failed\n")
    assert f"{file}:1: line: not valid JSON" in ended.err
    assert f"{file}:2: balance: " in ended.err
    assert card_account.borrower.name not in ended.err


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [("a.csv", b"\xff\xfe", "not UTF-8"), ("a.jsonl", b"\xff\xfe", "not UTF-8"), ("a.csv", b"name\nx\n", "`id`")],
)
def test_a_file_that_is_none_is_refused(
    forbear: Forbear, tmp_path: Path, name: str, content: bytes, problem: str
) -> None:
    (tmp_path / name).write_bytes(content)
    ended = forbear("accounts", "import", str(tmp_path / name))
    assert ended.code == 1
    assert problem in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("place", ["missing.csv", "."])
def test_a_path_without_a_file_is_refused(forbear: Forbear, tmp_path: Path, place: str) -> None:
    ended = forbear("accounts", "import", str(tmp_path / place))
    assert ended.code == 2
    assert "FILE" in ended.err
