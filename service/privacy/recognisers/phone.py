"""Telephone numbers: US, UK, China, and any that is written in international form."""

import re
from typing import ClassVar

from service.privacy.found import FORMAT, LABELLED
from service.privacy.recognisers.base import SpanPattern, SpanRecogniser, digits, pattern

_SEP = r"[ .·-]{0,2}"
_DIGIT_WORD = "(?:zero|oh|o|nought|one|two|three|four|five|six|seven|eight|nine)"
_FEWEST_SAID = 7  # a local number; shorter rows are codes and counting
_REPEATS = {"double": 1, "triple": 2}
_SAID_DIGIT = rf"(?:(?:double|triple)[ -])?{_DIGIT_WORD}"
_CHINESE_DIGIT = "[零〇一幺二两三四五六七八九洞拐]"
_GAP = "[ ,.·-]{0,2}"


class PhoneRecogniser(SpanRecogniser):
    ENTITY = "PHONE_NUMBER"
    PATTERNS = (
        pattern(
            "international",
            r"(?<![0-9A-Za-z+])(?P<value>(?:\+|00)[1-9][0-9]{0,2}(?:[ .-]{0,2}\(?[0-9]{1,5}\)?){2,6})(?![0-9])",
            LABELLED,
        ),
        pattern(
            "north america",
            r"(?<![0-9$£€¥.+])(?<![0-9][ -])(?P<value>(?:1[ .-]?)?(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}[ .-]{0,3})"
            r"[2-9][0-9]{2}[ .-]{0,3}[0-9]{4})(?:(?! ?[.,-]?[0-9])|(?=\. ))",
            FORMAT,
        ),
        pattern(
            "north america, local",
            r"(?:phone|cell|mobile|number|call|text|reach|ring|dial|fax|line)[^0-9\n]{0,30}"
            r"(?<![0-9$-])(?P<value>[2-9][0-9]{2}[ .-][0-9]{4})(?![0-9-])",
            FORMAT,
        ),
        pattern("fictional local", r"(?<![0-9$.-])(?P<value>555[.-]01[0-9]{2})(?![0-9-])", FORMAT),
        pattern(
            "united kingdom",
            r"(?<![0-9$£€¥.+])(?<![0-9][ -])(?P<value>\(?0[1-3789][0-9]{0,3}\)?(?:[ .-]{0,2}[0-9]){7,9})(?! ?-?[0-9])",
            FORMAT,
        ),
        pattern(
            "china, mobile",
            rf"(?<![0-9.])(?P<value>(?:\(?\+?(?:0{{0,2}}86)\)?{_SEP})?1[3-9][0-9]{_SEP}[0-9]{{4}}{_SEP}[0-9]{{4}})("
            rf"?![0-9])",
            LABELLED,
        ),
        pattern(
            "china, mobile in threes",
            r"(?<![0-9.])(?P<value>1[3-9][0-9](?:[ .·-][0-9]{2,4}){2,4})(?![0-9])",
            FORMAT,
        ),
        pattern(
            "china, mobile, spaced out",
            r"(?<![0-9.])(?<![0-9][ -])(?P<value>(?:\(?\+?86\)?[ -]{0,2})?(?:\(0\)[ -]?)?"
            r"1[ ._·-]{0,2}[3-9](?:[ ._·-]{0,2}[0-9]){9})(?![0-9]|[ -]?[0-9])",
            LABELLED - 0.01,
        ),
        pattern(
            "china, fixed line",
            r"(?<![0-9])(?<![0-9][ -])(?P<value>\(?0(?:10|2[0-9]|[3-9][0-9]{2})\)?[ -]{0,3}[2-8][0-9]{2,3}[ "
            r"-]?[0-9]{4})"
            r"(?![0-9])",
            FORMAT + 0.01,
        ),
        pattern(
            "china, service line",
            r"(?<![0-9.])(?<![0-9][ -])(?P<value>(?:400|800)[ -]?(?:[0-9]{3}[ -]?[0-9]{4}|[0-9]{4}[ -]?[0-9]{3}|"
            r"[0-9][ -]?[0-9]{3}[ -]?[0-9]{3}))(?![0-9元块万])",
            FORMAT,
        ),
        pattern(
            "china, in characters",
            rf"(?<!{_CHINESE_DIGIT})(?P<value>[一幺1](?:{_GAP}[三四五六七八九3-9])(?:{_GAP}(?:{_CHINESE_DIGIT}|"
            rf"[0-9])){{9}})"
            rf"(?!{_CHINESE_DIGIT}|[0-9])",
            LABELLED,
        ),
        # "two hundred and fifty" has no two of these in a row; nobody states an amount in seven of them.
        pattern(
            "in English words",
            rf"(?<![A-Za-z])(?P<value>{_SAID_DIGIT}(?:[ ,.-]{{1,3}}{_SAID_DIGIT}){{3,23}})(?![A-Za-z])",
            LABELLED,
        ),
    )

    _LENGTHS: ClassVar[dict[str, range]] = {
        "international": range(8, 16),
        "north america": range(10, 12),
        "united kingdom": range(10, 12),
        "china, mobile in threes": range(11, 12),
    }

    def accepts(self, value: str, matched: SpanPattern) -> bool:
        if matched.name == "in English words":
            return _said_digits(value) >= _FEWEST_SAID
        lengths = self._LENGTHS.get(matched.name)
        return lengths is None or len(digits(value)) in lengths


def _said_digits(value: str) -> int:
    """How many digits a number in words has: "double five" is two."""
    return sum(_REPEATS.get(word, 1) for word in re.findall("[a-z]+", value.lower()))
