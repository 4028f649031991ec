"""`forbear` as an operator runs it: in a process of its own."""

from __future__ import annotations

import base64
import contextlib
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree

import httpx

from service import __version__
from service.settings import PROJECT_FOLDER

_FORBEAR = [sys.executable, "-m", "service.cli"]
_PATIENCE = 180.0  # seconds for a start on a busy machine


def _environment(folder: Path, **more: str) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("FORBEAR_")}
    return {**own, "FORBEAR_DATA_DIR": str(folder), "PYTHONPATH": str(PROJECT_FOLDER), "COLUMNS": "400", **more}


@contextmanager
def _serving(folder: Path, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A started service on a free port, and its address as it says it."""
    process = subprocess.Popen(
        [*_FORBEAR, "serve", "--demo", "--port", "0"],
        cwd=folder.parent,
        env=_environment(folder, **environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        ready = next((line for line in process.stderr if "ready at" in line), "")
        found = re.search(r"http://127\.0\.0\.1:\d+", ready)
        assert found is not None, f"the service ended with {process.wait(_PATIENCE)} before it was ready"
        yield process, found[0]
    finally:
        process.kill()
        process.communicate()


def test_the_version_is_told_quickly_and_writes_nothing(tmp_path: Path) -> None:
    ended = subprocess.run(
        [*_FORBEAR, "--version"],
        cwd=tmp_path,
        env=_environment(tmp_path / "var"),
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, f"forbear {__version__}\n", "")
    assert list(tmp_path.iterdir()) == []


def test_a_start_over_an_empty_folder_serves_and_ends_cleanly(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    with _serving(folder) as (process, url), httpx.Client(base_url=url, timeout=30) as client:
        ready = client.get("/readyz")
        assert (ready.status_code, ready.json()["checks"]["database"]) == (200, "ok")
        for page in ("/", "/chat/x", "/console/login"):
            answer = client.get(page)
            assert (page, answer.status_code) == (page, 200)
            assert answer.headers["content-type"].startswith("text/html")
        process.send_signal(signal.SIGTERM)
        printed, errors = process.communicate(timeout=_PATIENCE)
    # uvicorn shuts down in order, then ends by the signal that it got.
    assert process.returncode in (0, -signal.SIGTERM)
    assert "Traceback" not in errors
    assert f"{url}/console/enter/" in printed
    assert f"{url}/chat/" in printed
    written = {path.name for path in folder.iterdir()}
    assert {"forbear.sqlite", "workflows.sqlite", "chroma", "master.key"} <= written
    assert (folder / "master.key").stat().st_mode & 0o777 == 0o600
    assert {path.name for path in tmp_path.iterdir()} == {"var"}


def test_a_broken_file_stops_the_start_with_its_line_and_no_stack_trace(tmp_path: Path) -> None:
    policies = tmp_path / "policies"
    copytree(PROJECT_FOLDER / "policies", policies)
    file = policies / "core" / "money.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*lines, "rules: ]"]), encoding="utf-8")
    ended = subprocess.run(
        [*_FORBEAR, "serve", "--port", "0"],
        cwd=tmp_path,
        env=_environment(tmp_path / "var", FORBEAR_POLICIES_DIR=str(policies)),
        capture_output=True,
        text=True,
        timeout=_PATIENCE,
    )
    assert ended.returncode == 1
    assert f"forbear: {file}:{len(lines) + 1}: not valid YAML" in ended.stderr
    assert "Correct the YAML" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "Forbear is ready" not in ended.stderr


def test_without_its_key_service_it_does_not_start_and_says_why(tmp_path: Path) -> None:
    ended = _forbear(tmp_path / "var", "serve", "--port", "0", FORBEAR_KEY_SERVICE="command:/nowhere/kms")
    assert ended.returncode == 1
    assert "forbear: the key service's program '/nowhere/kms' cannot be started" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_serving_process_goes_on_through_a_rotation_and_lets_go_of_an_erased_borrower(tmp_path: Path) -> None:
    folder, file = tmp_path / "var", tmp_path / "new.key"
    old, new = (base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2))
    file.write_text(new)
    keys = {"FORBEAR_MASTER_KEY": old, "FORBEAR_OLD_MASTER_KEYS": new}
    with _serving(folder, **keys) as (process, url), httpx.Client(base_url=url, timeout=60) as client:
        assert process.stdout is not None
        conversation, token = next(
            found.groups() for line in process.stdout if (found := re.search(r"/chat/(\w+)#token=(\S+)", line))
        )
        path, headers = f"/v1/conversations/{conversation}", {"Authorization": f"Bearer {token}"}

        def say(text: str) -> httpx.Response:
            return client.post(f"{path}/messages", params={"wait": 60}, json={"text": text}, headers=headers)

        assert say("Hello, who is this?").json()["replies"]
        rotated = _forbear(folder, "privacy", "rotate-key", "--new-key-file", str(file), **keys)
        assert (rotated.returncode, "0 could not be opened" in rotated.stdout) == (0, True)
        assert say("And what do you want?").json()["replies"]
        shown = client.get(f"{path}/messages", headers=headers).json()["messages"]
        assert "Hello, who is this?" in [message["text"] for message in shown]

        borrower = _borrower_of(folder, conversation)
        erased = _forbear(folder, "privacy", "erase", borrower, "--yes", **keys)
        assert (erased.returncode, "Erased." in erased.stdout) == (0, True)
        assert say("Are you still there?").status_code == 410
        assert client.get(f"{path}/messages", headers=headers).status_code == 410
        assert client.get("/readyz").status_code == 200
    verified = _forbear(folder, "audit", "verify", **keys)
    assert (verified.returncode, ", 0 broken" in verified.stdout) == (0, True)


def _forbear(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*_FORBEAR, *arguments], cwd=folder.parent, env=_environment(folder, **environment), capture_output=True,
        text=True, timeout=_PATIENCE,
    )  # fmt: skip


def _borrower_of(folder: Path, conversation: str) -> str:
    with contextlib.closing(sqlite3.connect(folder / "forbear.sqlite")) as connection:
        query = "SELECT borrower_id FROM conversations WHERE id = ?"
        return str(connection.execute(query, (conversation,)).fetchone()[0])
