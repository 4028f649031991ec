"""Presidio over a whole message: both languages where both are written, long texts window by window."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from service.domain.vocabulary import Language
from service.privacy.found import Found
from service.privacy.pseudonyms import without_pseudonyms

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine

# A datum belongs to the window in which it starts well inside; so the longest that is found whole is _MARGIN long.
_WINDOW = 2_000
_MARGIN = 200
_STEP = _WINDOW - 2 * _MARGIN

_HAN = re.compile(r"[㐀-鿿]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2}")

# What only a language model, or many words, can find; the dear part of a look.
NAMES = frozenset({"PERSON", "LOCATION", "ORGANIZATION"})


def find_entities(text: str, language: Language | None = None, names: bool = True) -> list[Found]:
    """All that Presidio's recognisers find in a folded text; may overlap.

    Args:
        language: of the conversation, for a text that shows none itself.
        names: also people, places and organisations, for which the language models are asked.
    """
    found: list[Found] = []
    for offset, window in _windows(text):
        first = 0 if offset == 0 else _MARGIN
        last = len(window) if offset + len(window) == len(text) else len(window) - _MARGIN
        for pipeline in _pipelines(window, language):
            # Chinese characters without spaces glue English words to themselves: spaCy reads 我叫John as one word.
            readable = _HAN.sub(" ", window) if pipeline == "en" else window
            found += [
                item for item in _analyse(readable, pipeline, offset, names) if first <= item.start - offset < last
            ]
    return found


def warm_up() -> None:
    """Loads the models, which takes about three seconds, so that the first message need not wait for them."""
    _analyzer()
    find_entities("My name is Maria Lopez. 我叫彭晓燕。")


def _windows(text: str) -> Iterator[tuple[int, str]]:
    offset = 0
    while True:
        yield offset, text[offset : offset + _WINDOW]
        if offset + _WINDOW >= len(text):
            return
        offset += _STEP


def _pipelines(window: str, language: Language | None) -> list[Language]:
    pipelines: list[Language] = []
    if _LATIN_WORD.search(without_pseudonyms(window)):
        pipelines.append("en")
    if _HAN.search(window):
        pipelines.append("zh")
    return pipelines or [language or "en"]


def _analyse(window: str, language: Language, offset: int, names: bool) -> Iterator[Found]:
    if names:
        results = _analyzer().analyze(window, language=language)
    else:
        from service.privacy.nlp import NamedSpans

        unread = NamedSpans((), language)
        results = _analyzer().analyze(window, language=language, entities=_numbers(language), nlp_artifacts=unread)
    for result in results:
        yield Found(result.start + offset, result.end + offset, result.entity_type, result.score)


@lru_cache(maxsize=2)
def _numbers(language: Language) -> list[str]:
    return sorted(set(_analyzer().get_supported_entities(language)) - NAMES)


@lru_cache(maxsize=1)
def _analyzer() -> AnalyzerEngine:
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry

    from service.privacy.nlp import BilingualNlpEngine
    from service.privacy.recognisers import NoContextEnhancer, all_recognisers

    languages = ["en", "zh"]
    registry = RecognizerRegistry(recognizers=all_recognisers(), supported_languages=languages)
    return AnalyzerEngine(
        registry=registry,
        nlp_engine=BilingualNlpEngine(),
        supported_languages=languages,
        context_aware_enhancer=NoContextEnhancer(),
    )
