"""`privacy erase` and `privacy rotate-key`: what they print, what they ask, and how they end."""

from __future__ import annotations

import base64
import shlex
import sys
from pathlib import Path

import pytest

from service.domain.account import AccountImport
from service.key_services import MASTER_KEY_FILE
from service.privacy import key_id_of, wrapped_with
from service.program import Foundation
from service.records.models import ErasureRow
from tests.commands.conftest import Forbear
from tests.privacy.test_key_command import HELPER
from tests.service.people import account_of, borrower_id, readable, settle, wrapped_keys

PEOPLE = 7
NEW = bytes(range(32))


def coded(key: bytes) -> str:
    return base64.b64encode(key).decode()


@pytest.fixture
def settled(foundation: Foundation, card_account: AccountImport) -> Foundation:
    settle(foundation, card_account, PEOPLE)
    return foundation


@pytest.fixture
def new_key_file(tmp_path: Path) -> Path:
    file = tmp_path / "new.key"
    file.write_text(coded(NEW) + "\n")
    return file


def erased(foundation: Foundation) -> list[str]:
    with foundation.database.reading() as session:
        return [row.borrower_id for row in session.query(ErasureRow)]


def test_a_dry_run_shows_the_table_and_changes_nothing(forbear: Forbear, settled: Foundation) -> None:
    ended = forbear("privacy", "erase", borrower_id(0), "--dry-run")
    assert (ended.code, ended.err) == (0, "")
    assert "data key" in ended.out and "the creditor's ledger" in ended.out
    assert "Nothing was changed." in ended.out
    assert readable(settled) == PEOPLE


def test_it_shows_the_same_table_and_asks_first(forbear: Forbear, settled: Foundation) -> None:
    dry = forbear("privacy", "erase", borrower_id(0), "--dry-run").out
    ended = forbear("privacy", "erase", borrower_id(0), typed="n\n")
    assert ended.code == 1
    assert ended.out.startswith(dry.removesuffix("Nothing was changed.\n"))
    assert "Erase 'bor-000' for good? [y/N]" in ended.out
    assert (erased(settled), readable(settled)) == ([], PEOPLE)


@pytest.mark.parametrize(("options", "typed"), [((), "y\n"), (("--yes",), "")])
def test_it_erases_once_it_is_told_to(
    forbear: Forbear, settled: Foundation, options: tuple[str, ...], typed: str
) -> None:
    ended = forbear("privacy", "erase", borrower_id(0), *options, typed=typed)
    assert ended.code == 0
    assert "Erased." in ended.out and "overwritten in the database files" in ended.out
    assert (erased(settled), readable(settled)) == ([borrower_id(0)], PEOPLE - 1)
    assert forbear("audit", "verify").code == 0


def test_erasing_again_says_when_it_was(forbear: Forbear, settled: Foundation) -> None:
    forbear("privacy", "erase", borrower_id(0), "--yes")
    ended = forbear("privacy", "erase", borrower_id(0))
    assert ended.code == 0
    assert "Had been erased before (2" in ended.out
    assert erased(settled) == [borrower_id(0)]


def test_an_account_is_no_borrower(forbear: Forbear, settled: Foundation) -> None:
    ended = forbear("privacy", "erase", "acc-000", "--yes")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == "There is no borrower 'acc-000'. That is an account; its borrower is 'bor-000'.\n"
    assert erased(settled) == []


def test_a_reason_that_says_nothing_is_refused(forbear: Forbear, settled: Foundation) -> None:
    ended = forbear("privacy", "erase", borrower_id(0), "--yes", "--reason", "because")
    assert ended.code == 2
    assert "at least 10 characters" in ended.err
    assert erased(settled) == []


def test_erased_accounts_are_told_when_they_are_imported_again(
    forbear: Forbear, settled: Foundation, card_account: AccountImport, tmp_path: Path
) -> None:
    forbear("privacy", "erase", borrower_id(0), "--yes")
    file = tmp_path / "again.jsonl"
    file.write_text("\n".join(account_of(card_account, number).model_dump_json() for number in range(2)))
    ended = forbear("accounts", "import", str(file))
    assert (ended.code, ended.out) == (1, "0 imported, 1 updated, 1 failed\n")
    assert f"{file}:1: new_start_at: borrower 'bor-000' was erased on" in ended.err
    again = (
        account_of(card_account, 0)
        .model_dump_json()
        .replace('"new_start_at":null', '"new_start_at":"2999-01-01T00:00:00Z"')
    )
    file.write_text(again)
    ended = forbear("accounts", "import", str(file))
    assert (ended.code, ended.out) == (
        0, "0 imported, 1 updated, 0 failed\n1 of them with a borrower who had been erased and begins anew\n",
    )  # fmt: skip


