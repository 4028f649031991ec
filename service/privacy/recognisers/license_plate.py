"""Vehicle registration plates: China by form, UK by form, others behind the words."""

import re

from service.privacy.found import FORMAT, LABELLED
from service.privacy.recognisers.base import SpanPattern, SpanRecogniser, pattern
from service.privacy.words import words

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_EXACT_CASE = re.RegexFlag(0)


class LicensePlateRecogniser(SpanRecogniser):
    ENTITY = "LICENSE_PLATE"
    DIGITS = True
    PATTERNS = (
        pattern(
            "china",
            rf"(?P<value>[{_PROVINCES}][A-HJ-Z][ ·•.-]?(?:[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警港澳]|"
            rf"[A-HJ-NP-Z0-9]{{3,4}}挂))(?![A-Za-z0-9])",
            LABELLED,
        ),
        pattern(
            "united kingdom",
            r"(?<![A-Za-z0-9])(?P<value>[A-HJ-PR-Y][A-HJ-PR-Y][0-9]{2} ?[A-Z]{3})(?![A-Za-z0-9])",
            FORMAT,
            _EXACT_CASE,
        ),
        pattern(
            "after the words",
            r"(?:(?:license|licence|number|vehicle|car|van|truck)? ?plate(?:s|(?:'?s)? number|(?:'?s)? no\.?)?|"
            r"registration|"
            r"\breg|\b(?:license|licence|car|vehicle|plate|my) tag)(?: (?:number|no|plate|mark))?\.?(?: is| was|'s|"
            r"'re| are| reads?)?[ :#,(-]{1,3}"
            r"(?P<value>(?=[A-Za-z -]{0,7}[0-9])[A-Za-z0-9]{1,4}[ -]?[A-Za-z0-9]{2,5})(?![A-Za-z0-9])",
            LABELLED,
        ),
        pattern(
            "tags",
            r"\btags?(?: number| no\.?)? (?:is |are )?(?P<value>[A-Z]{2,4}[ -]?[0-9]{3,4})(?![A-Za-z0-9])",
            LABELLED,
        ),
    )

    def accepts(self, value: str, matched: SpanPattern) -> bool:
        """Letters and digits, and no word: "registration fee 120" is no plate."""
        pieces = [piece.lower() for piece in re.findall("[A-Za-z]+", value)]
        if any(len(piece) > 2 and not value.isupper() and piece in words("english_words") for piece in pieces):
            return False
        return any(map(str.isdigit, value)) and bool(pieces)
