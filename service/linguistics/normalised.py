"""A text in another form, with the way back to the original."""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from dataclasses import dataclass


@dataclass(frozen=True)
class Normalised:
    """A normalised text; `offsets[i]` is the index in the original of normalised character i.

    `offsets` has one more entry than `text` has characters: the length of the original.
    """

    text: str
    offsets: tuple[int, ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that normalised [start, end) came from."""
        if start >= end:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1

    def without(self, dropped: Set[int]) -> Normalised:
        """The text without the characters at these positions."""
        if not dropped:
            return self
        kept = [index for index in range(len(self.text)) if index not in dropped]
        text = "".join(self.text[index] for index in kept)
        return Normalised(text, (*(self.offsets[index] for index in kept), self.offsets[-1]))

    def replaced(self, pattern: re.Pattern[str], words: Callable[[re.Match[str]], str]) -> Normalised:
        """The text with other words where the pattern stands; their first and last characters lead back to its own."""
        text: list[str] = []
        offsets: list[int] = []
        position = 0
        for match in pattern.finditer(self.text):
            start, end = match.span()
            text.append(self.text[position:start])
            offsets += self.offsets[position:start]
            given = words(match)
            text.append(given)
            last = max(1, len(given) - 1)
            offsets += [self.offsets[start + index * (end - start - 1) // last] for index in range(len(given))]
            position = end
        if not position:
            return self
        return Normalised("".join([*text, self.text[position:]]), (*offsets, *self.offsets[position:]))
