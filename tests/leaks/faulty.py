"""The service as its command line starts it, with faults that quote what they were given; armed by a file each.

Run as a module with the arguments of `forbear`. The folder of the arms is in FORBEAR_TEST_FAULTS.
"""

from __future__ import annotations

import importlib
import os
import sqlite3
import threading
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from service.cli import main

ARMS = Path(os.environ["FORBEAR_TEST_FAULTS"])


class Quoting(Exception):
    """Words and all."""


def _armed(name: str) -> str | None:
    """What the fault is to quote; None while it is not armed."""
    file = ARMS / name
    return file.read_text(encoding="utf-8") if file.exists() else None


def _in_the_middle_of_a_turn() -> None:
    turn: Any = importlib.import_module("service.turn")
    redact = turn.redact

    def failing(text: str, *rest: Any) -> Any:
        if _armed("turn") is not None:
            raise Quoting(f"cannot redact {text!r}")
        if _armed("thread") is not None:
            dying = threading.Thread(target=lambda: dict[str, str]()[text])
            dying.start()
            dying.join()
        return redact(text, *rest)

    turn.redact = failing


def _in_the_database(_cursor: Any, statement: str, _parameters: Any, _context: Any) -> None:
    if "INSERT INTO messages" not in statement:
        return
    outage, clash = _armed("outage"), _armed("clash")
    if outage is not None:
        raise sqlite3.OperationalError(f"disk I/O error while writing {outage}")
    if clash is not None:
        raise sqlite3.DatabaseError(f"malformed value {clash}")


if __name__ == "__main__":
    _in_the_middle_of_a_turn()
    event.listen(Engine, "do_execute", _in_the_database)
    main()
