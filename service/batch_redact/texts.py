"""Plain text of any length, a few pages at a time, cut where no datum is parted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from service.batch_lines import BadLine
from service.batch_redact.pseudonymiser import Pseudonymiser

# Characters that are looked at together, and how many at the end are looked at again with what follows them: a datum
# at the very end may go on. An address over several lines is far shorter.
_BLOCK = 4_000
_AGAIN = 500
_PIECE = 1 << 16  # bytes of one read: a line without an end cannot fill the memory
_CUTS = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"[.!?。！？]\s*"), re.compile(r"\s"))
_MOST_CUTS = 50


def redact_plain_text(
    stream: BinaryIO, pseudonyms: Pseudonymiser, read: Callable[[int], None] = lambda size: None
) -> Iterator[bytes | BadLine]:
    """The text without personal data, in pieces; a line that is not UTF-8 is left out and named.

    Args:
        read: told the bytes of each line as it is read.
    """
    waiting = ""
    for piece in _decoded(stream, read):
        if isinstance(piece, BadLine):
            yield piece
            continue
        waiting += piece
        while len(waiting) >= _BLOCK:
            redacted, end = pseudonyms.redacted_until(waiting[:_BLOCK], _cuts(waiting[:_BLOCK]))
            yield redacted.encode()
            waiting = waiting[end:]
    if waiting:
        yield pseudonyms.redacted(waiting).encode()


def _decoded(stream: BinaryIO, read: Callable[[int], None]) -> Iterator[str | BadLine]:
    """The text line by line, and long lines in pieces."""
    number, rest, first = 1, b"", True
    while chunk := stream.readline(_PIECE):
        read(len(chunk))
        held = rest + (chunk.removeprefix(b"\xef\xbb\xbf") if first else chunk)
        rest, first = b"", False
        try:
            yield held.decode("utf-8")
        except UnicodeDecodeError as error:
            # Only a character that the end of a piece has cut in two goes on in the next one.
            if error.reason == "unexpected end of data" and not held.endswith(b"\n"):
                yield held[: error.start].decode("utf-8")
                rest = held[error.start :]
            else:
                yield BadLine(number, "not UTF-8")
        number += chunk.endswith(b"\n")
    if rest:
        yield BadLine(number, "not UTF-8")


def _cuts(block: str) -> list[int]:
    """Where the block may be cut, best first: after paragraphs, lines, sentences, words, anywhere; the later first."""
    cuts: list[int] = []
    for mark in _CUTS:
        ends = [match.end() for match in mark.finditer(block, len(block) // 2, len(block) - _AGAIN)]
        cuts += reversed(ends[-_MOST_CUTS:])
    return cuts + [len(block) - _AGAIN - back for back in range(_MOST_CUTS)]
