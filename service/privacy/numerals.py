"""Number words as they occur in dates."""

from __future__ import annotations

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
