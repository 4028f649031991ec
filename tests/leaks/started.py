"""`forbear serve` in a process of its own, between stub endpoints, in an environment that means to make it talk."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from service.account_import import store_account
from service.domain.account import AccountImport
from service.program import lay_foundation
from service.records.keys import add_key
from service.settings import PROJECT_FOLDER, Settings

_PATIENCE = 180.0  # seconds for a start or an end on a busy machine


def talkative(elsewhere: str) -> dict[str, str]:
    """Variables that would make one library or another log, trace or report; all to the given address."""
    return {
        "LANGSMITH_TRACING": "true",
        "LANGCHAIN_TRACING_V2": "true",
        "LANGCHAIN_TRACING": "true",
        "LANGSMITH_ENDPOINT": elsewhere,
        "LANGCHAIN_ENDPOINT": elsewhere,
        "LANGSMITH_API_KEY": "somebody-elses",
        "OPENAI_LOG": "debug",
        "ANONYMIZED_TELEMETRY": "true",
        "OTEL_SDK_DISABLED": "false",
        "OTEL_EXPORTER_OTLP_ENDPOINT": elsewhere,
        "OTEL_TRACES_EXPORTER": "otlp",
        "OTEL_METRICS_EXPORTER": "otlp",
        "OTEL_LOGS_EXPORTER": "otlp",
        "DBOS__OTLP_LOGS_ENDPOINT": f"{elsewhere}/v1/logs",
        "DBOS__CLOUD": "true",
        "HTTP_PROXY": elsewhere,
        "http_proxy": elsewhere,
        "PYTHONDEVMODE": "1",
        "PYTHONFAULTHANDLER": "1",
        "PYTHONASYNCIODEBUG": "1",
        "PYTHONWARNINGS": "always",
    }


@dataclass
class Started:
    """A serving process and what it has printed so far."""

    url: str
    data_dir: Path
    arms: Path
    streams: tuple[Path, Path]
    key: str

    def client(self) -> httpx.Client:
        """A client of one connection a request: an error that nobody handled closes its own."""
        return httpx.Client(
            base_url=self.url, timeout=120, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0)
        )

    @property
    def as_creditor(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    @contextmanager
    def armed(self, fault: str, words: str) -> Iterator[None]:
        """A fault of `tests.leaks.faulty` strikes for as long as this is open, and quotes these words."""
        file = self.arms / fault
        file.write_text(words, encoding="utf-8")
        try:
            yield
        finally:
            file.unlink()


@contextmanager
def started(folder: Path, accounts: tuple[AccountImport, ...], **variables: str) -> Iterator[Started]:
    """The service over an empty folder with these accounts; ended in order when the block is left."""
    data_dir, arms, work = folder / "var", folder / "arms", folder / "work"
    for made in (arms, work):
        made.mkdir(parents=True)
    key = _prepared(data_dir, accounts, variables.get("FORBEAR_DATABASE_URL", ""))
    own = {name: value for name, value in os.environ.items() if not name.startswith("FORBEAR_")}
    own |= {"FORBEAR_DATA_DIR": str(data_dir), "FORBEAR_TEST_FAULTS": str(arms), "PYTHONPATH": str(PROJECT_FOLDER)}
    streams = folder / "stdout", folder / "stderr"
    with streams[0].open("wb") as out, streams[1].open("wb") as err:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.leaks.faulty", "serve", "--port", "0"],
            cwd=work,
            env=own | {"COLUMNS": "400"} | variables,
            stdout=out,
            stderr=err,
        )
        try:
            url = _address(process, streams[1])
            yield Started(url, data_dir, arms, streams, key)
            process.send_signal(signal.SIGTERM)
            process.wait(_PATIENCE)
        finally:
            process.kill()
            process.wait()


def _prepared(data_dir: Path, accounts: tuple[AccountImport, ...], database_url: str) -> str:
    settings = Settings(data_dir=data_dir, database_url=database_url, log_level="ERROR", _env_file=None)
    foundation = lay_foundation(settings)
    for account in accounts:
        store_account(foundation, account)
    with foundation.database.writing() as session:
        key = add_key(session, "test", "creditor", foundation.clock())
    foundation.database.close()
    return key


def _address(process: subprocess.Popen[Any], errors: Path) -> str:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        ready = re.search(rb"ready at (http://127\.0\.0\.1:\d+)", errors.read_bytes())
        if ready is not None:
            return ready[1].decode()
        time.sleep(0.1)
    raise AssertionError(f"the service was not ready: {errors.read_text(errors='replace')[-2000:]}")