def test_the_whole_way_to_a_new_master_key(
    forbear: Forbear, settled: Foundation, new_key_file: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = data_dir / MASTER_KEY_FILE
    before = file.read_text().strip()
    monkeypatch.setenv("FORBEAR_OLD_MASTER_KEYS", coded(NEW))  # the service knows the key to come
    ended = forbear("privacy", "rotate-key", "--new-key-file", str(new_key_file))
    assert (ended.code, ended.err) == (0, "")
    assert f"7 wrapped anew with {key_id_of(NEW)}, 0 were already, 0 could not be opened." in ended.out
    assert f"install -m 600 {new_key_file} {file}" in ended.out
    assert before not in ended.out and coded(NEW) not in ended.out
    # What it says is to be done next:
    monkeypatch.setenv("FORBEAR_OLD_MASTER_KEYS", before)
    file.write_text(new_key_file.read_text())
    ended = forbear("privacy", "rotate-key")
    assert (ended.code, "0 wrapped anew" in ended.out, "7 were already" in ended.out) == (0, True, True)
    assert "No other key is needed for data any more." in ended.out


def test_it_asks_when_the_service_would_not_know_the_new_key(
    forbear: Forbear, settled: Foundation, new_key_file: Path
) -> None:
    ended = forbear("privacy", "rotate-key", "--new-key-file", str(new_key_file), typed="n\n")
    assert ended.code == 1
    assert f"does not know the new key ({key_id_of(NEW)})" in ended.out
    assert readable(settled) == PEOPLE


def test_the_new_key_may_come_from_the_environment(
    forbear: Forbear, settled: Foundation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORBEAR_NEW_MASTER_KEY", coded(NEW))
    assert forbear("privacy", "rotate-key", "--yes").code == 0
    assert {wrapped_with(stored.wrapped) for stored in wrapped_keys(settled)} == {key_id_of(NEW)}


def test_without_anything_to_go_to_it_says_what_is_missing(forbear: Forbear, settled: Foundation) -> None:
    ended = forbear("privacy", "rotate-key")
    assert ended.code == 2
    assert "there is nothing to go to" in ended.err


@pytest.mark.parametrize("content", ["", "???", base64.b64encode(b"short").decode()])
def test_a_file_without_a_key_is_refused(forbear: Forbear, settled: Foundation, tmp_path: Path, content: str) -> None:
    file = tmp_path / "bad.key"
    file.write_text(content)
    ended = forbear("privacy", "rotate-key", "--yes", "--new-key-file", str(file))
    assert ended.code == 1
    assert "openssl rand -base64 32" in ended.err
    assert readable(settled) == PEOPLE


def test_with_the_wrong_key_it_names_whom_it_cannot_open(
    forbear: Forbear, settled: Foundation, new_key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORBEAR_MASTER_KEY", coded(b"w" * 32))
    ended = forbear("privacy", "rotate-key", "--yes", "--new-key-file", str(new_key_file))
    assert ended.code == 1
    assert "0 wrapped anew" in ended.out and "7 could not be opened" in ended.out
    assert "bor-000: the data key is wrapped with 'local:" in ended.err
    assert "List the key that they need in FORBEAR_OLD_MASTER_KEYS" in ended.err
    assert "Next" not in ended.out
    assert readable(settled) == PEOPLE


def test_to_a_key_service_and_back(
    forbear: Forbear, settled: Foundation, new_key_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    helper = shlex.join([sys.executable, str(HELPER), str(tmp_path / "notes")])
    monkeypatch.setenv("FORBEAR_KEY_SERVICE", f"command:{helper}")
    assert forbear("privacy", "rotate-key").code == 0
    assert {wrapped_with(stored.wrapped) for stored in wrapped_keys(settled)} == {"command"}
    ended = forbear("privacy", "rotate-key", "--yes", "--new-key-file", str(new_key_file))
    assert ended.code == 0
    assert "Take FORBEAR_KEY_SERVICE out" in ended.out
    assert {wrapped_with(stored.wrapped) for stored in wrapped_keys(settled)} == {key_id_of(NEW)}


def test_a_key_service_that_is_down_is_told_in_a_sentence(
    forbear: Forbear, settled: Foundation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORBEAR_KEY_SERVICE", f"command:{tmp_path / 'nowhere'}")
    ended = forbear("privacy", "rotate-key")
    assert ended.code == 1
    assert "cannot be started" in ended.err and "Traceback" not in ended.err
    assert readable(settled) == PEOPLE
