"""No silent egress (invariant 8): a whole conversation, with every library loaded, opens no connection."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from service.settings import PROJECT_FOLDER

_COMMAND = [sys.executable, "-m", "tests.turn.offline_conversation"]


def _can_unshare() -> bool:
    """Whether this machine lets a process have a network of its own, with nobody in it."""
    if shutil.which("unshare") is None:
        return False
    return subprocess.run(["unshare", "-rn", "true"], check=False, capture_output=True).returncode == 0


@pytest.mark.timeout(300)
def test_a_whole_conversation_opens_no_connection() -> None:
    # The audit hook sees Python's own sockets; without a network, native code could not connect either.
    isolated = ["unshare", "-rn", *_COMMAND] if _can_unshare() else _COMMAND
    done = subprocess.run(isolated, cwd=PROJECT_FOLDER, check=False, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1])[-1] == "agreed"
