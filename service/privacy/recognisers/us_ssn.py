"""US social security numbers and individual taxpayer numbers."""

from service.privacy.found import CHECKED, LABELLED
from service.privacy.numerals import SAID_DIGIT, said_digits
from service.privacy.recognisers.base import SpanPattern, SpanRecogniser, digits, pattern

_SAID = "in English words"


class UsSsnRecogniser(SpanRecogniser):
    ENTITY = "US_SSN"
    PATTERNS = (
        pattern(
            "with separators",
            r"(?<![0-9A-Za-z-])(?P<value>[0-9]{3}([- .])[0-9]{2}\2[0-9]{4})(?![0-9A-Za-z]|-[0-9])",
            CHECKED - 0.02,
        ),
        pattern(
            "after the words",
            r"(?:social security|\bssn?\b|\bsocial\b|taxpayer|\bitin\b|社保号|社会安全号)[^0-9\n]{0,25}"
            r"(?P<value>[0-9]{3}[- .]?[0-9]{2}[- .]?[0-9]{4})(?![0-9])",
            LABELLED + 0.01,
        ),
        pattern(
            "before the words",
            r"(?<![0-9A-Za-z-])(?P<value>[0-9]{3}[- .]?[0-9]{2}[- .]?[0-9]{4})(?![0-9])"
            r"[^0-9A-Za-z\n]{0,3}(?:is |as |\()?(?:my |the |her |his )?(?:social\b|ssn\b|itin\b)",
            LABELLED + 0.01,
        ),
        pattern(
            _SAID,
            r"(?:social security|\bssn?\b|\bsocial\b|\bitin\b)[^0-9\n]{0,25}?"
            rf"(?P<value>{SAID_DIGIT}(?:[ ,.-]{{1,3}}{SAID_DIGIT}){{3,12}})(?![A-Za-z])",
            LABELLED + 0.02,
        ),
    )

    def accepts(self, value: str, matched: SpanPattern) -> bool:
        """No area 000 or 666, no group 00, no serial 0000 (20 CFR 422.103; 9xx areas are taxpayer numbers)."""
        number = said_digits(value) if matched.name == _SAID else digits(value)
        if len(number) != 9:
            return False
        return number[:3] not in {"000", "666"} and number[3:5] != "00" and number[5:] != "0000"
