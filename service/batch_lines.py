"""The lines of a long file, one at a time: numbered, bounded, and each that cannot be read named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

# A message has at most 20,000 characters, of up to 12 bytes each where JSON escapes them; then there is the context.
LONGEST_LINE = 1 << 19


@dataclass(frozen=True)
class BadLine:
    """A line that cannot be read, and why."""

    line: int
    reason: str


def numbered_lines(stream: BinaryIO, read: Callable[[int], None]) -> Iterator[tuple[int, bytes | None]]:
    """Each line with its number; None for one that is too long, which is passed over unread."""
    number = 0
    while chunk := stream.readline(LONGEST_LINE):
        number += 1
        size, is_whole = len(chunk), len(chunk) < LONGEST_LINE or chunk.endswith(b"\n")
        while not is_whole and (rest := stream.readline(LONGEST_LINE)):
            size, is_whole, chunk = size + len(rest), rest.endswith(b"\n"), b""
        read(size)
        if number == 1:
            chunk = chunk.removeprefix(b"\xef\xbb\xbf")
        yield number, chunk if size <= LONGEST_LINE else None


def decoded_for_csv(content: bytes | None) -> str:
    # A line that is too long for a message is also too long for a cell: it stands for its own error.
    return "\udc00\n" if content is None else content.decode("utf-8", errors="surrogateescape")


def holds_undecoded(row: Sequence[str]) -> bool:
    """Whether a cell was not UTF-8, or stands for a line that was too long."""
    return any("\udc00" <= character <= "\udcff" for cell in row for character in cell)
