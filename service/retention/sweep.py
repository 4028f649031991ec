"""The retention sweep: which rows' time is over, in batches of borrowers, and their deletion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

import structlog
from sqlalchemy.orm import Session

from service.clock import Clock
from service.domain.retention import DataKind
from service.metrics import RETENTION_ROWS
from service.records import Database
from service.records.expired import Found, Scope, delete_rows, find_rows
from service.records.lives import Life, borrowers_after, lives_of, lock_borrowers
from service.retention.book import Bound, Expiry, RetentionBook, Term

BATCH = 200
_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Due:
    """One kind of data of one account, and until when it is kept (None: for ever, or each row by itself)."""

    life: Life
    kind: DataKind
    term: Term
    expiry: Expiry | None
    scope: Scope
    is_over: bool

    @property
    def bound(self) -> Bound | None:
        """The bound that decides; of keys that count each by itself, the first."""
        if self.expiry is not None:
            return self.expiry.bound
        return next(iter(self.term.at_most), None)


@dataclass
class Line:
    """What was found of one kind at one place under one bound.

    Args:
        falls: rows whose time is over; held: those of them that a dispute, a complaint or a legal hold keeps.
        oldest: when the oldest row that falls was stored.
    """

    jurisdiction: str
    kind: DataKind
    bound: Bound | None
    falls: int = 0
    held: int = 0
    oldest: datetime | None = None

    def add(self, rows: int, oldest: datetime | None, is_held: bool) -> None:
        if is_held:
            self.held += rows
            return
        self.falls += rows
        if oldest is not None:
            self.oldest = oldest if self.oldest is None else min(self.oldest, oldest)


@dataclass
class Report:
    """Everything that a sweep found, in the order of place and kind."""

    today: date
    lines: dict[tuple[str, DataKind, Bound | None], Line] = field(default_factory=dict)
    holds: Counter[str] = field(default_factory=Counter)

    def line(self, due: Due) -> Line:
        key = due.life.jurisdiction, due.kind, due.bound
        return self.lines.setdefault(key, Line(*key))

    def in_order(self) -> list[Line]:
        order = list(DataKind)
        return sorted(self.lines.values(), key=lambda line: (line.jurisdiction, order.index(line.kind), -line.falls))

    @property
    def falls(self) -> int:
        return sum(line.falls for line in self.lines.values())

    @property
    def held(self) -> int:
        return sum(line.held for line in self.lines.values())


class Retention:
    """Applies the book to the records."""

    def __init__(self, database: Database, book: RetentionBook, clock: Clock) -> None:
        self._database, self._book, self._clock = database, book, clock

    def survey(self, today: date) -> Report:
        """What would be deleted on a day; nothing is."""
        report, after = Report(today), ""
        with self._database.reading() as session:
            while batch := borrowers_after(session, after, BATCH):
                after = batch[-1]
                lives = lives_of(session, batch, self._clock())
                report.holds.update(_people_held(lives))
                everything = list(judged(lives, self._book, today))
                there = _rows_there(session, everything)
                for due in everything:
                    line, found = report.line(due), there.get((due.kind, due.life.account_id))
                    if found is not None:
                        line.add(found.rows, found.oldest, due.life.hold is not None)
        return report

    def apply(self, today: date) -> dict[DataKind, int]:
        """Delete everything that is kept no longer; how many rows of each kind."""
        total: Counter[DataKind] = Counter()
        after: str | None = ""
        while after is not None:
            after, deleted = self.apply_batch(today, after)
            total.update(deleted)
        self.finish()
        return dict(total)

    def apply_batch(self, today: date, after: str) -> tuple[str | None, dict[DataKind, int]]:
        """Delete, in one transaction, what is over of the next borrowers; after whom the next batch begins, or None."""
        with self._database.reading() as session:
            batch = borrowers_after(session, after, BATCH)
            lives = lives_of(session, batch, self._clock())
            over = _free(judged(lives, self._book, today))
            there = _rows_there(session, over)
        if not batch:
            return None, {}
        deleted: Counter[DataKind] = Counter()
        if there:
            with self._database.writing() as session:
                # Looked at again under the lock: a message or a dispute may have come since.
                borrowers = sorted({due.life.borrower_id for due in over if (due.kind, due.life.account_id) in there})
                lock_borrowers(session, borrowers)
                lives = lives_of(session, borrowers, self._clock())
                over = _free(judged(lives, self._book, today))
                for (kind, _), found in _rows_there(session, over).items():
                    deleted[kind] += found.rows
                for kind in deleted:
                    delete_rows(session, kind, [due.scope for due in over if due.kind == kind], self._clock())
        counts = {kind: rows for kind, rows in deleted.items() if rows}
        for kind, rows in counts.items():
            RETENTION_ROWS.labels(kind.value).inc(rows)
            _log.info("retention applied", kind=kind.value, rows=str(rows))
        return batch[-1], counts

    def finish(self) -> None:
        """Let what was deleted leave the database's log too."""
        self._database.flush_deletions()


def judged(lives: Sequence[Life], book: RetentionBook, today: date) -> Iterator[Due]:
    """Every kind of every account, and whether its time is over."""
    found = [_due(life, kind, term, today) for life in lives for kind, term in _terms(life, book)]
    persons = [due for due in found if due.kind is DataKind.PROFILE]
    last: dict[str, Due] = {}
    for due in persons:
        known = last.setdefault(due.life.borrower_id, due)
        if _kept_until(due) >= _kept_until(known):
            last[due.life.borrower_id] = due
    for due in found:
        # The person is kept as long as any of their accounts needs them.
        if due.kind is DataKind.PROFILE and last[due.life.borrower_id] is due:
            yield replace(due, scope=replace(due.scope, with_person=True))
        else:
            yield due


def _terms(life: Life, book: RetentionBook) -> Iterator[tuple[DataKind, Term]]:
    yield from book.terms(life.jurisdiction, life.place, life.creditor).items()


def _due(life: Life, kind: DataKind, term: Term, today: date) -> Due:
    scope = Scope(life.account_id, life.borrower_id)
    if kind is DataKind.IDEMPOTENCY_KEYS:
        day = max(bound.span.last_over(today) for bound in term.at_most)
        day = min([day, *(bound.span.last_over(today) for bound in term.at_least)])
        before = datetime.combine(day + timedelta(days=1), time(), UTC)
        return Due(life, kind, term, None, replace(scope, before=before), is_over=True)
    expiry = term.expiry(life.events)
    return Due(life, kind, term, expiry, scope, is_over=expiry is not None and expiry.kept_until < today)


def _free(dues: Iterable[Due]) -> list[Due]:
    """What is over and nothing holds back."""
    return [due for due in dues if due.is_over and due.life.hold is None]


def _rows_there(session: Session, dues: Sequence[Due]) -> dict[tuple[DataKind, str], Found]:
    """By kind and account, what is still there of all that is over: a few questions for a whole batch."""
    scopes: dict[DataKind, list[Scope]] = {}
    for due in dues:
        if due.is_over:
            scopes.setdefault(due.kind, []).append(due.scope)
    return {
        (kind, account_id): found
        for kind, wanted in scopes.items()
        for account_id, found in find_rows(session, kind, wanted).items()
    }


def _kept_until(due: Due) -> date:
    return due.expiry.kept_until if due.expiry is not None else date.max


def _people_held(lives: Sequence[Life]) -> Counter[str]:
    return Counter({life.borrower_id: life.hold for life in lives if life.hold is not None}.values())
