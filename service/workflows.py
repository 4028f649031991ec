"""Durable turns: DBOS workflows on a queue partitioned by conversation, so that turns run one at a time, in order.

Workflows are given ids only; what they do is idempotent in our own database. Whatever a crash interrupts is taken
up again at the next start, and a sweep finds what was stored but never queued.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import structlog
from dbos import DBOS, DBOSConfig, SetEnqueueOptions, SetWorkflowID

from service import __version__
from service.clock import Clock
from service.delivery import Delivery
from service.live import LiveHub
from service.records import Database
from service.records.conversations import unopened_conversations
from service.records.messages import unanswered
from service.records.outbox import conversations_with_undelivered
from service.retention import Retention
from service.stages import Stages
from service.turn import hold_turn, take_turn

TURNS = "turns"
_SWEEP_SECONDS = 15.0
# What is younger than this is on its way; the sweep leaves it alone.
_FRESH = timedelta(seconds=5)
_NUMBERED_ATTEMPTS = 100
_log = structlog.get_logger(__name__)


@dataclass
class _Running:
    """What the workflows work with; DBOS calls them by name, so they cannot be handed arguments of ours."""

    stages: Stages
    delivery: Delivery
    hub: LiveHub
    retention: Retention | None


_running: _Running | None = None


def _parts() -> _Running:
    if _running is None:
        raise RuntimeError("the workflows are not started")
    return _running


class StepFailed(Exception):
    """A step of a workflow failed; names the kind of error only."""


@contextmanager
def _kinds_only() -> Iterator[None]:
    """DBOS keeps and logs the errors of steps, whose words could hold a borrower's text: it gets their kind."""
    try:
        yield
    except Exception as error:
        raise StepFailed(f"{type(error).__module__}.{type(error).__qualname__}") from None


@DBOS.step(retries_allowed=True, max_attempts=3, interval_seconds=0.2, backoff_rate=3.0)
def _take_turns(conversation_id: str) -> None:
    """Answer whatever waits in the conversation, in order; each turn is a transaction of its own."""
    with _kinds_only():
        while take_turn(conversation_id, _parts().stages) is not None:
            pass


@DBOS.step(retries_allowed=True, max_attempts=3, interval_seconds=0.2, backoff_rate=3.0)
def _hold_turn(conversation_id: str) -> None:
    with _kinds_only():
        hold_turn(conversation_id, _parts().stages)


@DBOS.step(retries_allowed=True, max_attempts=5, interval_seconds=0.2, backoff_rate=3.0)
def _deliver(conversation_id: str) -> None:
    with _kinds_only():
        _parts().delivery.deliver(conversation_id)


@DBOS.workflow(name="deliver")
def deliver(conversation_id: str) -> None:
    """Deliver what waits for a conversation."""
    _deliver(conversation_id)
    _parts().hub.wake(conversation_id)


@DBOS.workflow(name="answer")
def answer(conversation_id: str, message_id: str) -> None:
    """Answer what waits in a conversation: this message, and any that an earlier failure left behind it."""
    hub = _parts().hub
    hub.set_typing(conversation_id, True)
    try:
        _take_turns(conversation_id)
    except Exception as error:
        # A borrower never waits for nothing and never sees a stack trace: a person is called.
        _log.error("turn failed", conversation=conversation_id, message=message_id, error=_named(error))
        _hold_turn(conversation_id)
    finally:
        hub.set_typing(conversation_id, False)
    with SetWorkflowID(f"deliver:{message_id}"):
        DBOS.start_workflow(deliver, conversation_id)


@DBOS.step(retries_allowed=True, max_attempts=5, interval_seconds=1.0, backoff_rate=3.0)
def _apply_retention(today: str) -> None:
    """Delete what is over, of all borrowers in batches; what an earlier try deleted is found no more.

    One step, for between steps DBOS would keep where to go on: a lender's own id of a borrower.
    """
    retention = _parts().retention
    with _kinds_only():
        if retention is not None:
            retention.apply(date.fromisoformat(today))


@DBOS.workflow(name="retain")
def retain(today: str) -> None:
    """Delete everything that a day keeps no longer."""
    _apply_retention(today)


def _named(error: Exception) -> str:
    """The kinds of the errors of all tries."""
    tries = getattr(error, "errors", None) or [error]
    return ", ".join(sorted({str(one) if isinstance(one, StepFailed) else type(one).__qualname__ for one in tries}))


