"""The day's retention is a durable workflow: started once a day, gone on with after a crash."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from service.live import LiveHub
from service.program import workflow_url
from service.records import Database
from service.settings import Settings
from service.workflows import Workflows


class Recorded:
    """A retention that fails once, as when the database is locked for too long."""

    def __init__(self) -> None:
        self.begun: list[date] = []
        self.finished = 0

    def apply(self, today: date) -> dict[str, int]:
        self.begun.append(today)
        if len(self.begun) == 1:
            raise OSError("a name that must not be logged")
        self.finished += 1
        return {}


class Today:
    """A clock that is set."""

    now = datetime(2026, 11, 25, 23, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def started(tmp_path: Path) -> Iterator[tuple[Any, Recorded, Today]]:
    settings = Settings(data_dir=tmp_path, _env_file=None)
    database = Database(settings.database)
    database.migrate()
    recorded, today = Recorded(), Today()
    build: Any = Workflows  # no turns and no deliveries here
    workflows = build(
        url=workflow_url(settings), database=database, stages=None, delivery=None, hub=LiveHub(), clock=today,
        workers=1, poll_seconds=0.05, retention=recorded,
    )  # fmt: skip
    workflows.start()
    yield workflows, recorded, today
    workflows.stop(wait_seconds=5)
    database.close()


def _wait_until_finished(recorded: Recorded, times: int) -> None:
    while recorded.finished < times:
        time.sleep(0.05)


def test_it_runs_once_a_day_and_again_when_it_failed(started: tuple[Any, Recorded, Today]) -> None:
    workflows, recorded, today = started
    _wait_until_finished(recorded, 1)
    first = date(2026, 11, 25)
    assert recorded.begun == [first, first]
    workflows.sweep()
    workflows._retained_on = None  # as another process, or this one started anew, would begin
    workflows.sweep()
    today.now = datetime(2026, 11, 26, 0, 1, tzinfo=UTC)
    workflows.sweep()
    _wait_until_finished(recorded, 2)
    assert recorded.begun == [first, first, date(2026, 11, 26)]
