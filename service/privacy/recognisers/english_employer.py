"""The borrower's own employer or school in English text: a name behind, or before, the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from presidio_analyzer import RecognizerResult

from service.privacy.english_tokens import Kind, Style, Token, style_of, tokens_of
from service.privacy.found import FORMAT, LABELLED
from service.privacy.recognisers import employer_cues as cues
from service.privacy.recognisers import employer_places as places
from service.privacy.recognisers.base import SpanRecogniser
from service.privacy.words import words

_SAID = LABELLED - 0.02  # surer than a name of a person in the same place
_NEVER_LAST = frozenset(["and", "of", "for", "the", "at"])


class EnglishEmployerRecogniser(SpanRecogniser):
    ENTITY = "ORGANIZATION"

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        return [self.result(start, end, score) for start, end, score in _employers(text)]


def _employers(text: str) -> Iterator[tuple[int, int, float]]:
    lowered = text.lower()
    if not any(trigger in lowered for trigger in cues.TRIGGERS):
        return
    if style_of(tokens_of(text)) in (Style.MIXED, Style.SMALL):
        for form, score in (
            (cues.DIRECT, _SAID),
            (cues.BEFORE, _SAID),
            (places.DIRECT, _SAID),
            (places.BEFORE, _SAID),
            (places.AT_SCHOOL, _SAID),
            (places.BEHIND_A_ROLE, _SAID),
            (places.BESIDE_WORK, FORMAT + 0.02),
            (cues.SOMEWHERE, FORMAT + 0.02),
            (cues.BEHIND_PREPOSITION, FORMAT + 0.02),
        ):
            for match in form.finditer(text):
                span = _name(text, *match.span("value"))
                if form is cues.BEHIND_PREPOSITION and (span is None or not _ends_as_a_firm(text, span)):
                    continue
                if form in _ENDING_TELLS and (span is None or not _is_of_a_kind(text, span, form)):
                    continue
                if span is not None and _is_employer(text, span, direct=form in _DIRECT):
                    yield *span, score
    if len(lowered) != len(text):
        return
    for match in cues.SMALL.finditer(lowered):
        if _is_small_name(match["value"]):
            yield *match.span("value"), _SAID
    for match in cues.SMALL_BRAND.finditer(lowered):
        if match["value"] in cues.EMPLOYING_BRANDS or " " in match["value"]:
            yield *match.span("value"), _SAID


_DIRECT = (cues.DIRECT, cues.BEFORE, places.DIRECT, places.BEFORE)
_ENDING_TELLS = (places.AT_SCHOOL, places.BEHIND_A_ROLE, places.BESIDE_WORK)


def _is_of_a_kind(text: str, span: tuple[int, int], form: re.Pattern[str]) -> bool:
    """Whether a name of several words ends as firms or schools do, and nothing says that it is one to be paid."""
    inside = tokens_of(text[slice(*span)])
    if len(inside) < 2 or (inside[0].kind is Kind.NO_NAME and len(inside) == 2):
        return False
    if form is places.AT_SCHOOL:
        return bool(places.SCHOOL_ENDING.search(text[slice(*span)]))
    last = inside[-1].key
    if last not in words("english_firm_endings"):
        return False
    before = text[max(0, span[0] - 50) : span[0]]
    return form is places.BEHIND_A_ROLE or (last not in _BUSINESS_WITH and not cues.OF_MONEY.search(before))


def _name(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without words that only begin or end a sentence: "Since Harlow Textiles" is Harlow Textiles."""
    office = places.OFFICE_BEFORE.match(text, start, end)
    start = office.end() if office is not None else start
    inside = tokens_of(text[start:end])
    while inside and _is_opening(inside[0], text, start + inside[0].start):
        inside = inside[1:]
    while inside and (inside[-1].key in _NEVER_LAST or inside[-1].key in _CLOSING):
        inside = inside[:-1]
    if not inside:
        return None
    begin, finish = start + inside[0].start, start + inside[-1].end
    if text[finish : finish + 2] in ("'s", "'S") and finish + 2 <= end:
        finish += 2
    trailing = re.match(r"[0-9]+\b| #[0-9]{1,5}\b|\.(?= [a-z])", text[finish:end])
    return begin, finish + (trailing.end() if trailing is not None else 0)


