"""The real service in a process of its own, with its sample borrowers, started as the README says."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from service.settings import PROJECT_FOLDER
from tests.e2e.serving import wait_until

_STARTS_WITHIN = 180.0  # seconds, on a busy machine


@dataclass(frozen=True)
class RunningProgram:
    """A started service and the links that it printed."""

    url: str
    printed: str

    def chat_url(self, name: str) -> str:
        """The chat link of a sample borrower."""
        found = re.search(rf"{re.escape(name)}\b.*?(http\S+/chat/\S+#token=\S+)", self.printed, re.DOTALL)
        assert found is not None, f"no link for {name} among:\n{self.printed}"
        return found.group(1)

    @property
    def console_url(self) -> str:
        found = re.search(r"http\S+/console/enter/\S+", self.printed)
        assert found is not None, f"no console link among:\n{self.printed}"
        return found.group(0)


@contextmanager
def running_program(folder: Path) -> Iterator[RunningProgram]:
    """`forbear serve --demo` on an empty data folder, with the scripted writer; stopped afterwards."""
    port = _free_port()
    output, errors = folder / "printed.txt", folder / "errors.txt"
    own = {name: value for name, value in os.environ.items() if not name.startswith("FORBEAR_")}
    with output.open("w") as out, errors.open("w") as err:
        process = subprocess.Popen(
            [sys.executable, "-m", "service.cli", "serve", "--demo", "--port", str(port)],
            cwd=PROJECT_FOLDER,
            env={**own, "FORBEAR_DATA_DIR": str(folder / "var"), "PYTHONUNBUFFERED": "1", "COLUMNS": "400"},
            stdout=out,
            stderr=err,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: process.poll() is not None or _ready(url), "the service is ready", _STARTS_WITHIN)
        assert process.poll() is None, f"the service did not start:\n{errors.read_text()[-3000:]}"
        yield RunningProgram(url, output.read_text())
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", timeout=2).status_code == 200
    except httpx.TransportError:
        return False
