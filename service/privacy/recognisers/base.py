"""The common shape of the recognisers: named patterns with scores, and a check of what they matched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from presidio_analyzer import LocalRecognizer, RecognizerResult
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer

from service.privacy.nlp import NamedSpans, Word


@dataclass(frozen=True)
class SpanPattern:
    r"""A pattern whose group `value` is the datum; words around it belong to the match, not to the datum.

    Patterns are written for the folded view (ASCII digits and punctuation). They bound what they repeat, so that
    they stay linear, and use digit look-arounds in place of `\b`, which does not exist between a digit and a
    Chinese character.
    """

    name: str
    regex: re.Pattern[str]
    score: float


def pattern(name: str, regex: str, score: float, flags: re.RegexFlag = re.IGNORECASE) -> SpanPattern:
    return SpanPattern(name, re.compile(regex, flags), score)


class SpanRecogniser(LocalRecognizer):
    """Finds one type of entity by its patterns. Subclasses set ENTITY and PATTERNS, and may narrow `accepts`."""

    ENTITY: ClassVar[str]
    PATTERNS: ClassVar[tuple[SpanPattern, ...]] = ()
    # Whether every value holds a digit: then a text without one need not be searched.
    DIGITS: ClassVar[bool] = False

    def __init__(self, language: str) -> None:
        super().__init__(supported_entities=[self.ENTITY], supported_language=language, name=type(self).__name__)

    def load(self) -> None:
        """Nothing to load: patterns are compiled where they are written."""

    def accepts(self, value: str, matched: SpanPattern) -> bool:
        """Whether a matched value is what its pattern takes it for, by a checksum for instance."""
        return True

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        results: list[RecognizerResult] = []
        if self.DIGITS and not _DIGIT.search(text):
            return results
        for each in self.PATTERNS:
            matches = (match for match in each.regex.finditer(text) if self.accepts(match["value"], each))
            results += [self.result(*match.span("value"), each.score) for match in matches]
        return results

    def result(self, start: int, end: int, score: float) -> RecognizerResult:
        return RecognizerResult(entity_type=self.ENTITY, start=start, end=end, score=score)

    def named(self, nlp_artifacts: Any, label: str | None = None) -> list[tuple[int, int]]:
        """The spans that the language model named as this recogniser's entity, or as another."""
        if not isinstance(nlp_artifacts, NamedSpans):
            return []
        return [(span.start, span.end) for span in nlp_artifacts.spans if span.label == (label or self.ENTITY)]


_DIGIT = re.compile("[0-9]")


def words_of(nlp_artifacts: Any) -> tuple[Word, ...]:
    """The words that the Chinese model cut the text into."""
    return nlp_artifacts.words if isinstance(nlp_artifacts, NamedSpans) else ()


class NoContextEnhancer(ContextAwareEnhancer):
    """Leaves scores alone: the patterns here carry their context themselves, in both languages."""

    def __init__(self) -> None:
        super().__init__(0, 0, 0, 0)

    def enhance_using_context(
        self,
        text: str,
        raw_results: list[RecognizerResult],
        nlp_artifacts: Any,
        recognizers: list[Any],
        context: list[str] | None = None,
    ) -> list[RecognizerResult]:
        return raw_results


def digits(value: str) -> str:
    return "".join(character for character in value if character.isdigit())


def luhn_holds(number: str) -> bool:
    """ISO/IEC 7812-1, annex B. `number`: digits only."""
    total = 0
    for place, character in enumerate(reversed(number)):
        digit = int(character)
        if place % 2:
            digit = digit * 2 - 9 if digit > 4 else digit * 2
        total += digit
    return total % 10 == 0
