"""`forbear privacy export`: two files in a closed folder, and a line on record."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.account_import import store_account
from service.commands.privacy_export import _folder_name
from service.domain.account import AccountImport
from service.program import Foundation
from service.records.accounts import find_account
from service.records.conversations import create_conversation
from tests.commands.conftest import Forbear


@pytest.fixture
def known(foundation: Foundation, card_account: AccountImport) -> str:
    """A person with one account and one conversation in which nothing was said yet."""
    store_account(foundation, card_account)
    with foundation.database.writing() as session:
        account = find_account(session, card_account.id)
        assert account is not None
        create_conversation(session, account, "web", identity_verified=False, now=foundation.clock())
    return card_account.borrower.id


def test_both_files_are_written_and_closed_to_others(forbear: Forbear, known: str, data_dir: Path) -> None:
    ended = forbear("privacy", "export", known)
    assert ended.code == 0, ended.err
    folder = data_dir / "exports" / known
    assert ended.out.splitlines()[-3:-1] == [str(folder / "export.json"), str(folder / "export.html")]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    data = json.loads((folder / "export.json").read_text(encoding="utf-8"))
    assert data["profile"]["name"] == "Maria Delgado"
    assert f"export {data['id']}, sha256 " in ended.out
    assert "Maria Delgado" not in ended.out + ended.err
    assert forbear("audit", "verify").out == "1 links, 0 broken\n"


def test_nothing_is_written_over_unless_told(forbear: Forbear, known: str, tmp_path: Path) -> None:
    wanted = ("privacy", "export", known, "--output", str(tmp_path / "out"))
    assert forbear(*wanted).code == 0
    first = (tmp_path / "out" / "export.json").read_bytes()
    again = forbear(*wanted)
    assert (again.code, "--force" in again.err) == (1, True)
    assert (tmp_path / "out" / "export.json").read_bytes() == first
    assert forbear("audit", "verify").out == "1 links, 0 broken\n"  # what was refused is not on record
    assert forbear(*wanted, "--force", "--language", "zh").code == 0
    assert "您的资料" in (tmp_path / "out" / "export.html").read_text(encoding="utf-8")


def test_a_folder_that_others_can_look_into_is_told(forbear: Forbear, known: str, tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    ended = forbear("privacy", "export", known, "--output", str(folder))
    assert ended.code == 0
    assert "warning: others can look into" in ended.err


def test_an_unknown_person_is_told(forbear: Forbear, foundation: Foundation, data_dir: Path) -> None:
    ended = forbear("privacy", "export", "nobody")
    assert (ended.code, ended.out) == (1, "")
    assert "nobody of the id 'nobody' is known" in ended.err
    assert not (data_dir / "exports").exists()


@given(st.text(min_size=1, max_size=128), st.text(min_size=1, max_size=128))
def test_a_folder_is_named_after_the_person_and_nobody_else(one: str, other: str) -> None:
    for name in (_folder_name(one), _folder_name(other)):
        assert name == Path(name).name
        assert name not in ("", ".", "..")
        assert len(name) <= 70
    assert (_folder_name(one) == _folder_name(other)) == (one == other)
