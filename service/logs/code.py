"""What a programmer wrote, told apart from what a program put together."""

from __future__ import annotations

from types import FrameType

_DEEPEST = 40
OMITTED = "…"
# Whoever logs a status or a count logs a small number; a telephone number, a date or an account has more digits.
_LARGEST_NUMBER = 999


class Vouched(str):
    """Words that are put together from kinds and places alone: no part of them was written by a person."""

    __slots__ = ()


def is_written_in(frame: FrameType | None, words: str) -> bool:
    """Whether the code that runs in the frame holds these words as a constant, so that nothing was filled in."""
    if frame is None:
        return False
    return any(type(constant) is str and constant == words for constant in frame.f_code.co_consts)


def frame_at(start: FrameType | None, path: str, line: int) -> FrameType | None:
    """The frame, from here outwards, that stands at a line of a file."""
    frame = start
    for _ in range(_DEEPEST):
        if frame is None or (frame.f_lineno == line and frame.f_code.co_filename == path):
            return frame
        frame = frame.f_back
    return None


def harmless(value: object) -> object:
    """A value that a log line may hold: nothing but truth values, small numbers and what is vouched for."""
    if value is None or isinstance(value, bool | Vouched):
        return value
    if isinstance(value, int) and abs(value) <= _LARGEST_NUMBER:
        return value
    return Vouched(OMITTED)
