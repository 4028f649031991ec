"""Postal addresses in English text, each whole: street, flat, town, state, code; and PO boxes."""

from __future__ import annotations

import re
from typing import Any

from presidio_analyzer import RecognizerResult

from service.privacy.found import LABELLED
from service.privacy.recognisers.base import SpanRecogniser

_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|"
    "UT|VT|VA|WA|WV|WI|WY|DC|Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|"
    "Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|"
    "Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|"
    "Oregon|Pennsylvania|"
    "Rhode Island|South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|"
    "Wisconsin|Wyoming"
)
_CLEAR_SUFFIX = (
    "street|avenue|ave|road|rd|boulevard|blvd|lane|terrace|crescent|highway|hwy|parkway|pkwy|gardens|mews|cul-de-sac"
)
_WEAK_SUFFIX = (
    "st|ln|drive|dr|court|ct|place|pl|way|close|circle|cir|square|sq|"
    "grove|row|hill|walk|trail|loop|alley|rise|view|green|park|broadway|ter|pike|run"
)
_UNIT = r"(?:flat|apt|apartment|unit|suite|ste|room|rm|floor|lot|trailer|#)\.?\s?#?\s?[A-Za-z0-9-]{1,5}"
_POSTCODE = r"[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}(?![A-Za-z0-9])"
_ZIP = r"[0-9]{5}(?:-[0-9]{4})?(?![0-9])"
_STREET = re.compile(
    rf"(?<![\w$£€¥#.,-])(?P<unit>{_UNIT},? )?(?P<number>[0-9]{{1,6}}[A-Za-z]?(?:[-/][0-9]{{1,4}})?),? "
    rf"(?P<name>(?:[A-Za-z0-9][A-Za-z0-9'.-]{{0,20}} ){{1,4}}?)(?P<suffix>{_CLEAR_SUFFIX}|"
    rf"{_WEAK_SUFFIX})(?![A-Za-z'-])\.?"
    r"(?: (?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)(?![A-Za-z]))?",
    re.IGNORECASE,
)
_BOX = re.compile(r"(?<![A-Za-z])P\.? ?O\.? ?Box #?[0-9]{1,6}(?![0-9])", re.IGNORECASE)
_UNIT_AFTER = re.compile(rf",? (?:{_UNIT})(?![A-Za-z])", re.IGNORECASE)
_TOWN = re.compile(
    rf"(?:,\s?|\s)(?:in )?(?P<town>[A-Z][A-Za-z'.-]{{1,20}}(?: [A-Z][A-Za-z'.-]{{1,20}}){{0,2}}?)"
    rf"(?=,? ?(?:(?:{_STATES})(?![a-z])|{_POSTCODE}|{_ZIP}))"
)
_TOWN_AT_END = re.compile(
    r",\s?(?P<town>[A-Z][A-Za-z'-]{2,20}(?: [A-Z][A-Za-z'-]{1,20}){0,1})(?=\s*(?:[.,;!?)\n]|$| (?:and|since|with|"
    r"but|is|for)\b))"
)
_LOWER_TOWN = re.compile(
    rf",? (?P<town>[a-z]{{3,20}}(?: [a-z]{{3,20}})?),? (?:{_STATES})(?![a-z]) {_ZIP}", re.IGNORECASE
)
_STATE = re.compile(rf",? ?(?:{_STATES})(?![A-Za-z])")
_CODE = re.compile(rf",? ?(?:{_POSTCODE}|{_ZIP})", re.IGNORECASE)
_NOT_IN_A_STREET = frozenset(
    [
        "a",
        "an",
        "the",
        "in",
        "of",
        "per",
        "on",
        "for",
        "to",
        "and",
        "or",
        "by",
        "my",
        "your",
        "our",
        "is",
        "are",
        "was",
        "be",
        "i",
        "we",
        "you",
        "it",
        "that",
        "this",
        "these",
        "those",
        "days",
        "weeks",
        "months",
        "years",
        "dollars",
        "pounds",
        "bucks",
        "percent",
        "a.m",
        "p.m",
        "am",
        "pm",
        "more",
        "less",
        "different",
        "same",
        "other",
        "another",
        "only",
        "every",
        "each",
        "hours",
        "minutes",
        "people",
        "kids",
        "times",
        "payments",
        "instalments",
        "installments",
        "from",
        "with",
        "at",
        "can",
        "could",
        "will",
        "would",
        "dollar",
        "pound",
        "quid",
        "week",
        "month",
        "year",
        "day",
        "until",
        "before",
        "after",
    ]
)
_NOT_A_TOWN = frozenset(
    [
        "Please",
        "Thanks",
        "Thank",
        "But",
        "And",
        "So",
        "Then",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "Can",
        "Could",
        "My",
        "I",
        "We",
        "You",
        "It",
    ]
)


class EnglishAddressRecogniser(SpanRecogniser):
    ENTITY = "LOCATION"

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        # Line breaks inside an address are as good as commas; both are one character, so offsets stay.
        flat = text.replace("\n", " ")
        starts = [match for match in _STREET.finditer(flat) if _is_street(match)]
        spans = [(match.start(), _end_of_address(flat, match.end())) for match in starts]
        spans += [(match.start(), _end_of_address(flat, match.end())) for match in _BOX.finditer(flat)]
        return [self.result(start, end, LABELLED) for start, end in spans]


def _is_street(match: re.Match[str]) -> bool:
    name = match["name"].split()
    if any(word.lower() in _NOT_IN_A_STREET for word in name):
        return False
    if match["suffix"].lower() in _CLEAR_SUFFIX.split("|"):
        return True
    return all(word[0].isupper() or word[0].isdigit() for word in name)


def _end_of_address(text: str, end: int) -> int:
    """Where an address ends that has come as far as its street: unit, town, state and code belong to it."""
    end = _after(_UNIT_AFTER, text, end)
    lower = _LOWER_TOWN.match(text, end)
    if lower is not None:
        return lower.end()
    for town in (_TOWN, _TOWN_AT_END):
        match = town.match(text, end)
        if match is not None and match["town"].split()[0] not in _NOT_A_TOWN:
            end = match.end()
            break
    end = _after(_STATE, text, end)
    return _after(_CODE, text, end)


def _after(part: re.Pattern[str], text: str, end: int) -> int:
    match = part.match(text, end)
    return match.end() if match is not None else end
