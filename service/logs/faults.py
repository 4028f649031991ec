"""Errors without their words: kinds, places and causes. What an error says may quote what a person wrote."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from types import TracebackType

from service.logs.code import Vouched

_MOST_CAUSES = 8


def described(error: BaseException, trace: TracebackType | None = None) -> Vouched:
    """Where an error arose and what kind it is, with the kinds of its causes.

    Args:
        trace: of the error, where it is not its own.
    """
    frames = "".join(traceback.format_tb(trace if trace is not None else error.__traceback__))
    heading = "Traceback (most recent call last):\n" if frames else ""
    return Vouched(heading + frames + ", caused by ".join(_kinds(error)))


def _kinds(error: BaseException) -> Iterator[str]:
    current: BaseException | None = error
    for _ in range(_MOST_CAUSES):
        if current is None:
            return
        yield _kind(current)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)


def _kind(error: BaseException) -> str:
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    if isinstance(error, BaseExceptionGroup):
        return f"{name} of {', '.join(sorted({_kind(one) for one in error.exceptions}))}"
    return name
