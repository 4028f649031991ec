"""`kill -9` at many points of a conversation: nothing is lost, doubled or overtaken (invariant 6)."""

from __future__ import annotations

import itertools
import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from service.account_import import store_account
from service.domain.account import AccountImport
from service.program import Foundation, lay_foundation
from service.records.accounts import find_account
from service.records.audit import broken_links
from service.records.conversations import create_conversation
from service.records.models import MessageRow, OutboxRow, TurnRow
from service.settings import Settings
from tests.durability.worker import live

MESSAGES = 30
FEWEST_KILLS = 20

_QUESTIONS = itertools.cycle(
    ["How much do I owe?", "What are my options?", "Can I dispute this later?", "How do I pay?", "Who are you?"]
)


class Lives:
    """One serving process after another over the same folder."""

    def __init__(self, folder: Path) -> None:
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["tests.durability.preload"])
        self._folder = folder
        self.kills = 0
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def begin(self, burns: int | None) -> None:
        self._pipe, theirs = self._context.Pipe()
        self._process = self._context.Process(target=live, args=(self._folder, burns, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def send(self, conversation_id: str, client_message_id: str, text: str) -> bool:
        """Whether the message was acknowledged; False when the process died before."""
        assert self._pipe is not None
        try:
            self._pipe.send((conversation_id, client_message_id, text))
            self._pipe.recv()
        except (EOFError, BrokenPipeError, ConnectionResetError):
            self._bury()
            return False
        return True

    def end(self) -> None:
        assert self._pipe is not None and self._process is not None
        self._pipe.send(None)
        self._process.join(timeout=60)
        assert self._process.exitcode == 0

    def _bury(self) -> None:
        assert self._process is not None
        self._process.join(timeout=60)
        assert self._process.exitcode == -9, f"the process died by itself: {self._process.exitcode}"
        self.kills += 1


@contextmanager
def _foundation(folder: Path) -> Iterator[Foundation]:
    settings = Settings(data_dir=folder, log_level="ERROR", _env_file=None)
    foundation = lay_foundation(settings)
    yield foundation
    foundation.database.close()


def _open(folder: Path, incoming: AccountImport) -> str:
    with _foundation(folder) as foundation:
        store_account(foundation, incoming)
        with foundation.database.writing() as session:
            account = find_account(session, incoming.id)
            assert account is not None
            return create_conversation(session, account, "web", True, foundation.clock()).id


def _answered(folder: Path, deadline_seconds: float) -> bool:
    """Whether everything received was answered and delivered in time."""
    deadline = time.monotonic() + deadline_seconds
    with _foundation(folder) as foundation:
        while time.monotonic() < deadline:
            with foundation.database.reading() as session:
                waiting = session.query(MessageRow).filter_by(status="received").count()
                undelivered = session.query(OutboxRow).filter(OutboxRow.delivered_at.is_(None)).count()
            if waiting == 0 and undelivered == 0:
                return True
            time.sleep(0.1)
    return False


@pytest.mark.timeout(600)
def test_every_message_is_answered_once_and_in_order_through_many_kills(
    tmp_path: Path, card_account: AccountImport
) -> None:
    folder = tmp_path / "var"
    conversation_id = _open(folder, card_account)
    lives = Lives(folder)
    # Different numbers of transactions into each life: in the recovery, in a reception, in a turn, in a delivery.
    fuses = itertools.chain((4 + (number * 11) % 37 for number in range(24)), itertools.repeat(None))
    lives.begin(next(fuses))
    for number in range(MESSAGES):
        text = next(_QUESTIONS)
        while not lives.send(conversation_id, f"client-{number}", text):
            lives.begin(next(fuses))
    assert lives.kills >= FEWEST_KILLS
    lives.end()
    lives.begin(None)
    assert _answered(folder, deadline_seconds=120)
    lives.end()

    with _foundation(folder) as foundation, foundation.database.reading() as session:
        rows = session.query(MessageRow).order_by(MessageRow.sequence).all()
        asked = [row for row in rows if row.direction == "in"]
        answers = [row for row in rows if row.direction == "out" and row.in_reply_to is not None]
        assert [row.client_message_id for row in asked] == [f"client-{number}" for number in range(MESSAGES)]
        assert [row.in_reply_to for row in answers] == [row.id for row in asked]
        assert sum(1 for row in rows if row.direction == "out" and row.in_reply_to is None) == 1
        assert [row.sequence for row in rows] == list(range(1, len(rows) + 1))
        turns = session.query(TurnRow).order_by(TurnRow.number).all()
        assert [turn.number for turn in turns] == list(range(MESSAGES + 1))
        assert all(turn.status == "finished" for turn in turns)
        assert list(broken_links(session)) == []
