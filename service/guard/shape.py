"""Length, order and plain contradictions of a message."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import re2

from service.domain.verdict import Finding
from service.domain.vocabulary import Family, Outcome
from service.guard.inspection import Inspection
from service.linguistics.language import detect_language, is_foreign

# A chat message that is longer than this is not read on a phone; a schedule of 60 instalments still fits.
MAX_CHARACTERS = 4000

# Pairs that must not stand in one message: the contact ends, and yet something is asked or offered.
_CONTRADICTIONS = (
    (
        re2.compile(
            r"(?:will not|won't) (?:message|contact|write to|text) you (?:again|any ?more)|you are unsubscribed"
            r"|不会再(?:给您发|联系您|向您发)|已为您停止"
        ),
        re2.compile(
            r"would you like to (?:accept|start|pay|arrange)|which (?:option|plan) (?:would|do) you|reply accept"
            r"|can you pay|您(?:想|愿意)选择哪|请回复接受|能(?:还|付)多少"
        ),
    ),
)
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def check_shape(inspection: Inspection) -> Iterator[Finding]:
    """Texts that are empty, too long, in another language, contradict themselves, or hide their reading order."""
    text = inspection.text
    if not text.strip():
        yield _finding("the text is empty", "Say at least one statement.")
    if len(text) > MAX_CHARACTERS:
        yield _finding(f"the text is longer than {MAX_CHARACTERS} characters", "Say less.")
    if any(mark in _BIDI or unicodedata.category(mark) == "Cs" for mark in text):
        yield _finding("the text holds characters that change its reading order", "Leave them out.")
    if inspection.brief is not None:
        yield from _language(inspection)
    elif is_foreign(inspection.normalised.text):
        yield _finding("the text is in a language that has no rules", "Write English or Chinese.", Outcome.HOLD)
    for first, second in _CONTRADICTIONS:
        if first.search(inspection.normalised.text) and second.search(inspection.normalised.text):
            yield _finding("the text ends the contact and asks for something", "Only confirm that the contact ends.")


def _language(inspection: Inspection) -> Iterator[Finding]:
    found = detect_language(inspection.text)
    if found is not None and inspection.brief is not None and found != inspection.brief.language:
        yield _finding("the text is not in the language of the conversation", "Write in the brief's language.")


def _finding(message: str, repair: str, outcome: Outcome = Outcome.BLOCK) -> Finding:
    return Finding(
        rule_id="guard.shape",
        family=Family.TONE,
        outcome=outcome,
        layer="state",
        message=message,
        repair=repair,
        citation="Design: length, order and contradictions",
    )
