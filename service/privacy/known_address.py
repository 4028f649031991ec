"""The borrower's own address, whole or from its house number or road on, with usual abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.privacy.found import KNOWN, Found

_WORD = re.compile(r"[A-Za-z0-9]+")
_HAN = re.compile(r"[一-鿿]")
_LONG_FORMS = {
    "st": "street", "ave": "avenue", "av": "avenue", "rd": "road", "blvd": "boulevard", "ln": "lane", "dr": "drive",
    "ct": "court", "pl": "place", "ter": "terrace", "apt": "apartment", "ste": "suite", "hwy": "highway",
    "pkwy": "parkway", "sq": "square", "n": "north", "s": "south", "e": "east", "w": "west", "rm": "room",
    "cres": "crescent", "gdns": "gardens", "cl": "close",
}  # fmt: skip
_LEFT_OUT = frozenset({"apartment", "unit", "flat", "no", "number", "suite"})
_LEAST_WORDS = 2  # a house number and a street's name
_LEAST_HAN = 5  # characters of a road with its number, 文三路88号


def find_own_address(text: str, address: str) -> Iterator[Found]:
    """Mentions of the address in a folded text that hold at least its house number and its street."""
    if _HAN.search(address):
        yield from _chinese(text, address)
    elif address:
        yield from _english(text, address)


def _english(text: str, address: str) -> Iterator[Found]:
    own = [_long_form(match.group()) for match in _WORD.finditer(address)]
    if not any(word[0].isdigit() for word in own):
        return
    place = {word: index for index, word in reversed(list(enumerate(own)))}
    written = list(_WORD.finditer(text))
    index = 0
    while index < len(written):
        length = _run_length(written, index, own, place)
        if length:
            yield Found(written[index].start(), written[index + length - 1].end(), "LOCATION", KNOWN, canonical=address)
        index += length or 1


def _run_length(written: list[re.Match[str]], index: int, own: list[str], place: dict[str, int]) -> int:
    """How many words of the text from `index` on follow the address in order; 0 when too few to be one."""
    expected = place.get(_long_form(written[index].group()))
    if expected is None or not own[expected][0].isdigit() or expected + 1 >= len(own):
        return 0
    length = shared = 0
    for word in written[index : index + len(own) + 2]:
        while expected < len(own) and own[expected] in _LEFT_OUT and _long_form(word.group()) != own[expected]:
            expected += 1
        if expected >= len(own) or _long_form(word.group()) != own[expected]:
            break
        length, shared, expected = length + 1, shared + 1, expected + 1
    last = written[index + length - 1].group() if length else ""
    return (
        length
        if shared >= _LEAST_WORDS and any(map(str.isalpha, own[place[_long_form(last)]])) | (shared > _LEAST_WORDS)
        else 0
    )


def _long_form(word: str) -> str:
    lowered = word.lower()
    return _LONG_FORMS.get(lowered, lowered)


def _chinese(text: str, address: str) -> Iterator[Found]:
    bare = re.sub(r"\s", "", address)
    for suffix_start in _starts_of_parts(bare):
        part = bare[suffix_start:]
        for size in range(len(part), _LEAST_HAN - 1, -1):
            head = part[:size]
            if not any(map(str.isdigit, head)):
                break
            if size < len(part) and part[size].isdigit() and head[-1].isdigit():
                continue
            for match in re.finditer(
                r"\s{0,1}".join(map(re.escape, head)) + ("(?![0-9])" if head[-1].isdigit() else ""), text
            ):
                yield Found(*match.span(), "LOCATION", KNOWN, canonical=address)


def _starts_of_parts(address: str) -> list[int]:
    """Where the levels of an address begin: the whole, the district, the road."""
    ends = [match.end() for match in re.finditer(r"(?:省|市|自治区|区|县|镇|乡|街道)", address)]
    return [0, *[end for end in ends if len(address) - end >= _LEAST_HAN]]