def _ends_as_a_firm(text: str, span: tuple[int, int]) -> bool:
    inside = tokens_of(text[slice(*span)])
    if len(inside) < 2 or inside[-1].key not in words("english_firm_endings"):
        return False
    if re.search(r"\b(?:left|leaving|joined|joining) (?:the )?$", text[max(0, span[0] - 14) : span[0]], re.IGNORECASE):
        return True
    return not cues.OF_MONEY.search(text[max(0, span[0] - 60) : span[0]]) and inside[-1].key not in _BUSINESS_WITH


# Firms that people owe, besides those they work for.
_BUSINESS_WITH = words("english_firms_with_bills")


def _is_opening(token: Token, text: str, start: int) -> bool:
    return token.key in _OPENINGS and re.search(r"(?:^|[.!?\n]\s*)$", text[max(0, start - 3) : start]) is not None


_OPENINGS = frozenset(
    [
        "since",
        "when",
        "after",
        "before",
        "because",
        "but",
        "and",
        "so",
        "now",
        "then",
        "my",
        "the",
        "i",
        "we",
        "last",
        "yesterday",
        "today",
        "in",
        "at",
        "for",
        "as",
        "if",
        "while",
        "until",
        "unfortunately",
        "sadly",
    ]
)
_CLOSING = frozenset(
    [
        "i",
        "i'm",
        "i'll",
        "i've",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "please",
        "thanks",
        "but",
    ]
)


def _is_employer(text: str, span: tuple[int, int], direct: bool) -> bool:
    """Whether a capitalised name is one of a firm or a school, and not of a month, a town, an office or a person."""
    value = text[span[0] : span[1]]
    inside = tokens_of(value)
    if text[max(0, span[0] - 8) : span[0]].removesuffix("the ").endswith(" in ") and not (
        cues.SCHOOL.search(value) or (len(inside) > 1 and inside[-1].key in words("english_firm_endings"))
    ):
        return False
    ending = bool(cues.ENDING.search(value)) and len(inside) > 1
    if direct and value.lower().removesuffix(".") in cues.EMPLOYING_BRANDS:
        return True
    if ending:
        return not all(token.kind is Kind.NO_NAME or token.key in _OFFICES for token in inside)
    known = [token for token in inside if token.kind in (Kind.NO_NAME, Kind.PLACE)]
    if len(known) == len(inside) or (len(inside) == 1 and (not direct or len(value) < 3 or value.isupper())):
        return False
    if len(inside) == 1 and (inside[0].kind in (Kind.WORD, Kind.GIVEN) and value[-2:] != "'s"):
        return False
    return not _is_person(value, inside)


_OFFICES = frozenset(
    [
        "head",
        "main",
        "office",
        "branch",
        "call",
        "center",
        "centre",
        "agency",
        "universal",
        "credit",
        "social",
        "security",
        "legal",
        "aid",
        "small",
        "claims",
        "citizens",
        "advice",
        "tax",
        "credit",
        "workers",
        "compensation",
    ]
)


def _is_person(value: str, inside: tuple[Token, ...]) -> bool:
    names = all(
        token.kind in (Kind.GIVEN, Kind.SURNAME, Kind.EVERYDAY, Kind.UNKNOWN) or token.initial for token in inside
    )
    return names and inside[0].kind in (Kind.GIVEN, Kind.EVERYDAY) and not re.search(r"'s|&|\b(?:and|of)\b", value)


def _is_small_name(value: str) -> bool:
    """Whether words in small letters are a firm's name: not only what describes one ("primary school")."""
    inside = tokens_of(value)[:-1]
    return (
        bool(inside)
        and not (len(inside) == 1 and inside[0].kind is Kind.PLACE)
        and any(token.key not in _DESCRIBING for token in inside)
    )


_DESCRIBING = words("english_describing_firms")
