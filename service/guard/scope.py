"""Negation, attribution and denial around a match: "we will not …", "you said that someone would …", … 是不允许的.

A match is excused when a negation governs it (in its own clause, close before it or inside it), when the sentence
reports what somebody else said or feared, or when the sentence goes on to deny it. What merely looks like a negation
does not excuse: the condition of a threat ("if you do not pay, …", 再不还钱), "do not be surprised when …".
The words are data: `policies/core/scope/<language>.yaml`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import re2

from service.datafiles import DataFileError, load_yaml
from service.domain.base import Value
from service.domain.vocabulary import Language

_SENTENCE_END = re2.compile(r"[.!?]+(?:\s|$)|[。！？\n]")
_LOOK_BEHIND_MATCH = 20
# A denial follows in the same clause, or in the next one when that speaks of us or of the claim itself.
_DENIAL_LEAD = (
    r"^[^.!?;,。！？；，\n]{{0,{reach}}}?"
    r"(?:[,，] ?(?:and |but )?(?:we|nobody|that|which|但?我们|这|该)[^.!?;,。！？；，\n]{{0,20}}?)?"
)


class ScopeWords(Value):
    """The words of one language, as RE2 alternatives.

    Args:
        reach: characters before a match in which a negation governs it.
        denial_reach: characters behind a match in which a denial takes it back.
        continuations: what may follow a clause break without ending what the negation governs.
        frames: whole frames that end right before the match and negate it.
    """

    language: Language
    reach: int
    denial_reach: int
    breaks: tuple[str, ...]
    continuations: tuple[str, ...]
    frames: tuple[str, ...]
    negations: tuple[str, ...]
    false_negations: tuple[str, ...]
    attributions: tuple[str, ...]
    false_attributions: tuple[str, ...]
    denials: tuple[str, ...]
    false_denials: tuple[str, ...]


@dataclass(frozen=True)
class Scope:
    """Compiled scope words of one language."""

    reach: int
    breaks: Any
    continuations: Any
    frames: Any
    negations: Any
    false_negations: Any
    attributions: Any
    false_attributions: Any
    denials: Any
    false_denials: Any

    def excuses(self, text: str, start: int, end: int) -> bool:
        """Whether negation, attribution or denial takes the sting out of the match at [start, end)."""
        left, right = sentence_bounds(text, start, end)
        return (
            self._negated(text, left, start, end)
            or self._attributed(text, left, start, end)
            or self._denied(text, end, right)
        )

    def _negated(self, text: str, left: int, start: int, end: int) -> bool:
        """A true negation in the clause of the match, close before it or inside it."""
        before = text[left:start]
        if self.frames.search(before):
            return True
        clause = left
        for match in self.breaks.finditer(before):
            if not self.continuations.match(text[left + match.end() :].lstrip()):
                clause = left + match.end()
        first = max(clause, start - self.reach)
        false = [match.span() for match in self.false_negations.finditer(text[first : end + _LOOK_BEHIND_MATCH])]
        negations = self.negations.finditer(text[first:end])
        return any(not any(a <= match.start() < b for a, b in false) for match in negations)

    def _attributed(self, text: str, left: int, start: int, end: int) -> bool:
        if self.false_attributions.search(text[left : start + _LOOK_BEHIND_MATCH]):
            return False
        return self.attributions.search(text[left:end]) is not None

    def _denied(self, text: str, end: int, right: int) -> bool:
        after = text[end:right]
        return self.denials.search(after) is not None and self.false_denials.search(after) is None


def load_scope(policies: Path, language: Language) -> Scope:
    """The scope words of a language, compiled.

    Raises:
        DataFileError: the file is missing or wrong, or a word does not compile.
    """
    path = policies / "core" / "scope" / f"{language}.yaml"
    words = load_yaml(path, ScopeWords)
    return Scope(
        reach=words.reach,
        breaks=_any_of(words.breaks, path),
        continuations=_any_of(words.continuations, path),
        frames=_any_of(words.frames, path),
        negations=_any_of(words.negations, path),
        false_negations=_any_of(words.false_negations, path),
        attributions=_any_of(words.attributions, path),
        false_attributions=_any_of(words.false_attributions, path),
        denials=_any_of(words.denials, path, _DENIAL_LEAD.format(reach=words.denial_reach)),
        false_denials=_any_of(words.false_denials, path),
    )


def sentence_bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """Start and end of the sentence (or sentences) of the normalised text that a span lies in."""
    left = 0
    for match in _SENTENCE_END.finditer(text[:start]):
        left = match.end()
    following = _SENTENCE_END.search(text[end:])
    return left, len(text) if following is None else end + following.end()


def _any_of(words: tuple[str, ...], path: Path, before: str = "") -> Any:
    try:
        return re2.compile(f"{before}(?:{'|'.join(words)})")
    except re2.error as error:
        raise DataFileError(path, None, f"a word does not compile ({error})", "Correct it (RE2 syntax)") from error
