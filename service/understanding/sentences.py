"""The sentences of a message, found by position so that long messages stay cheap."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

_BREAK = re.compile(r"[。！？；!?;\n]+|\.+(?=\s|$)")
# A sentence without any punctuation is looked at this far on either side of a match.
_REACH = 200


@dataclass(frozen=True)
class Sentences:
    """A plain text that can tell the sentence around a span."""

    text: str

    @cached_property
    def _ends(self) -> list[int]:
        return [match.end() for match in _BREAK.finditer(self.text)]

    def _start_of(self, position: int) -> int:
        index = bisect_right(self._ends, position)
        return self._ends[index - 1] if index else 0

    def around(self, span: tuple[int, int]) -> str:
        """The sentence (or sentences) that a span lies in, with its closing mark."""
        index = bisect_left(self._ends, span[1])
        end = self._ends[index] if index < len(self._ends) else len(self.text)
        start = self._start_of(span[0])
        return self.text[max(start, span[0] - _REACH) : min(end, span[1] + _REACH)]

    def before(self, span: tuple[int, int]) -> str:
        """What stands before a span in its sentence."""
        return self.text[max(self._start_of(span[0]), span[0] - _REACH) : span[0]]

    def first(self, count: int) -> list[str]:
        """The first sentences that are not blank."""
        found: list[str] = []
        start = 0
        for end in [*self._ends, len(self.text)]:
            if self.text[start:end].strip():
                found.append(self.text[start:end].strip())
            start = end
            if len(found) == count:
                break
        return found
