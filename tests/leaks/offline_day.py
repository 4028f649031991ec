"""A day's work in a process that may connect to its two endpoints and to nobody else. Run as a module.

A conversation with a model and a judge, an evaluation of messages, a replay of the history, a redaction and a sync of
the knowledge, in an environment that would make libraries report elsewhere. Prints what was done as JSON. Any attempt
to connect, send or look a name up elsewhere ends the process with status 3.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
import struct
import sys
import tempfile
from pathlib import Path
from typing import Any

_SIOCSIFFLAGS, _UP = 0x8914, 0x1
_WATCHED = {
    "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.sendto",
    "socket.sendmsg", "urllib.Request", "http.client.connect",
}  # fmt: skip
_allowed: set[int] = set()
_connected: list[int] = []


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in _WATCHED:
        return
    address = arguments[1:] if event in ("socket.connect", "socket.sendto", "socket.sendmsg") else arguments[:2]
    if event == "socket.connect" and isinstance(address[0], tuple):
        address = address[0]
    host, port = (*address, None, None)[:2]
    if event in ("socket.connect", "socket.getaddrinfo") and host == "127.0.0.1" and port in _allowed:
        if event == "socket.connect":
            _connected.append(int(port))
        return
    if event == "socket.gethostbyaddr" and host == "127.0.0.1":  # how the stub endpoints find out their own name
        return
    sys.stderr.write(f"forbidden: {event} {address!r}\n")
    sys.stderr.flush()
    os._exit(3)


def _raise_loopback() -> None:
    """In a network of its own a process finds even its loopback down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            fcntl.ioctl(asked, _SIOCSIFFLAGS, struct.pack("16sH14s", b"lo", _UP, b""))
        except OSError:  # it is up, or this is the machine's own network
            return


def main() -> None:
    _raise_loopback()
    sys.addaudithook(_refuse)
    from tests.turn.hostile import KIND_WORDS
    from tests.turn.stub_model import always, everything, serving_model
    from tests.writing.stub_endpoint import says

    with serving_model() as model, serving_model() as judge:
        model.mind, judge.mind = everything(KIND_WORDS["en"]), always(says('{"violations": []}'))
        _allowed.update(int(one.url.split(":")[2].removesuffix("/v1")) for one in (model, judge))
        folder = Path(tempfile.mkdtemp())
        os.environ |= {
            "FORBEAR_DATA_DIR": str(folder / "var"),
            "FORBEAR_LOG_LEVEL": "ERROR",
            "FORBEAR_LLM_BASE_URL": model.url,
            "FORBEAR_LLM_MODEL": "stub-model",
            "FORBEAR_JUDGE_BASE_URL": judge.url,
            "FORBEAR_JUDGE_MODEL": "stub-judge",
            "FORBEAR_JUDGE_SECONDS": "20",
            "FORBEAR_GUARD_SECONDS": "30",
        }
        states = _converse()
        codes = {name: _command(*arguments) for name, arguments in _commands(folder).items()}
        done = {
            "states": states,
            "codes": codes,
            "asked": [len(model.asked), len(judge.asked)],
            "connected": len(set(_connected)),
        }
    sys.stdout.write("\n" + json.dumps(done) + "\n")


def _converse() -> list[str]:
    from service.samples import load_sample_accounts
    from service.settings import get_settings
    from tests.serving import serving

    with serving(get_settings()) as running:
        account = next(one for one in load_sample_accounts() if one.id == "us-card-1001")
        running.add(account)
        talk = running.converse(account.id)
        story = (
            "hello, who is this?",
            f"I was born on {account.borrower.date_of_birth}",
            "what happens if I miss a payment?",
            "I lost my job, see http://www.example.com/me",
            "I can pay 210 a month",
            "Yes, I accept",
        )
        return [talk.say(text)["state"] for text in story]


def _commands(folder: Path) -> dict[str, tuple[str, ...]]:
    from service.settings import PROJECT_FOLDER

    sample = str(PROJECT_FOLDER / "evals" / "samples" / "messages.jsonl")
    return {
        "check": ("check", "--file", sample, "--output", str(folder / "answers.jsonl")),
        "replay": ("replay", "--pack", str(PROJECT_FOLDER / "policies"), "--json"),
        "redact": ("redact", "--file", sample, "--column", "text", "--output", str(folder / "redacted.jsonl")),
        "sync": ("knowledge", "sync"),
        "lint": ("policies", "check"),
    }


def _command(*arguments: str) -> int:
    from service.cli import main as forbear

    sys.argv = ["forbear", *arguments]
    try:
        forbear()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


if __name__ == "__main__":
    main()
