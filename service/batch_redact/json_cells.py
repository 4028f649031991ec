"""Where the values of an object stand in its JSON, so that some can be written anew and the rest stays as it was."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

_DECODER = json.JSONDecoder()
_SPACE = " \t\n\r"


@dataclass(frozen=True)
class Cell:
    """A value of the outermost object: characters [start, end) of the line."""

    name: str
    start: int
    end: int
    value: Any


class NoObject(ValueError):
    """The line is no JSON object; says where, and quotes nothing of it."""


def cells_of(line: str) -> list[Cell]:
    """The values of the object on a line, in order, those of repeated names included.

    Raises:
        NoObject: it is not valid JSON, or no object.
    """
    try:
        return list(_cells(line))
    except json.JSONDecodeError as error:
        raise NoObject(f"not valid JSON: {error.msg} at character {error.pos + 1}") from None
    except (ValueError, RecursionError) as error:
        raise NoObject(str(error) if isinstance(error, NoObject) else "not valid JSON") from None


def _cells(line: str) -> Iterator[Cell]:
    position = _after(line, _skipped(line, 0), "{")
    if line[position : position + 1] == "}":
        _end(line, position + 1)
        return
    while True:
        name, position = scanstring(line, _after(line, position, '"', then_space=False), True)
        start = _after(line, _skipped(line, position), ":")
        value, end = _DECODER.raw_decode(line, start)
        yield Cell(name, start, end, value)
        position = _skipped(line, end)
        if line[position : position + 1] == "}":
            _end(line, position + 1)
            return
        position = _after(line, position, ",")


def _after(line: str, position: int, mark: str, then_space: bool = True) -> int:
    if line[position : position + 1] != mark:
        raise NoObject(f"not valid JSON, or no object: {mark} is missing at character {position + 1}")
    return _skipped(line, position + 1) if then_space else position + 1


def _skipped(line: str, position: int) -> int:
    while position < len(line) and line[position] in _SPACE:
        position += 1
    return position


def _end(line: str, position: int) -> None:
    if _skipped(line, position) != len(line):
        raise NoObject(f"not valid JSON: more follows at character {position + 1}")


def rewritten(line: str, cells: list[Cell], redacted: Callable[[str], str]) -> str:
    """The line with the texts in these cells redacted, and every other character as it was."""
    parts, position = [], 0
    for cell in cells:
        value = _redacted(cell.value, redacted)
        if value != cell.value:
            parts += [line[position : cell.start], json.dumps(value, ensure_ascii=False)]
            position = cell.end
    return "".join([*parts, line[position:]])


def _redacted(value: Any, redacted: Callable[[str], str]) -> Any:
    """A value with its texts redacted, at any depth; a number counts as a text, for it may be somebody's."""
    match value:
        case str():
            return redacted(value)
        case dict():
            return {redacted(name): _redacted(within, redacted) for name, within in value.items()}
        case list():
            return [_redacted(within, redacted) for within in value]
        case bool() | None:
            return value
        case _:
            text = redacted(str(value))
            return value if text == str(value) else text
