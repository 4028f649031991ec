"""People's names in Chinese text: what LAC, surnames, usual given names and the words beside them say together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from presidio_analyzer import RecognizerResult

from service.privacy.found import FORMAT, LABELLED, MODEL
from service.privacy.recognisers.base import SpanRecogniser, words_of
from service.privacy.recognisers.chinese_name_parts import SOUNDS
from service.privacy.recognisers.chinese_name_reading import ENOUGH, Candidate, NameReading

_MENTIONED = 5.0  # the weight of a name that is mentioned again
_DOTTED_WEIGHT = 9.0


class ChineseNameRecogniser(SpanRecogniser):
    ENTITY = "PERSON"

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        reading = NameReading(text, words_of(nlp_artifacts))
        best = _best([*reading.full_names(), *reading.titled(), *reading.sounds(), *reading.given_names()])
        found = {(each.start, each.end): each.score for each in best}
        for start, end in _again(text, best):
            found = {span: weight for span, weight in found.items() if not (start <= span[0] and span[1] <= end)}
            found[start, end] = _MENTIONED
        found.update(dict.fromkeys(_dotted(text, reading.inside_people), _DOTTED_WEIGHT))
        return [self.result(start, end, _score(weight)) for (start, end), weight in found.items()]


def _score(weight: float) -> float:
    return LABELLED if weight > 6 else FORMAT if weight > 4.5 else MODEL


def _best(candidates: list[Candidate]) -> list[Candidate]:
    kept: list[Candidate] = []
    taken: set[int] = set()
    for each in sorted(candidates, key=lambda item: (-item.score, item.start - item.end, item.start)):
        if each.score >= ENOUGH and taken.isdisjoint(range(each.start, each.end)):
            taken.update(range(each.start, each.end))
            kept.append(each)
    return kept


def _again(text: str, best: list[Candidate]) -> Iterator[tuple[int, int]]:
    """The other mentions of a whole name that was recognised somewhere in the text."""
    for name in {text[each.start : each.end] for each in best if each.end - each.start > 2}:
        for match in re.finditer(re.escape(name), text):
            yield match.span()


_DOTTED = re.compile("[一-鿿]{2,8}(?:·[一-鿿]{2,8}){1,3}")


def _dotted(text: str, inside: frozenset[int]) -> Iterator[tuple[int, int]]:
    """A name in parts (阿依古丽·买买提), from the first character that can be a sound of one."""
    for match in _DOTTED.finditer(text):
        dot, last = text.index("·", match.start()), text.rindex("·", match.start(), match.end())
        start, end = dot, last + 1
        while start > match.start() and (text[start - 1] in SOUNDS or start - 1 in inside):
            start -= 1
        while end < match.end() and (text[end] in SOUNDS or end in inside):
            end += 1
        if start < dot and end > last + 1:
            yield start, end
