"""Log records of every library, made without the words that were filled in.

The factory stands where all loggers make their records, before any handler or formatter sees one: it cannot be passed
by a library that adds a handler of its own. What remains of a record is its level, logger and place, the constant that
the programmer wrote, small numbers, and the kinds of errors.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from typing import Any

from service.logs.code import Vouched, frame_at, harmless, is_written_in
from service.logs.faults import described


def keep_words_out_of_logs() -> None:
    """From now on every record of the standard library's logging is made without words."""
    logging.setLogRecordFactory(_wordless)


def _wordless(
    name: str, level: int, path: str, line: int, message: object, arguments: Any, error: Any, *rest: Any, **more: Any
) -> logging.LogRecord:
    words, filled = _said(path, line, message, arguments)
    record = logging.LogRecord(name, level, path, line, words, filled, None, *rest, **more)
    if isinstance(error, tuple) and isinstance(error[1], BaseException):
        record.exc_text = described(error[1], error[2])
    return record


def _said(path: str, line: int, message: object, arguments: Any) -> tuple[str, Any]:
    """The message and its arguments as a record may hold them."""
    if isinstance(message, Vouched):
        return message, ()
    if not isinstance(message, str) or not is_written_in(frame_at(sys._getframe(2), path, line), message):
        kind = type(message).__qualname__ if isinstance(message, BaseException) else "words"
        return Vouched(f"({kind} left out, at line {line} of {path})"), ()
    filled = _without_words(arguments)
    try:
        _ = message % filled if filled else message
    except (TypeError, ValueError, KeyError):  # such as "%d" for a number that was left out
        return message, ()
    # A record takes a mapping out of a tuple of one.
    return message, (filled,) if isinstance(filled, dict) else filled


def _without_words(arguments: Any) -> tuple[object, ...] | dict[Any, object]:
    given = arguments
    if isinstance(given, tuple) and len(given) == 1 and isinstance(given[0], Mapping) and given[0]:
        given = given[0]
    if isinstance(given, Mapping):
        return {key: harmless(value) for key, value in given.items()}
    return tuple(harmless(value) for value in given or ())
