"""The database: SQLite in WAL mode by default, PostgreSQL by URL; the same code on both."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session, sessionmaker

BUSY_SECONDS = 10
MIGRATIONS = Path(__file__).parent / "migrations"


class DatabaseUnavailable(Exception):
    """The database cannot take this now: locked, full, or out of reach. Nothing was stored; try again.

    Args:
        words: what it said, where that is about the connection; a database quotes values in what it says of statements.
        cause: one of a few fixed phrases, for logs.
    """

    def __init__(self, words: str, cause: str = "out of reach") -> None:
        self.cause = cause
        super().__init__(words)


class Database:
    """An engine and its two kinds of transaction.

    Args:
        url: SQLAlchemy URL. `sqlite:///path` and `postgresql://…` (psycopg 3) are supported.
    """

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        if parsed.get_backend_name() == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        self.url = parsed
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        # Parameters stay out of errors, and so out of logs: they carry what people wrote.
        self.engine = (
            _sqlite_engine(url)
            if self.is_sqlite
            else create_engine(parsed, pool_size=10, max_overflow=20, hide_parameters=True)
        )
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for looking; it never takes the write lock."""
        with self._answering(), self._sessions() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: committed at the end, rolled back on an error.

        Raises:
            DatabaseUnavailable: locked for longer than 10 s, disk full, or connection lost.
        """
        with self._answering(), self._sessions() as session:
            session.connection(execution_options={"writes": True})
            yield session
            session.commit()

    def migrate(self) -> None:
        """Bring the schema up to date (Alembic, which is not even loaded when there is nothing to do).

        Raises:
            DatabaseUnavailable: it does not answer.
        """
        with self._answering():
            if not self._is_current():
                self._upgrade()

    def _upgrade(self) -> None:
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with self.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def _is_current(self) -> bool:
        newest = max(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
        with self.engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return False
            current: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
            return current == newest

    def check(self) -> None:
        """Raise DatabaseUnavailable unless the database answers."""
        with self.reading() as session:
            session.execute(text("SELECT 1"))

    def overwrite_deleted(self) -> Literal["gone", "busy", "vacuum"]:
        """Take what was deleted out of the database's files.

        Writers wait meanwhile: the file is written anew, because moving rows between pages leaves copies of them in the
        pages' unused parts, which `secure_delete` does not reach.

        Returns:
            "gone": it is in none of the files any more. "busy": it may be, because somebody was reading or writing all
            the while, or the disk has no room for a second copy; call again. "vacuum": PostgreSQL's operator does it.
        """
        if not self.is_sqlite:
            return "vacuum"
        connection = self.engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("VACUUM")
            # Pages go from the log into the database, over what was there before; then the log is cut to nothing.
            busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError:
            return "busy"
        finally:
            connection.close()
        return "busy" if busy else "gone"

    def flush_deletions(self) -> None:
        """Let what was deleted leave SQLite's write-ahead log too, which else holds the pages as they were before.

        On PostgreSQL the vacuum does that in its own time.
        """
        if self.is_sqlite:
            connection = self.engine.raw_connection()  # a checkpoint cannot run inside a transaction
            try:
                connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                connection.close()

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            cause = _outage(error)
            if cause is not None:
                words = str(error.orig) if error.statement is None else cause
                _leave_values_out(error)
                raise DatabaseUnavailable(words, cause) from error
            _leave_values_out(error)
            raise


_OUTAGES = {
    "locked": "locked",
    "disk is full": "disk is full",
    "disk i/o": "disk failure",
    "unable to open": "unable to open",
    "readonly": "read only",
    "connection": "out of reach",
    "no space": "no space",
}


def _outage(error: DBAPIError) -> str | None:
    """Why the database cannot take anything; None when the fault lies in what it was given."""
    words = str(error.orig).lower()
    found = next((cause for said, cause in _OUTAGES.items() if said in words), None)
    return found or ("out of reach" if error.connection_invalidated else None)


def _leave_values_out(error: DBAPIError) -> None:
    """Take from an error what a database said of a statement: PostgreSQL quotes the values of whole rows in it."""
    original = error.orig
    if original is None or error.statement is None:
        return
    diagnosis: Any = getattr(original, "diag", None)
    if diagnosis is not None:
        named = (diagnosis.sqlstate, diagnosis.table_name, diagnosis.column_name, diagnosis.constraint_name)
        words = " ".join(name for name in named if name)
    elif isinstance(error, IntegrityError):
        words = str(original)  # SQLite names the constraint's columns, and nothing else
    else:
        words = ""
    kind = f"{type(original).__module__}.{type(original).__qualname__}"
    original.args = (words,)
    error.args = (f"({kind}) {words}".strip(),)


def _sqlite_engine(url: str) -> Engine:
    path = make_url(url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url, connect_args={"timeout": BUSY_SECONDS}, pool_size=16, max_overflow=48, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        connection.execute("PRAGMA journal_mode=WAL")
        # FULL, not NORMAL: an acknowledged message must survive a power cut too.
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        # What is deleted or replaced is overwritten with zeros: an erased person must not be left in free space.
        connection.execute("PRAGMA secure_delete=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # A transaction that will write takes the lock at once: upgrading later could fail half-way.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
