"""Pieces of Markdown, and any value of a pack as such."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def plain(text: str) -> str:
    """A text that Markdown shows as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def code(text: str) -> str:
    """A code span around a text that may hold backticks itself."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence, space = "`" * (longest + 1), " " if longest else ""
    return f"{fence}{space}{text}{space}{fence}"


def cell(text: str) -> str:
    """A piece of Markdown inside a table; a bar would end the cell even in a code span."""
    return re.sub(r"(?<!\\)\|", r"\\|", text)


def words_of(name: str) -> str:
    """A name of the schema as words: "first_message" is "first message"."""
    return name.replace("_", " ")


def one_line(value: Any) -> str:
    """Any value of a pack in one line; empty parts are left out."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{words_of(str(key))}: {one_line(item)}" for key, item in value.items() if _is_said(item))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(f"({one_line(item)})" if isinstance(item, Mapping) else one_line(item) for item in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return plain(str(value))


def bullets(values: Mapping[str, Any], depth: int = 0) -> Iterator[str]:
    """A mapping of a pack as a list, one level in another."""
    for key, value in values.items():
        if not _is_said(value):
            continue
        start = f"{'  ' * depth}- {words_of(key)}"
        if isinstance(value, Mapping):
            yield f"{start}:"
            yield from bullets(value, depth + 1)
        else:
            yield f"{start}: {one_line(value)}"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table."""
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(cell(item) for item in row)} |"


def _is_said(value: Any) -> bool:
    return value is not None and value != "" and value != [] and value != {}
