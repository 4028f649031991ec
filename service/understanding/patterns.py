"""Signal patterns: data files of linear-time regular expressions, compiled once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import re2
from pydantic import Field

from service.datafiles import DataFileError, load_yaml
from service.domain.base import Value
from service.domain.vocabulary import Emotion, Language, Signal
from service.understanding.sentences import Sentences

DATA = Path(__file__).parent / "data"
LANGUAGES: tuple[Language, ...] = ("en", "zh")


class PatternSet(Value):
    """How one label is recognised.

    Args:
        any: the label fires where one of these is found.
        unless: look-alikes; in a sentence that holds one, neither a pattern nor the trained head fires.
        head_unless: look-alikes for the head alone; what the patterns say outright still stands.
        negation: "blocks" when a negator shortly before a match turns it off.
    """

    any: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    head_unless: tuple[str, ...] = ()
    negation: str = Field(default="ignored", pattern="^(blocks|ignored)$")


class PatternFile(Value):
    """`data/patterns.<language>.yaml`; `<<word>>` in a pattern stands for the alternatives in `words`.

    Args:
        negators: what negates a following match.
        negation_reach: how many characters may lie between a negator and the match it negates.
    """

    language: Language
    words: dict[str, str]
    negators: str
    negation_reach: int = Field(gt=0, le=60)
    signals: dict[Signal, PatternSet]
    emotions: dict[Emotion, PatternSet]


@dataclass(frozen=True)
class Detector:
    """The compiled patterns of one label in one language."""

    name: str
    found: Any
    rules: tuple[Any, ...]
    lookalike: Any | None
    head_lookalike: Any | None
    negator: Any | None

    def evidence(self, sentences: Sentences) -> str | None:
        """The rule that fires, such as "pattern:en.self_harm.3", or None."""
        if self.found.search(sentences.text) is None:
            return None
        for number, rule in enumerate(self.rules, start=1):
            if any(self._stands(sentences, match.span()) for match in rule.finditer(sentences.text)):
                return f"pattern:{self.name}.{number}"
        return None

    def is_lookalike(self, text: str) -> bool:
        return self.lookalike is not None and self.lookalike.search(text) is not None

    def excuses_head(self, text: str) -> bool:
        """Whether the text is known to look like the label to a head without being it."""
        return self.is_lookalike(text) or (self.head_lookalike is not None and bool(self.head_lookalike.search(text)))

    def _stands(self, sentences: Sentences, span: tuple[int, int]) -> bool:
        """Whether neither a look-alike in its sentence nor a negator before it undoes a match."""
        if self.is_lookalike(sentences.around(span)):
            return False
        return self.negator is None or self.negator.search(sentences.before(span)) is None


@dataclass(frozen=True)
class PatternBook:
    """All detectors of a language, by label."""

    signals: dict[Signal, Detector]
    emotions: dict[Emotion, Detector]


@lru_cache(maxsize=1)
def pattern_books() -> tuple[PatternBook, ...]:
    """The books of all languages; every message is read with all of them, because people mix languages."""
    return tuple(load_book(DATA / f"patterns.{language}.yaml") for language in LANGUAGES)


def load_book(path: Path) -> PatternBook:
    """A checked and compiled pattern file.

    Raises:
        DataFileError: the file does not fit its schema, or a pattern is not a linear-time expression.
    """
    file = load_yaml(path, PatternFile)
    return PatternBook(
        signals={label: _detector(path, file, label, given) for label, given in file.signals.items()},
        emotions={label: _detector(path, file, label, given) for label, given in file.emotions.items()},
    )


def _detector(path: Path, file: PatternFile, label: str, given: PatternSet) -> Detector:
    rules = tuple(_expanded(path, file, pattern) for pattern in given.any)
    lookalikes = tuple(_expanded(path, file, pattern) for pattern in given.unless)
    head_lookalikes = tuple(_expanded(path, file, pattern) for pattern in given.head_unless)
    negator = _expanded(path, file, f"(?:{file.negators})[^,，、;]{{0,{file.negation_reach}}}$")
    return Detector(
        name=f"{file.language}.{label}",
        found=_compiled(path, "|".join(rules) or r"\b\B"),
        rules=tuple(_compiled(path, rule) for rule in rules),
        lookalike=_compiled(path, "|".join(lookalikes)) if lookalikes else None,
        head_lookalike=_compiled(path, "|".join(head_lookalikes)) if head_lookalikes else None,
        negator=_compiled(path, negator) if given.negation == "blocks" else None,
    )


def _expanded(path: Path, file: PatternFile, pattern: str) -> str:
    for name in _names(pattern):
        if name not in file.words:
            raise DataFileError(path, None, f"a pattern uses <<{name}>>", f"Add {name!r} to `words`, or correct it")
        pattern = pattern.replace(f"<<{name}>>", f"(?:{file.words[name]})")
    # RE2 knows only ASCII there, so that Chinese characters would count as punctuation.
    return f"(?:{pattern})".replace(r"\W", r"[^\pL\pN_]")


def _names(pattern: str) -> Iterator[str]:
    for piece in pattern.split("<<")[1:]:
        yield piece.partition(">>")[0]


def _compiled(path: Path, pattern: str) -> Any:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 32 << 20
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        raise DataFileError(
            path, None, f"not a linear-time pattern: {pattern[:80]!r} ({error})", "Correct the pattern (RE2 syntax)"
        ) from error