class Workflows:
    """Starts and stops the durable machinery of this process.

    Args:
        url: SQLAlchemy URL of the system database (SQLite beside ours, or the same PostgreSQL).
        retention: applied once a day; None leaves that to the command.
        workers: turns at the same time.
        poll_seconds: how often the queue is looked at.
        slot: which worker this is; a restarted process with the same slot takes up what its predecessor left.
    """

    def __init__(
        self, *, url: str, database: Database, stages: Stages, delivery: Delivery, hub: LiveHub, clock: Clock,
        workers: int, poll_seconds: float, slot: str = "0", retention: Retention | None = None,
    ) -> None:  # fmt: skip
        self._database, self._workers, self._poll_seconds = database, workers, poll_seconds
        self._clock = clock
        self._parts = _Running(stages, delivery, hub, retention)
        self._retained_on: date | None = None
        self._stopping = threading.Event()
        self._sweeper: threading.Thread | None = None
        self._config: DBOSConfig = {
            "name": "forbear",
            "system_database_url": url,
            "application_version": __version__,
            "executor_id": f"slot-{slot}",
            "log_level": "WARNING",
            "enable_otlp": False,
        }

    def start(self) -> None:
        global _running
        _running = self._parts
        DBOS(config=self._config)
        DBOS.launch()
        DBOS.register_queue(
            TURNS,
            partition_concurrency=1,
            worker_concurrency=self._workers,
            polling_interval_sec=self._poll_seconds,
            on_conflict="always_update",
        )
        self.sweep()
        self._sweeper = threading.Thread(target=self._sweep_forever, name="sweep", daemon=True)
        self._sweeper.start()

    def stop(self, wait_seconds: int = 10) -> None:
        """Let running turns end, then stop."""
        global _running
        self._stopping.set()
        DBOS.destroy(workflow_completion_timeout_sec=wait_seconds)
        if self._sweeper is not None:
            self._sweeper.join(timeout=5)
        _running = None

    def enqueue(self, conversation_id: str, message_id: str, attempt: str = "") -> None:
        """Queue the answer to a message; queueing it again changes nothing."""
        workflow_id = f"answer:{message_id}{attempt}"
        with SetWorkflowID(workflow_id), SetEnqueueOptions(queue_partition_key=conversation_id):
            DBOS.enqueue_workflow(TURNS, answer, conversation_id, message_id)

    def enqueue_opening(self, conversation_id: str) -> None:
        """Queue the opening message of a conversation."""
        self.enqueue(conversation_id, f"opening-{conversation_id}")

    def sweep(self, fresh_too: bool = False) -> None:
        """Queue what was stored but never queued, and what failed; deliver what was recorded but not delivered.

        Args:
            fresh_too: also what is so young that it may still be on its way.
        """
        now = self._clock()
        before = now - (timedelta(0) if fresh_too else _FRESH)
        with self._database.reading() as session:
            waiting = [(row.conversation_id, row.id) for row in unanswered(session, before)]
            unopened = unopened_conversations(session, before)
            undelivered = conversations_with_undelivered(session, before, now)
        waiting += [(conversation_id, f"opening-{conversation_id}") for conversation_id in unopened]
        for conversation_id, message_id in waiting:
            self.enqueue(conversation_id, message_id, self._next_attempt(message_id))
        for conversation_id in undelivered:
            self._parts.delivery.deliver(conversation_id)
            self._parts.hub.wake(conversation_id)
        self._retain_daily(now.date())

    def _retain_daily(self, today: date) -> None:
        """Start the day's retention; the day in its id keeps other processes and a restart from starting it again."""
        if self._parts.retention is None or self._retained_on == today:
            return
        with SetWorkflowID(f"retention:{today}"):
            DBOS.start_workflow(retain, today.isoformat())
        self._retained_on = today

    def _next_attempt(self, message_id: str) -> str:
        """A suffix for a new workflow when the earlier ones of this message have ended in failure."""
        for number in range(_NUMBERED_ATTEMPTS):
            suffix = f"#{number}" if number else ""
            status: Any = DBOS.get_workflow_status(f"answer:{message_id}{suffix}")
            if status is None or status.status in ("ENQUEUED", "PENDING", "DELAYED"):
                return suffix
        # What fails for so long waits for something outside, such as a key service: from now on once a minute.
        return f"#{self._clock():%Y%m%d%H%M}"

    def _sweep_forever(self) -> None:
        while not self._stopping.wait(_SWEEP_SECONDS):
            try:
                self.sweep()
            except Exception as error:  # the sweep must outlive a locked database
                _log.warning("sweep failed", error=type(error).__name__)
