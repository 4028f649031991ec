"""One pass over a text that tells which of hundreds of patterns can match it at all.

Asking each pattern by itself took 0.9 ms of a message's 1.4 (270 patterns, messages of 260 characters); one RE2 set of
all of them answers in 0.02 ms once its automaton is warm. What is found stays the same: a pattern that the set names
is then asked itself, where it stands and what excuses it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import re2

from service.guard.packs import PackBook, ReadyRule

_MEMORY = 256 << 20  # of the automaton; past it RE2 starts it afresh


class Sieve:
    """The patterns of a book as one set. Keeps the answer for the latest text; not for several threads."""

    def __init__(self, sources: list[str]) -> None:
        options = re2.Options()
        options.max_mem, options.log_errors, options.never_capture = _MEMORY, False, True
        self._set = re2.Set.SearchSet(options)
        for source in sources:
            self._set.Add(source)
        # Matches any text: an answer without it means that the set gave up, not that nothing matches.
        self._always = self._set.Add("")
        self._set.Compile()
        self._text: str | None = None
        self._hits: frozenset[int] | None = None

    def may_match(self, number: int, text: str) -> bool:
        """Whether pattern `number` can match; True also when the set cannot tell."""
        if text != self._text:
            found = frozenset(self._set.Match(text) or ())
            self._text, self._hits = text, found if self._always in found else None
        return self._hits is None or number in self._hits


class _Sifted:
    """A compiled pattern that is only asked when the sieve lets the text through."""

    def __init__(self, pattern: Any, number: int, sieve: Sieve) -> None:
        self._pattern, self._number, self._sieve = pattern, number, sieve

    def finditer(self, text: str) -> Iterator[Any]:
        if self._sieve.may_match(self._number, text):
            yield from self._pattern.finditer(text)

    def search(self, text: str) -> Any:
        return self._pattern.search(text) if self._sieve.may_match(self._number, text) else None


def sifted(book: PackBook) -> PackBook:
    """The same book, its patterns behind one sieve."""
    patterns = [pattern for pack in book.packs for rule in pack.rules for pattern in rule.patterns]
    sieve = Sieve([pattern.find.pattern for pattern in patterns])
    numbers = iter(range(len(patterns)))

    def behind(rule: ReadyRule) -> ReadyRule:
        return replace(
            rule,
            patterns=tuple(
                replace(pattern, find=_Sifted(pattern.find, next(numbers), sieve)) for pattern in rule.patterns
            ),
        )

    packs = tuple(replace(pack, rules=tuple(behind(rule) for rule in pack.rules)) for pack in book.packs)
    return replace(book, packs=packs)
