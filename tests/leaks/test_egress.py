"""No silent egress (invariant 8): with a model and a judge configured, these two are reached and nobody else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from service.settings import PROJECT_FOLDER
from tests.leaks.started import talkative

_ELSEWHERE = "http://192.0.2.1:4318"


def _ran(module: str, *before: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("FORBEAR_")}
    # Warnings of libraries would only be noise here; they have their own test.
    loud = {name: value for name, value in talkative(_ELSEWHERE).items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [*before, sys.executable, "-m", module],
        cwd=PROJECT_FOLDER,
        env=own | loud,
        check=False,
        capture_output=True,
        text=True,
    )


def _can_unshare() -> bool:
    """Whether this machine lets a process have a network of its own, with nobody in it."""
    if shutil.which("unshare") is None:
        return False
    return subprocess.run(["unshare", "-rn", "true"], check=False, capture_output=True).returncode == 0


@pytest.mark.timeout(900)
def test_a_days_work_reaches_the_configured_endpoints_and_nobody_else() -> None:
    # The audit hook sees Python's own sockets; without a network, native code could not connect either.
    ended = _ran("tests.leaks.offline_day", *(["unshare", "-rn"] if _can_unshare() else []))
    assert ended.returncode == 0, ended.stderr[-2000:]
    done = json.loads(ended.stdout.splitlines()[-1])
    assert done["states"][-1] == "agreed"
    assert done["codes"] == {"check": 1, "replay": 0, "redact": 0, "sync": 0, "lint": 0}
    assert all(count > 0 for count in done["asked"])
    assert done["connected"] == 2


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.create_connection(('192.0.2.1', 80), 1)",
        "import urllib.request; urllib.request.urlopen('http://example.com')",
        "import socket; socket.gethostbyname('example.com')",
        "import httpx; httpx.get('http://127.0.0.1:9/')",
    ],
)
def test_the_watch_sees_an_attempt(attempt: str) -> None:
    code = f"import sys; from tests.leaks import offline_day; sys.addaudithook(offline_day._refuse)\n{attempt}"
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT_FOLDER, check=False, capture_output=True, text=True
    )
    assert ended.returncode == 3
    assert "forbidden: " in ended.stderr


@pytest.fixture(scope="module")
def states() -> Iterator[dict[str, list[Any]]]:
    ended = _ran("tests.leaks.telemetry")
    assert ended.returncode == 0, ended.stderr[-2000:]
    yield json.loads(ended.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    "library",
    [
        "guardrails-ai", "chroma", "langsmith", "langchain-v1", "langchain-debug", "openai", "tldextract",
        "huggingface-hub", "wandb", "dbos", "opentelemetry", "litellm", "proxies",
    ],
)  # fmt: skip
def test_a_library_is_silent_whatever_the_environment_says(library: str, states: dict[str, list[Any]]) -> None:
    assert not any(states[library]), states[library]
