"""A real helper program: asked over its pipes, stopped when it is late, started anew when it died, never quoted."""

from __future__ import annotations

import os
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service.privacy import CannotDecrypt, KeyServiceUnavailable
from service.privacy.key_command import CommandKeyService

HELPER = Path(__file__).with_name("key_helper.py")
KEY = bytes(range(32))

Start = Callable[..., CommandKeyService]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return tmp_path / "notes"


@pytest.fixture
def start(notes: Path) -> Iterator[Start]:
    """Starts a service over the helper program with these options."""
    services = []

    def make(*options: str, seconds: float = 60) -> CommandKeyService:
        services.append(CommandKeyService([sys.executable, str(HELPER), str(notes), *options], seconds))
        return services[-1]

    yield make
    for service in services:
        service.close()


def lives(notes: Path) -> list[int]:
    """The process ids that the helper had."""
    return [int(line.split()[1]) for line in notes.read_text().splitlines() if line.startswith("life")]


def test_a_key_comes_back_and_one_process_answers_everything(start: Start, notes: Path) -> None:
    service = start()
    wrapped = service.wrap(KEY)
    assert KEY not in wrapped
    assert [service.unwrap(wrapped) for _ in range(3)] == [KEY] * 3
    assert len(lives(notes)) == 1


def test_a_program_that_died_is_started_anew_and_nobody_notices(start: Start, notes: Path) -> None:
    service = start("die-after=1")
    wrapped = service.wrap(KEY)
    assert [service.unwrap(wrapped) for _ in range(2)] == [KEY] * 2
    assert len(lives(notes)) == 3


def test_a_program_that_always_dies_is_no_service() -> None:
    service = CommandKeyService([sys.executable, "-c", "pass"], 60)
    with pytest.raises(KeyServiceUnavailable, match="ended without an answer"):
        service.wrap(KEY)
    service.close()


def test_a_silent_program_is_stopped_after_its_time(start: Start, notes: Path) -> None:
    service = start("silent", seconds=1.5)
    with pytest.raises(KeyServiceUnavailable, match=r"within 1.5 s \(FORBEAR_KEY_SERVICE_SECONDS\)"):
        service.wrap(KEY)
    (pid,) = lives(notes)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.parametrize(
    "says",
    ["not json", "[]", "7", "null", "{}", '{"key": 7}', '{"key": "???"}', '{"key": ""}', '{"key": null}', "[" * 5000],
)
def test_an_answer_that_is_none_is_never_repeated(start: Start, says: str) -> None:
    with pytest.raises(KeyServiceUnavailable) as caught:
        start(f"says={says}").wrap(KEY)
    shown = str(caught.value).replace('{"key": "<base64>"}', "")
    assert says not in shown
    assert caught.value.__cause__ is None


def test_a_refusal_is_told_and_not_repeated(start: Start) -> None:
    secret = '{"error": "the secret is hunter2"}'
    with pytest.raises(CannotDecrypt) as unwrapping:
        start(f"says={secret}").unwrap(KEY)
    with pytest.raises(KeyServiceUnavailable) as wrapping:
        start(f"says={secret}").wrap(KEY)
    assert "hunter2" not in str(unwrapping.value) + str(wrapping.value)


def test_a_key_that_the_service_did_not_wrap_is_refused(start: Start) -> None:
    with pytest.raises(CannotDecrypt):
        start().unwrap(KEY)


def test_a_program_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyServiceUnavailable, match=r"nowhere.*No such file"):
        CommandKeyService([str(tmp_path / "nowhere")], 60).wrap(KEY)


def test_a_program_that_may_not_run_is_named(tmp_path: Path) -> None:
    file = tmp_path / "helper"
    file.write_text("#!/bin/sh\n")
    file.chmod(stat.S_IRUSR)
    with pytest.raises(KeyServiceUnavailable, match=r"helper.*Permission denied"):
        CommandKeyService([str(file)], 60).wrap(KEY)


def test_our_own_settings_do_not_reach_the_program(start: Start, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORBEAR_MASTER_KEY", "secret")
    start().wrap(KEY)
    assert notes.read_text().splitlines()[0].endswith("[]")


def test_many_threads_get_their_own_answers(start: Start) -> None:
    service = start()
    keys = [bytes([number]) * 32 for number in range(24)]
    got: dict[int, bytes] = {}

    def ask(number: int) -> None:
        got[number] = service.unwrap(service.wrap(keys[number]))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(len(keys))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [got[number] for number in range(len(keys))] == keys


def test_a_closed_service_leaves_no_program_behind(start: Start, notes: Path) -> None:
    service = start()
    service.wrap(KEY)
    service.close()
    with pytest.raises(ProcessLookupError):
        os.kill(lives(notes)[0], 0)
