"""The settings choose what wraps the data keys; the local master key signs links whatever they choose."""

from __future__ import annotations

import base64
import os
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import ValidationError

from service.account_import import store_account
from service.api.problems import install_problem_handlers
from service.domain.account import AccountImport
from service.key_services import MASTER_KEY_FILE, external_keys, keyring_of, local_keys, new_master_key
from service.privacy import BadMasterKey, KeyServiceUnavailable, key_id_of, wrapped_with
from service.program import Foundation, lay_foundation
from service.reception import Reception
from service.records.accounts import wrapped_key
from service.records.models import MessageRow
from service.settings import BadSettings, Settings
from tests.conftest import MONDAY, fixed_clock
from tests.privacy.test_key_command import HELPER

OLD, NEW = (bytes([number]) * 32 for number in (1, 2))


def coded(*keys: bytes) -> str:
    return ", ".join(base64.b64encode(key).decode() for key in keys)


def settings_with(folder: Path, **values: Any) -> Settings:
    return Settings(data_dir=folder / "var", log_level="ERROR", _env_file=None, **values)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A really installed package that brings a key service `tin-can` and one that cannot be made."""
    folder = tmp_path / "site"
    info = folder / "tin_can-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tin-can\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[forbear.key_services]\ntin-can = tin_can:TinCan\nbroken = tin_can:broken\n"
    )
    (folder / "tin_can.py").write_text(
        "class TinCan:\n"
        "    def wrap(self, key):\n        return key[::-1]\n"
        "    def unwrap(self, wrapped):\n        return wrapped[::-1]\n"
        "def broken():\n    raise RuntimeError('password hunter2')\n"
    )
    monkeypatch.syspath_prepend(str(folder))
    yield folder
    sys.modules.pop("tin_can", None)


def command(notes: Path) -> str:
    return "command:" + shlex.join([sys.executable, str(HELPER), str(notes)])


def sealed_and_opened(foundation: Foundation, account: AccountImport) -> str | None:
    """The id of the key that wraps a new borrower's key, once a text has gone in and come out."""
    store_account(foundation, account)
    with foundation.database.writing() as session:
        foundation.vault.put(session, account.borrower.id, "message", "m1", "I lost my job", MONDAY)
    with foundation.database.reading() as session:
        assert foundation.vault.get(session, account.borrower.id, "message", "m1") == "I lost my job"
        key = wrapped_key(session, account.borrower.id)
    assert key is not None
    return wrapped_with(key)


def test_while_the_key_service_is_away_nothing_is_half_stored(tmp_path: Path, card_account: AccountImport) -> None:
    foundation = lay_foundation(settings_with(tmp_path, key_service=command(tmp_path / "notes")), fixed_clock)
    store_account(foundation, card_account)
    reception = Reception(foundation.database, foundation.vault, fixed_clock)
    conversation = reception.open_conversation(card_account.id, "web", False)
    assert conversation is not None
    foundation.database.close()
    away = lay_foundation(settings_with(tmp_path, key_service=f"command:{tmp_path / 'nowhere'}"), fixed_clock)
    with pytest.raises(KeyServiceUnavailable):
        away.vault.check_keys()
    with pytest.raises(KeyServiceUnavailable):
        Reception(away.database, away.vault, fixed_clock).receive(conversation, "I lost my job", None)
    with pytest.raises(KeyServiceUnavailable):
        store_account(away, card_account)
    with away.database.reading() as session:
        assert session.query(MessageRow).count() == 0
    away.database.close()


def test_while_the_key_service_is_away_whoever_asks_is_told_to_come_back() -> None:
    app = FastAPI()
    install_problem_handlers(app)

    @app.get("/")
    def ask() -> None:
        raise KeyServiceUnavailable("the key service's program ended without an answer")

    answer = TestClient(app, raise_server_exceptions=False).get("/")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "program" not in answer.text


def test_without_a_key_service_the_master_key_wraps(tmp_path: Path, card_account: AccountImport) -> None:
    foundation = lay_foundation(settings_with(tmp_path, master_key=coded(NEW)), fixed_clock)
    assert sealed_and_opened(foundation, card_account) == key_id_of(NEW)
    foundation.database.close()


def test_a_helper_program_wraps(tmp_path: Path, card_account: AccountImport) -> None:
    foundation = lay_foundation(settings_with(tmp_path, key_service=command(tmp_path / "notes")), fixed_clock)
    foundation.vault.check_keys()
    assert sealed_and_opened(foundation, card_account) == "command"
    foundation.database.close()


