"""Linear-time patterns with a sense of scope: what a negation or an attribution around a match makes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import re2

from service.domain.vocabulary import Language
from service.guard.scope import Scope, sentence_bounds

_TERM = re.compile(r"\{([a-z_]+)\}")

# Fragments that every pack may use: a gap inside one sentence, short or long.
GAPS = {
    "gap": r"[^.!?。！？\n]{0,60}?",
    "near": r"[^.!?;,。！？；，\n]{0,30}?",
    "hop": r"[^。！？；\n]{0,12}?",
}


class BadPattern(ValueError):
    """A pattern that RE2 refuses, or that names an unknown term. `source` is the pattern as written."""

    def __init__(self, source: str, problem: str) -> None:
        self.source = source
        super().__init__(f"the pattern {source!r} {problem}")


@dataclass(frozen=True)
class CompiledPattern:
    """A pattern ready to search a normalised text."""

    find: Any
    unless: tuple[Any, ...]
    scope: Scope | None
    language: Language

    def spans(self, text: str) -> list[tuple[int, int]]:
        """The spans of the normalised text that it finds and that nothing excuses."""
        return [match.span() for match in self.find.finditer(text) if not self._excused(text, *match.span())]

    def _excused(self, text: str, start: int, end: int) -> bool:
        if self.scope is not None and self.scope.excuses(text, start, end):
            return True
        if not self.unless:
            return False
        left, right = sentence_bounds(text, start, end)
        sentence = text[left:right]
        return any(pattern.search(sentence) for pattern in self.unless)


def compile_pattern(
    find: str, unless: tuple[str, ...], scope: Scope | None, language: Language, terms: Mapping[str, str]
) -> CompiledPattern:
    """Compile a pattern with its terms put in; `scope` None when no negation excuses it.

    Raises:
        BadPattern: RE2 does not take it.
    """
    return CompiledPattern(_compile(find, terms), tuple(_compile(item, terms) for item in unless), scope, language)


def _compile(source: str, terms: Mapping[str, str]) -> Any:
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(_filled(source, terms), options)
    except re2.error as error:
        raise BadPattern(source, f"is not valid RE2: {error}") from error


def _filled(source: str, terms: Mapping[str, str], depth: int = 0) -> str:
    def fragment(match: re.Match[str]) -> str:
        name = match.group(1)
        if name in GAPS:
            return GAPS[name]
        if name not in terms or depth > 3:
            raise BadPattern(source, f"names the unknown term {name!r}")
        return f"(?:{_filled(terms[name], terms, depth + 1)})"

    return _TERM.sub(fragment, source)
