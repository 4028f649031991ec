"""Postal addresses in English text, each whole: street, flat, town, state, code; and PO boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from presidio_analyzer import RecognizerResult

from service.privacy.english_tokens import Kind, tokens_of
from service.privacy.found import LABELLED
from service.privacy.recognisers import address_parts as parts
from service.privacy.recognisers.base import SpanRecogniser
from service.privacy.words import words

_DIGIT = re.compile(r"[0-9]")
_LONGEST_BACK = 110  # characters from the code back to where an address may begin
_PART = re.compile(r"[^,\n]+")
_MORE_STREET = (
    re.compile(r" (?P<suffix>[A-Za-z]{2,10})(?![\w'-])\.?"),
    re.compile(r" [A-Z][\w'-]{1,20} (?P<suffix>[A-Z][A-Za-z]{1,9})(?![\w'-])\.?"),
)
_STREETLIKE = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(sorted(parts.CLEAR | parts.WEAK))})\.?$", re.IGNORECASE)
_UNIT = re.compile(parts.UNIT, re.IGNORECASE)
_HOUSES = words("english_houses")


class EnglishAddressRecogniser(SpanRecogniser):
    ENTITY = "LOCATION"

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        # Hardly any address lacks a digit; and line breaks inside one are as good as spaces.
        if not _DIGIT.search(text):
            return [self.result(*span, LABELLED) for span in (*_with_county(text), *_boxes(text))]
        flat = text.replace("\n", " ")
        spans = [
            *_streets(flat),
            *_boxes(flat),
            *_to_code(flat),
            *_kindless(flat),
            *_with_county(flat),
            *_back_from_code(text),
        ]
        return [self.result(start, _without_stop(flat, end), LABELLED) for start, end in _united(spans)]


def _without_stop(text: str, end: int) -> int:
    """A full stop at the very end belongs to the sentence."""
    return end - 1 if text[end - 1] == "." else end


def _united(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    united: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if united and start < united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], end))
        else:
            united.append((start, end))
    return united


def _streets(text: str) -> Iterator[tuple[int, int]]:
    for first in parts.STREET.finditer(text):
        match = first if _is_street(text, first) else parts.STREET_CLEAR.match(text, first.start())
        if match is not None and _is_street(text, match):
            yield _with_unit_before(text, match.start()), _end_of_address(text, _end_of_street(text, match))
    for form in (parts.SOUTH_ASIA, parts.EUROPE, parts.SIX_DIGITS, parts.VILLA):
        yield from (match.span() for match in form.finditer(text))
    for match in parts.KIND_FIRST.finditer(text):
        yield _with_unit_before(text, match.start()), _end_of_address(text, match.end())


def _with_county(text: str) -> Iterator[tuple[int, int]]:
    """A house or a townland, its town and its county: "Ballinacurra House, Kinsale, Co. Cork"."""
    for match in parts.COUNTY.finditer(text):
        pieces = match["value"].split(", ")
        house = pieces[0].split()[-1].lower() in _HOUSES
        if len(pieces) > 2 or house:
            yield match.span()


def _kindless(text: str) -> Iterator[tuple[int, int]]:
    """A number and a name without a kind of street, where a unit, a known town or the words before say what it is."""
    for match in parts.KINDLESS.finditer(text):
        if any(word.lower() in parts.NEVER for word in match["name"].split()):
            continue
        known = match["town"] is not None and tokens_of(match["town"])[0].kind is Kind.PLACE
        unusual = tokens_of(match["name"])[0].kind not in (Kind.NO_NAME, Kind.WORD) or match["compass"] is not None
        if unusual and (match["unit"] is not None or known):
            yield _with_unit_before(text, match.start()), _end_of_address(text, match.end())
    for match in parts.KINDLESS_AT.finditer(text):
        kind = tokens_of(match["name"])[0].kind
        if match["name"].lower() not in parts.NEVER and kind in (Kind.UNKNOWN, Kind.SURNAME):
            yield match.span("address")


def _boxes(text: str) -> Iterator[tuple[int, int]]:
    for match in parts.BOX.finditer(text):
        yield match.start(), _end_of_address(text, match.end())


def _to_code(text: str) -> Iterator[tuple[int, int]]:
    """A number, words that may be a street and a town, and a state with its code or a postcode."""
    for form in (parts.TO_ZIP, parts.TO_POSTCODE):
        for match in form.finditer(text):
            if not any(word.strip(".,").lower() in parts.NEVER for word in match["name"].split()):
                yield match.start(), _after(parts.COUNTRY_AFTER, text, match.end())


def _back_from_code(text: str) -> Iterator[tuple[int, int]]:
    """An address that begins with the name of a house: from the code back, part by part between commas and lines."""
    for code in parts.CODE_AT_END.finditer(text):
        begin = max(0, code.start() - _LONGEST_BACK)
        before = text[begin : code.start()].rstrip(" ,\n")
        start, found = None, False
        for piece in reversed(list(_PART.finditer(before))):
            words_in = piece.group().split()
            at = _start_of_part(piece.group())
            if at is None:
                break
            house = _is_house(piece.group()[at:], piece.group()[:at])
            if house:
                start, found = begin + piece.start() + at, True
            if at > 0 and piece.group()[:at].strip():
                break
            if len(words_in) > 6:
                break
        if found and start is not None:
            yield start, code.end()


def _start_of_part(part: str) -> int | None:
    """Where the capitalised words at the end of a part begin, numbers and "of the" among them; None: there are none."""
    start = None
    for word in reversed(list(re.finditer(r"\S+", part))):
        text = word.group()
        if text[0].isupper() or text[0].isdigit() or text[0] == "#":
            if text.lower().strip(".:") in parts.NEVER or (text.endswith((":", ".")) and len(text) > 4):
                break
            start = word.start()
        elif (start is not None and part[start].isdigit()) or text.lower() not in (
            "of",
            "the",
            "on",
            "upon",
            "under",
            "le",
            "in",
            "by",
            "&",
        ):
            break
    return start


def _is_house(part: str, before: str) -> bool:
    """Whether a part names a house or a unit: "Rose Cottage", "The Willows", "Unit 6"."""
    last = part.split()[-1].lower()
    if _UNIT.match(part) or (last in _HOUSES and len(part.split()) > 1):
        return True
    return part.startswith("The ") and len(part.split()) <= 3 and not _STREETLIKE.search(part)


def _is_street(text: str, match: re.Match[str]) -> bool:
    name = [word.strip(".") for word in match["name"].split()]
    if any(word.lower() in parts.NEVER or word in parts.NEVER_SMALL for word in name) and not _is_numbered(name):
        return False
    suffix = match["suffix"].lower()
    if suffix in parts.CLEAR:
        return not all(word.lower() in ("the", "of", "on") for word in name)
    if all(word[0].isupper() or word[0].isdigit() for word in name) and match["suffix"][0].isupper():
        return len(name) > 1 or name[0].lower() not in _NO_STREET_NAMES
    # In small letters only where an ordinal, the words before or the town and code after say so.
    if any(re.fullmatch(r"[0-9]{1,3}(?:st|nd|rd|th)", word.lower()) for word in name):
        return True
    if _code_after(text, match.end()) is not None:
        return True
    known = all(word.lower() in words("english_words") for word in name)
    return bool(parts.SAID_BEFORE.search(text[max(0, match.start() - 40) : match.start()])) and (
        not known or suffix in _USUAL_SUFFIXES
    )


def _is_numbered(name: list[str]) -> bool:
    """Whether a name in small letters is one that many streets have, and has nothing else: "main st", "grand ave"."""
    usual = frozenset(
        [
            "main",
            "grand",
            "court",
            "star",
            "park",
            "west",
            "east",
            "north",
            "south",
            "w",
            "e",
            "n",
            "s",
            "first",
            "second",
            "third",
        ]
    )
    return len(name) <= 2 and all(word in usual for word in name)


_NO_STREET_NAMES = frozenset(["the", "on", "in", "of", "at"])
_USUAL_SUFFIXES = parts.WEAK & words("english_usual_street_endings")


def _end_of_street(text: str, match: re.Match[str]) -> int:
    """Where a street ends whose name holds an ending itself: "Kilburn Park Road", "Ocean View Parkway"."""
    end = match.end()
    for _ in range(2):
        following = (form.match(text, end) for form in _MORE_STREET)
        more = [each.end() for each in following if each is not None and _is_more(each["suffix"], match["suffix"])]
        if not more:
            break
        end = more[0]
    return end


def _is_more(suffix: str, before: str) -> bool:
    lowered = suffix.lower()
    return lowered in parts.CLEAR or (
        lowered in parts.WEAK and suffix[0].isupper() == before[0].isupper() and suffix[0].isupper()
    )


def _with_unit_before(text: str, start: int) -> int:
    """Where an address starts: a flat, or a named house, before the number belongs to it."""
    start = _with_one_unit_before(text, start)
    kind = parts.KIND_BEFORE_NUMBER.search(text, max(0, start - 20), start)
    if kind is not None and text[start].isdigit():
        start = kind.start()
    for _ in range(3):
        part = parts.BEFORE_STREET.search(text[max(0, start - 60) : start])
        if part is None or "," not in part.group()[-2:]:
            break
        start -= len(text[max(0, start - 60) : start]) - part.start()
        kind = parts.KIND_BEFORE_NUMBER.search(text, max(0, start - 20), start)
        if kind is not None and text[start].isdigit():
            start = kind.start()
    return start


def _with_one_unit_before(text: str, start: int) -> int:
    before = text[max(0, start - 60) : start]
    named = re.search(
        rf"(?:^|(?<=[\s:(]))(?:(?:{parts.UNIT}),? )?(?:(?:The )?(?:[A-Z][\w'-]+ ){{1,2}}(?:House|Court|Cottage|Lodge|"
        rf"Hall|Mansions|Towers?|Heights|Point|Buildings?|Apartments|Farm|Wharf|Estate)|The [A-Z][\w'-]+),? $",
        before,
    )
    if named is None:
        named = re.search(rf"(?:^|(?<=[\s:(]))(?:{parts.UNIT}),? $", before, re.IGNORECASE)
    if named is None:
        named = re.search(r"(?:^|(?<=\b(?:at|to|is) )|(?<=[:.] ))(?P<house>[A-Z][a-z]{4,20}), $", before)
        if named is not None and tokens_of(named["house"])[0].kind not in (Kind.UNKNOWN, Kind.SURNAME):
            named = None
    return start if named is None else start - (len(before) - named.start())


def _end_of_address(text: str, end: int) -> int:
    """Where an address ends that has come as far as its street: unit, town, state and code belong to it."""
    end = _after(parts.COMPASS_AFTER, text, end)
    for _ in range(2):
        end = _after(parts.UNIT_AFTER, text, end)
    end = _after(parts.DISTRICT_AFTER, text, end)
    coded = _code_after(text, end)
    if coded is not None:
        return _after(parts.COUNTRY_AFTER, text, coded)
    small = parts.SMALL_STATE.match(text, end)
    if small is not None and small["town"].islower() and small["town"] not in words("english_words"):
        return small.end()
    for town in (parts.TOWN, parts.TOWN_AT_END):
        match = town.match(text, end)
        if match is not None and match["town"].split()[0] not in parts.NOT_A_TOWN:
            end = match.end()
            break
    else:
        end = _known_town(text, end)
    end = _after(parts.STATE_AFTER, text, end)
    end = _after(parts.CODE_AFTER, text, end)
    return _after(parts.COUNTRY_AFTER, text, end)


def _known_town(text: str, end: int) -> int:
    """Where a town ends that nothing but its own name shows: ", Bath the neighbours", ", hull"."""
    match = parts.TOWN_KNOWN.match(text, end)
    if match is not None and text[end] == ",":
        first = tokens_of(match["town"])[0]
        if first.kind is Kind.PLACE:
            return match.end() if " " not in match["town"] or first.end == len(match["town"]) else end + 2 + first.end
    small = parts.TOWN_SMALL.match(text, end)
    if small is not None and text[end] == ",":
        kind = tokens_of(small["town"])[0].kind
        if kind in (Kind.PLACE, Kind.UNKNOWN) or small["town"] in _SMALL_TOWNS:
            return small.end()
    return end


_SMALL_TOWNS = frozenset(
    ["hull", "bath", "reading", "bury", "goole", "deal", "rugby", "sale", "mobile", "buffalo", "phoenix"]
)


def _code_after(text: str, end: int) -> int | None:
    """Where the code ends that follows with nothing but a town, a district or a county before it."""
    match = parts.TO_CODE.match(text, end)
    if match is None or len(match.group()) > 80:
        return None
    between = re.findall(r"[A-Za-z']+", match.group())[:-1]
    if any(word.lower() in parts.NEVER for word in between):
        return None
    return match.end()


def _after(part: re.Pattern[str], text: str, end: int) -> int:
    match = part.match(text, end)
    return match.end() if match is not None else end