def test_importing_a_known_borrower_again_asks_the_key_service_for_nothing(
    tmp_path: Path, card_account: AccountImport
) -> None:
    notes = tmp_path / "notes"
    foundation = lay_foundation(settings_with(tmp_path, key_service=command(notes)), fixed_clock)
    for _ in range(3):
        store_account(foundation, card_account)
    assert notes.read_text().split().count("wrap") == 1
    assert notes.read_text().split().count("unwrap") == 1
    foundation.database.close()


@pytest.mark.usefixtures("package")
def test_an_installed_package_brings_a_key_service(tmp_path: Path, card_account: AccountImport) -> None:
    foundation = lay_foundation(settings_with(tmp_path, key_service="tin-can"), fixed_clock)
    assert sealed_and_opened(foundation, card_account) == "tin-can"
    foundation.database.close()


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize(
    ("name", "problem"),
    [("tin-cup", "no installed package has a key service 'tin-cup' .*tin-can"), ("broken", "RuntimeError")],
)
def test_a_key_service_that_is_not_there_is_a_broken_setting(tmp_path: Path, name: str, problem: str) -> None:
    with pytest.raises(BadSettings, match=problem) as caught:
        external_keys(settings_with(tmp_path, key_service=name))
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("value", ["command:", "command: ", "/usr/bin/kms", "KMS", "aws kms"])
def test_a_key_service_of_no_known_form_is_refused(tmp_path: Path, value: str) -> None:
    with pytest.raises(ValidationError, match="command:/path/to/program"):
        settings_with(tmp_path, key_service=value)


def test_the_local_key_signs_links_and_sessions_with_a_key_service_too(tmp_path: Path) -> None:
    local = lay_foundation(settings_with(tmp_path, master_key=coded(NEW)))
    served = lay_foundation(settings_with(tmp_path, master_key=coded(NEW), key_service=command(tmp_path / "notes")))
    token = local.tokens.issue("cnv_1", 1)
    assert served.tokens.read(token).conversation_id == "cnv_1"
    assert served.session_secret == local.session_secret
    for foundation in (local, served):
        foundation.database.close()


def test_links_signed_with_a_listed_key_hold_and_new_ones_are_signed_with_the_new_key(tmp_path: Path) -> None:
    before = lay_foundation(settings_with(tmp_path, master_key=coded(OLD)))
    during = lay_foundation(settings_with(tmp_path, master_key=coded(NEW), old_master_keys=coded(OLD)))
    after = lay_foundation(settings_with(tmp_path, master_key=coded(NEW)))
    assert during.tokens.read(before.tokens.issue("cnv_1", 1)).conversation_id == "cnv_1"
    assert after.tokens.read(during.tokens.issue("cnv_2", 1)).conversation_id == "cnv_2"
    with pytest.raises(Exception, match="not valid"):
        after.tokens.read(before.tokens.issue("cnv_1", 1))
    assert during.session_secret != before.session_secret  # reviewers sign in again
    for foundation in (before, during, after):
        foundation.database.close()


@pytest.mark.parametrize("joined", ["{},{}", "{} {}", " {} ,\n{} "])
def test_several_old_keys_are_read(tmp_path: Path, joined: str) -> None:
    third = os.urandom(32)
    given = joined.format(coded(OLD), coded(third))
    settings = settings_with(tmp_path, master_key=coded(NEW), old_master_keys=given)
    assert local_keys(settings) == (NEW, OLD, third)
    assert keyring_of(settings).known_ids == {key_id_of(key) for key in (NEW, OLD, third)}


def test_a_broken_old_key_is_told_by_its_number_and_not_repeated(tmp_path: Path) -> None:
    settings = settings_with(tmp_path, old_master_keys=f"{coded(OLD)},hunter2")
    with pytest.raises(BadMasterKey, match=r"FORBEAR_OLD_MASTER_KEYS \(key 2\)") as caught:
        local_keys(settings)
    assert "hunter2" not in str(caught.value)


def test_the_new_key_comes_from_the_file_before_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "new.key"
    file.write_text(coded(NEW) + "\n")
    settings = settings_with(tmp_path, new_master_key=coded(OLD))
    assert new_master_key(settings, file) == NEW
    assert new_master_key(settings, None) == OLD
    assert new_master_key(settings_with(tmp_path), None) is None


def test_the_master_key_is_made_at_the_first_start_and_found_again(tmp_path: Path) -> None:
    settings = settings_with(tmp_path)
    assert local_keys(settings) == local_keys(settings)
    assert (settings.data_dir / MASTER_KEY_FILE).stat().st_mode & 0o777 == 0o600
