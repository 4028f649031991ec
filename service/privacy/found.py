"""What a recogniser found, and which of several overlapping finds stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

# Scores say how sure a kind of evidence is; a higher one wins where two finds overlap.
KNOWN = 1.0  # equals what the account knows, and is unmistakable
CHECKED = 0.97  # a checksum or a strict format holds
LABELLED = 0.9  # the words beside it say what it is
KNOWN_PART = 0.88  # a part of what the account knows, such as a given name alone
FORMAT = 0.8  # looks like it
MODEL = 0.7  # a named-entity model says so


@dataclass(frozen=True, order=True)
class Found:
    """A personal datum at code points [start, end) of a view.

    Args:
        canonical: what it stands for, where several spellings mean the same (the borrower's full name for the
            given name alone); None: the text itself.
    """

    start: int
    end: int
    type: str
    score: float
    canonical: str | None = None

    def overlaps(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end


def resolve(found: Iterable[Found]) -> list[Found]:
    """The finds that stand, in order and without overlap: the surer first, then the longer, then the earlier."""
    kept = _Taken()
    for candidate in sorted(
        _grown(found), key=lambda item: (-item.score, item.start - item.end, item.start, item.type)
    ):
        kept.take_if_free(candidate)
    return kept.in_order()


def _grown(found: Iterable[Found]) -> list[Found]:
    """The finds, each grown to the longest of its own type around it; what is known of a name keeps its bounds."""
    finds = sorted(found, key=lambda item: (item.type, item.start, -item.end))
    grown, around = [], None
    for each in finds:
        if around is not None and around.type == each.type and around.start <= each.start and each.end <= around.end:
            if (each.canonical is None and around.score > MODEL) or (around.canonical is None and each.type in _WHOLE):
                each = replace(each, start=around.start, end=around.end, canonical=each.canonical or around.canonical)
        else:
            around = each
        grown.append(each)
    return grown


_WHOLE = frozenset({"LOCATION", "ORGANIZATION"})


class _Taken:
    """Which code points are taken; finds are short, so marking them costs less than a search tree."""

    def __init__(self) -> None:
        self._taken: set[int] = set()
        self._kept: list[Found] = []

    def take_if_free(self, candidate: Found) -> None:
        span = range(candidate.start, candidate.end)
        if span and self._taken.isdisjoint(span):
            self._taken.update(span)
            self._kept.append(candidate)

    def in_order(self) -> list[Found]:
        return sorted(self._kept)
