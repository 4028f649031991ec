"""Ends that nobody planned: what Python prints of an uncaught error, and what the system writes of a killed process."""

from __future__ import annotations

import ctypes
import sys
import threading
from contextlib import suppress
from types import TracebackType

from service.logs.faults import described

_PR_SET_DUMPABLE = 4


def keep_words_out_of_crashes() -> None:
    """Uncaught errors of any thread are printed by kind and place, and no memory image is ever written.

    Errors in callbacks of asyncio go to its logger, whose records `service.logs.records` makes.
    """
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    sys.unraisablehook = _unraisable
    _forbid_core_dumps()


def _uncaught(_kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    _tell(described(error, trace))


def _uncaught_in_thread(failed: threading.ExceptHookArgs) -> None:
    if failed.exc_value is not None and not isinstance(failed.exc_value, SystemExit):
        _tell(f"in a thread: {described(failed.exc_value, failed.exc_traceback)}")


def _unraisable(failed: sys.UnraisableHookArgs) -> None:
    if failed.exc_value is not None:
        _tell(f"ignored: {described(failed.exc_value, failed.exc_traceback)}")


def _tell(words: str) -> None:
    with suppress(OSError, ValueError, AttributeError):  # standard error may be closed or gone
        sys.stderr.write(f"{words}\n")


def _forbid_core_dumps() -> None:
    """A core file would hold the memory of the process, and in it what was just typed."""
    with suppress(ImportError, OSError, ValueError):  # no such limits on this system, or not allowed
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # The limit does not hold where the system pipes cores to a program; such a process is not dumped at all.
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
