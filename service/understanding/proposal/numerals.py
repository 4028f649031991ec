"""Numbers in words: English ("twelve hundred", "two fifty") and Chinese (两千五, 1.5万, 三百五)."""

from __future__ import annotations

from decimal import Decimal

_SMALL = [
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
ENGLISH = {word: value for value, word in enumerate(_SMALL)} | {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
ENGLISH["fourty"] = 40
_SCALES = {"hundred": 100, "thousand": 1000, "grand": 1000, "k": 1000}
_WORDS = "|".join(sorted([*ENGLISH, "hundred", "thousand", "grand"], key=len, reverse=True))
ENGLISH_NUMBER = rf"\b(?:(?:a|an) (?=hundred|thousand|grand))?(?:{_WORDS})(?:(?: and |[ -])(?:{_WORDS}))*\b"

_DIGITS = dict(zip("零〇一二三四五六七八九", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)) | {"两": 2, "俩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000, "k": 1000, "w": 10000}
CHINESE_NUMBER = r"[一二两俩三四五六七八九十][零〇一二两俩三四五六七八九十百千万]*"


def english_number(words: str) -> Decimal:
    """The value of English number words; "two fifty" is 250, as people say prices."""
    total = current = 0
    for word in words.replace("-", " ").split():
        if word in _SCALES:
            current = max(current, 1) * _SCALES[word]
            if _SCALES[word] == 1000:
                total, current = total + current, 0
        elif word in ENGLISH:
            current = _joined(current, ENGLISH[word])
    return Decimal(total + current)


def _joined(current: int, value: int) -> int:
    """A further number word: "twenty five" adds, "two fifty" makes hundreds."""
    if 0 < current < 10 and value >= 10:
        return current * 100 + value
    return current + value


def chinese_number(text: str) -> Decimal | None:
    """The value of a Chinese or mixed number; None where the characters form none.

    A last digit without a unit counts tenths of the unit before: 两千五 is 2500, 一万二 is 12000.
    """
    total = section = Decimal(0)
    number: Decimal | None = None
    unit = 1
    for token in _tokens(text):
        if isinstance(token, Decimal):
            if number is not None and number != 0:
                return None
            unit = 1 if token == 0 else unit
            number = token
        elif token == 10000:
            total += (section + (number or Decimal(0)) or Decimal(1)) * token
            section, number, unit = Decimal(0), None, token
        else:
            section += (Decimal(1) if number is None or number == 0 else number) * token
            number, unit = None, token
    return total + section + (number or Decimal(0)) * (unit // 10 if unit >= 100 else 1)


def _tokens(text: str) -> list[Decimal | int]:
    tokens: list[Decimal | int] = []
    digits = ""
    for character in text.replace(",", "") + " ":
        if character.isascii() and (character.isdigit() or character == "."):
            digits += character
            continue
        if digits.strip("."):
            tokens.append(Decimal(digits.strip(".")))
        digits = ""
        if character in _DIGITS:
            tokens.append(Decimal(_DIGITS[character]))
        elif character in _UNITS:
            tokens.append(_UNITS[character])
    return tokens


def small_number(text: str) -> int | None:
    """A count such as "6", "six" or 六; None when it is none, or is not a whole number up to 600."""
    text = text.strip()
    if text.isascii() and text.isdigit():
        value = Decimal(text[:9])
    elif text in ("a", "an"):
        value = Decimal(1)
    elif text.isascii():
        value = english_number(text)
    else:
        value = chinese_number(text) or Decimal(0)
    return int(value) if value == int(value) and 1 <= value <= 600 else None


SMALL = rf"(?:\d{{1,3}}|{ENGLISH_NUMBER}|{CHINESE_NUMBER})"
