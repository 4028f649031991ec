"""The borrower's own name, in any order, case and spacing, whole or in part."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.privacy.found import KNOWN, KNOWN_PART, Found
from service.privacy.words import words

_HAN = re.compile(r"^[一-鿿·]+$")
_TITLES = ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "jr", "sr", "ii", "iii"]
_GAP = r"[\s,.·_/-]{1,3}"
_CHINESE_TITLE = "(?:先生|女士|小姐|太太)"
_INTRODUCED = (
    r"(?:(?:name(?: is|'s|:)?|i'm|i am|im|this is|call me|it's|its"
    r"|signed|mrs?\.?|ms\.?|miss|dr\.?|regards|thanks|speaking with|speak to|dear|hi|hello|hey),? )"
)
# What follows a word that is no name here: "Will you", "May 5", "grace period".
_NOT_BEFORE = (
    r"(?!\s{1,2}(?:\d|period|you\b|i\b|we\b|they\b|he\b|she\b|it\b|that\b|this\b|there\b|the\b|a\b|be\b|my\b|not\b|have\b|"
    r"payment|card\b|up\b|and june|or june|or later))"
)
_NOT_AFTER = (
    r"(?<!\bin )(?<!\bby )(?<!\bon )(?<!\bof )(?<!\bnext )(?<!\blast )"
    r"(?<!\bthis )(?<!\buntil )(?<!\bfrom )(?<!\bsince )(?<![0-9] )(?<!th )(?<!st )"
)


def find_own_name(text: str, name: str) -> Iterator[Found]:
    """Every mention of the name in a folded text; each stands for the whole name."""
    for score, spelling in _spellings(name):
        for match in spelling.finditer(text):
            yield Found(*match.span("value"), "PERSON", score, canonical=name)
    for start, end in _others_of_the_family(text, name):
        yield Found(start, end, "PERSON", KNOWN)


def _others_of_the_family(text: str, name: str) -> Iterator[tuple[int, int]]:
    """The borrower's surname behind an initial that is not the borrower's: somebody else of that name."""
    parts = _latin_parts(name)
    if len(parts) < 2 or len(parts[-1]) < 2 or _HAN.match("".join(parts)):
        return
    own = {part[0].upper() for part in parts[:-1]}
    first, last = r"(?<![^\W_])(?<![A-Za-z]\.)(?<![A-Za-z]\. )(?P<initial>[A-Z])\.\s?", re.escape(parts[-1])
    for match in re.finditer(rf"{first}(?:[A-Z]\.\s?){{0,2}}(?i:{last})(?![^\W_])", text):
        if match["initial"] not in own:
            yield match.span()


def _spellings(name: str) -> Iterator[tuple[float, re.Pattern[str]]]:
    bare = re.sub(r"\s", "", name)
    if _HAN.match(bare):
        yield from _chinese_spellings(bare)
    else:
        yield from _latin_spellings(_latin_parts(name))


def _latin_parts(name: str) -> list[str]:
    """The parts of a name in Latin letters, without titles."""
    parts = [part for part in re.split(r"[\s,.]+", name) if part.lower() not in _TITLES]
    return [part for part in parts if any(map(str.isalpha, part))]


def _chinese_spellings(name: str) -> Iterator[tuple[float, re.Pattern[str]]]:
    yield KNOWN, re.compile(r"(?P<value>" + r"\s{0,2}".join(map(re.escape, name)) + ")")
    surname = next((name[:size] for size in (2, 1) if name[:size] in words("chinese_surnames")), "")
    if surname:
        yield KNOWN_PART, re.compile(rf"(?P<value>{surname}{_CHINESE_TITLE})")
    given = name[len(surname) :]
    if len(given) < 2:
        return
    if given in words("chinese_not_names"):
        yield KNOWN_PART, re.compile(rf"(?:叫我?|我是|名字是|名叫)(?P<value>{given})(?![的地得])")
    else:
        yield KNOWN_PART, re.compile(rf"(?P<value>{given})")


def _latin_spellings(parts: list[str]) -> Iterator[tuple[float, re.Pattern[str]]]:
    longer = [part for part in parts if len(part) > 1]
    if len(parts) > 1:
        yield KNOWN, _in_any_order(parts)
        yield KNOWN, _behind_initials(parts)
    for part in longer:
        yield from _alone(part)
    if len(longer) > 1:
        joined = "|".join({"".join(map(re.escape, longer)), "".join(map(re.escape, reversed(longer)))})
        yield KNOWN, re.compile(rf"(?<![^\W_])(?P<value>{joined})(?![^\W_])", re.IGNORECASE)


def _in_any_order(parts: list[str]) -> re.Pattern[str]:
    """Two or more parts of the name side by side, initials in between included."""
    any_part = "|".join(re.escape(part) for part in sorted(parts, key=len, reverse=True))
    everyday = words("english_everyday_names") | words("english_not_names")
    ending = _NOT_BEFORE if all(part.lower() in everyday for part in parts) else ""
    first = "|".join(re.escape(part) for part in sorted(parts, key=len, reverse=True) if len(part) > 1) or any_part
    several = rf"(?:{first})(?:{_GAP}(?:[A-Za-z]\.?{_GAP})?(?:{any_part})(?![^\W_])){{1,{len(parts)}}}"
    return re.compile(rf"(?<![^\W_])(?P<value>{several})(?![^\W_]){ending}", re.IGNORECASE)


def _behind_initials(parts: list[str]) -> re.Pattern[str]:
    """The last part behind the initials of others: "O. Vandersloot", "O.M. Vandersloot", "O Vandersloot"."""
    initials = "|".join(sorted({re.escape(part[0]) for part in parts[:-1]}))
    last = re.escape(parts[-1])
    bare = "|".join(sorted({re.escape(part[0].upper()) for part in parts[:-1]}))
    before = rf"(?:(?i:{initials})\.\s?(?:[A-Za-z]\.\s?){{0,2}}|(?:{bare}) )"
    return re.compile(rf"(?<![^\W_])(?P<value>{before}(?i:{last}))(?![^\W_]){_NOT_BEFORE}")


def _alone(part: str) -> Iterator[tuple[float, re.Pattern[str]]]:
    """One part by itself; where it is an everyday word too, capitalised and in a name's place only."""
    written = re.escape(part)
    if part.lower() not in words("english_everyday_names") | words("english_not_names"):
        yield KNOWN_PART, re.compile(rf"(?<![^\W_])(?P<value>{written})(?![^\W_])", re.IGNORECASE)
        return
    yield KNOWN_PART, re.compile(rf"(?<![^\W_])(?i:{_INTRODUCED})(?P<value>(?i:{written}))(?![^\W_]){_NOT_BEFORE}")
    titled = re.escape(part.capitalize())
    yield KNOWN_PART, re.compile(rf"(?<![^\W_])(?<!^)(?<![.!?] ){_NOT_AFTER}(?P<value>{titled})(?![^\W_]){_NOT_BEFORE}")
