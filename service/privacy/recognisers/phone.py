"""Telephone numbers: US, UK, China, and any that is written in international form."""

import re
from typing import ClassVar

from service.privacy.found import FORMAT, LABELLED
from service.privacy.numerals import SAID_DIGIT, said_digits
from service.privacy.recognisers.base import SpanPattern, SpanRecogniser, digits, pattern

_SEP = r"[ .·-]{0,2}"
_FEWEST_SAID = 7  # a local number; shorter rows are codes and counting
_FEWEST_IN_WORDS = 4
_IN_WORDS = re.compile("[a-z]{2,}", re.IGNORECASE)
# What belongs to a number with an extension.
_EXTENSION = r"(?:,? ?(?:ext(?:ension)?|x)\.? ?[0-9]{1,5}(?![0-9]))?"
_WITH_EXTENSION = re.compile(r",? ?(?:ext(?:ension)?|x)\.? ?[0-9]{1,5}$", re.IGNORECASE)
_CHINESE_DIGIT = "[零〇一幺二两三四五六七八九洞拐]"
_GAP = "[ ,.·-]{0,2}"


class PhoneRecogniser(SpanRecogniser):
    ENTITY = "PHONE_NUMBER"
    PATTERNS = (
        pattern(
            "international",
            r"(?<![0-9A-Za-z+])(?P<value>(?:\(\+[1-9][0-9]{0,2}\)|(?:\+ ?|00)[1-9][0-9]{0,2})"
            r"(?:[ .-]{0,2}(?:\([0-9]{1,5}\)|[0-9]{1,5})){2,6}" + _EXTENSION + r")(?![0-9])",
            LABELLED,
        ),
        pattern(
            "north america",
            r"(?<![0-9$£€¥.+])(?<![0-9][ -])(?P<value>(?:1[ .-]{0,2})?(?:\([2-9][0-9]{2}\)[ .-]{0,2}|"
            r"[2-9][0-9]{2}(?:[ .-]{0,3}|/))"
            r"[2-9][0-9]{2}[ .-]{0,3}[0-9]{4}" + _EXTENSION + r")(?:(?! ?[.,-]?[0-9])|(?=\. )|(?=, ))",
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
            r"(?<![0-9$£€¥.+])(?<![0-9][ -])(?P<value>(?:\(0[1-9][0-9]{0,3}\)|0[1-9][0-9]{0,3})(?:[ .-]{0,2}[0-9]){6,9}"
            + _EXTENSION
            + r")(?! ?-?[0-9])",
            FORMAT,
        ),
        pattern("india", r"(?<![0-9$£€¥.+-])(?P<value>(?:0|91[ -])?[6-9][0-9]{4}[ -][0-9]{5})(?![ .-]?[0-9])", FORMAT),
        pattern(
            "digit by digit",
            r"(?<![0-9$£€¥.+-])(?<![0-9] )(?P<value>[0-9](?:[ .-][0-9]){9,10})(?![ .-]?[0-9])",
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
            rf"(?<![A-Za-z0-9])(?P<value>{SAID_DIGIT}(?:[ ,.-]{{1,3}}{SAID_DIGIT}){{2,23}})(?![A-Za-z])",
            LABELLED,
        ),
    )

    _LENGTHS: ClassVar[dict[str, range]] = {
        "international": range(8, 16),
        "north america": range(10, 12),
        "united kingdom": range(9, 12),
        "china, mobile in threes": range(11, 12),
    }

    def accepts(self, value: str, matched: SpanPattern) -> bool:
        if matched.name == "in English words":
            return len(_IN_WORDS.findall(value)) >= _FEWEST_IN_WORDS and len(said_digits(value)) >= _FEWEST_SAID
        # Nine digits in one piece are a routing number as well; Dublin writes them apart.
        if matched.name == "united kingdom" and len(value) == 9:
            return False
        lengths = self._LENGTHS.get(matched.name)
        return lengths is None or len(digits(_WITH_EXTENSION.sub("", value))) in lengths
