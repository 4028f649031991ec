"""Number words: in dates, and digits that are said one by one."""

from __future__ import annotations

import re

_CHINESE_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0}
_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        start=1,
    )
} | {"thirtieth": 30}


_DIGIT_WORDS = {word: str(value) for value, word in enumerate(_UNITS[:10])} | {"oh": "0", "o": "0", "nought": "0"}
_PAIRS = {word: str(value) for value, word in enumerate(_UNITS[10:], start=10)} | {
    word: str(value)[0] for word, value in _TENS.items()
}
_REPEATS = {"double": 2, "triple": 3, "treble": 3}
_SAID = "(?:" + "|".join([*_DIGIT_WORDS, *_UNITS[10:], *_TENS, "[0-9]"]) + ")"
# A row of digits as people say them: "oh seven seven double oh", "five five five, oh one four two".
SAID_DIGIT = rf"(?:(?:double|triple|treble)[ -])?{_SAID}(?![A-Za-z0-9])"


def said_digits(written: str) -> str:
    """The digits of a row that is said: "double five, oh" is 550, "forty two" is 42, "forty" 40."""
    said = re.findall("[a-z]+|[0-9]", written.lower())
    digits = ""
    for place, word in enumerate(said):
        following = said[place + 1] if place + 1 < len(said) else ""
        if word in _TENS:
            digit = _PAIRS[word] + ("" if _DIGIT_WORDS.get(following, "0") != "0" else "0")
        else:
            digit = _DIGIT_WORDS.get(word) or _PAIRS.get(word) or (word if word.isdigit() else "")
        digits += digit * _REPEATS.get(said[place - 1] if place else "", 1)
    return digits


def english_cardinal(written: str) -> int | None:
    """A day of the month in plain words ("four", "twenty-one"), or None."""
    return _below_hundred(written.replace("-", " ").split())


def chinese_number(written: str) -> int | None:
    """A number up to 99 in digits or Chinese characters (三, 十四, 二十三, 三〇), or None."""
    if written.isdigit() and written.isascii():
        return int(written)
    tens, ten, units = written.partition("十")
    if not ten:
        values = [_CHINESE_DIGITS.get(character) for character in written]
        return None if None in values else int("".join(map(str, values)))
    high = _CHINESE_DIGITS.get(tens, 1 if not tens else None)
    low = _CHINESE_DIGITS.get(units, 0 if not units else None)
    return None if high is None or low is None else 10 * high + low


def english_ordinal(written: str) -> int | None:
    """A day of the month in words ("fourteenth", "twenty-first"), or None."""
    if written in _ORDINALS:
        return _ORDINALS[written]
    tens, _, units = written.replace("-", " ").partition(" ")
    if tens in ("twenty", "thirty") and _ORDINALS.get(units, 10) < 10:
        return _TENS[tens] + _ORDINALS[units]
    return None


def english_year(written: str) -> int | None:
    """A year in words ("nineteen eighty-eight", "two thousand and four"), or None."""
    parts = written.replace("-", " ").replace(" and ", " ").split()
    if parts[:2] == ["two", "thousand"]:
        rest = _below_hundred(parts[2:]) if parts[2:] else 0
        return None if rest is None else 2000 + rest
    century = {"nineteen": 1900, "twenty": 2000}.get(parts[0])
    rest = _below_hundred(parts[1:])
    return None if century is None or rest is None else century + rest


def _below_hundred(parts: list[str]) -> int | None:
    if parts[:1] == ["oh"]:
        parts = parts[1:]
    if len(parts) == 1 and parts[0] in _UNITS:
        return _UNITS.index(parts[0])
    if parts and parts[0] in _TENS and len(parts) <= 2:
        unit = _UNITS.index(parts[1]) if parts[1:] and parts[1] in _UNITS[:10] else 0
        return None if parts[1:] and not unit else _TENS[parts[0]] + unit
    return None
