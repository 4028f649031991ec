"""What goes wrong for a reason that a person can put right is told in a line, with the way out."""

from __future__ import annotations

import base64
import socket
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from service.commands.failures import explanation
from tests.commands.conftest import Forbear


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("FORBEAR_PORT", "abc", "FORBEAR_PORT: Input should be a valid integer"),
        ("FORBEAR_WORKERS", "0", "FORBEAR_WORKERS: Input should be greater"),
        ("FORBEAR_WRITING_MODE", "wild", "FORBEAR_WRITING_MODE: Input should be 'assembled' or 'free'"),
        ("FORBEAR_DATABASE_URL", "mysql://db", "FORBEAR_DATABASE_URL: it must begin with sqlite:/// or postgresql://"),
        ("FORBEAR_DATABASE_URL", "postgresql://x@127.0.0.1:1/x", "correct FORBEAR_DATABASE_URL"),
        ("FORBEAR_DATABASE_URL", "sqlite:////proc/nowhere/x.sqlite", "/proc/nowhere"),
        ("FORBEAR_MASTER_KEY", "hunter2", "openssl rand -base64 32"),
        ("FORBEAR_MASTER_KEY", base64.b64encode(b"short").decode(), "5 bytes instead of 32"),
        ("FORBEAR_DATA_DIR", "/proc/nowhere", "/proc/nowhere"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    forbear: Forbear, monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    ended = forbear("keys", "add", "Harbor Light Bank")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("forbear: ")
    assert says in ended.err
    assert "Traceback" not in ended.err
    assert "hunter2" not in ended.err


def test_another_master_key_than_the_datas_own_is_told(forbear: Forbear, monkeypatch: pytest.MonkeyPatch) -> None:
    assert forbear("chat").code == 0
    monkeypatch.setenv("FORBEAR_MASTER_KEY", base64.b64encode(b"k" * 32).decode())
    ended = forbear("chat")
    assert ended.code == 1
    assert "master key that this data was sealed with" in ended.err


def test_brackets_in_an_error_are_printed_as_they_are(
    forbear: Forbear, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "[").mkdir()
    (tmp_path / "[" / "]").write_text("a file, not a folder")
    monkeypatch.setenv("FORBEAR_DATA_DIR", str(tmp_path / "[/]"))
    assert "[/]" in forbear("keys", "add", "x").err


def test_a_taken_port_is_told_before_anything_is_loaded(forbear: Forbear, data_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = forbear("serve", "--port", str(port))
    assert ended.code == 1
    assert f"cannot listen on 127.0.0.1 port {port}" in ended.err
    assert "Forbear is ready" not in ended.err
    assert not data_dir.exists()


def test_a_port_that_is_none_is_refused(forbear: Forbear) -> None:
    assert forbear("serve", "--port", "70000").code == 2


def test_a_fault_of_the_program_keeps_its_stack_trace() -> None:
    assert explanation(ZeroDivisionError("x")) is None


def test_what_a_database_says_of_a_statement_is_not_repeated() -> None:
    said = sqlite3.OperationalError("no such value: 'Maria Delgado'")
    at_a_statement = explanation(OperationalError("UPDATE messages SET text = ?", {"text": "Maria"}, said))
    at_the_door = explanation(OperationalError(None, None, sqlite3.OperationalError("connection refused")))
    assert at_a_statement is not None
    assert "Maria" not in at_a_statement
    assert at_the_door is not None
    assert "connection refused" in at_the_door


def test_a_fault_of_the_program_is_told_by_kind_and_place_without_its_words(
    forbear: Forbear, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(text: str, *_rest: object) -> None:
        raise LookupError(f"no such name: {text}")

    monkeypatch.setattr("service.privacy.redact", fail)
    ended = forbear("redact", "I am Ottoline Vandersloot")
    assert (ended.code, ended.out) == (1, "")
    assert "Vandersloot" not in ended.err
    assert ended.err.startswith("Traceback")
    assert ended.err.endswith("LookupError\n")
