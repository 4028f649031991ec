"""A draft's text cut into plain and marked pieces, so that a reader sees what a finding is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from service.domain.trace import Attempt
from service.domain.verdict import Finding

_PSEUDONYM = re.compile(r"<[A-Z_]+_\d+>")


@dataclass(frozen=True)
class Piece:
    """A stretch of text and the numbers (from 1) of the findings that point at it."""

    text: str
    findings: tuple[int, ...]


def pieces_of(attempt: Attempt) -> tuple[Piece, ...]:
    """The draft's text with its findings marked.

    The guard checks the text with names restored, the record keeps pseudonyms: behind a pseudonym offsets no
    longer fit, so spans are marked only as far as both texts are the same. The list of findings is complete anyhow.
    """
    text = attempt.draft.text
    first = _PSEUDONYM.search(text)
    known = first.start() if first is not None else len(text)
    return cut(text, attempt.verdict.findings, known)


def cut(text: str, findings: Iterable[Finding], known: int) -> tuple[Piece, ...]:
    """Cut `text` at the spans that lie within its first `known` code points; spans may overlap."""
    spans = [
        (start, end, number)
        for number, finding in enumerate(findings, 1)
        if (span := finding.span) is not None
        for start, end in [span]
        if 0 <= start < end <= known
    ]
    edges = sorted({0, len(text), *(edge for start, end, _ in spans for edge in (start, end))})
    return tuple(
        Piece(text[left:right], tuple(number for start, end, number in spans if start <= left and right <= end))
        for left, right in pairwise(edges)
    )
