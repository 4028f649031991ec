"""Payment cards, credit or debit: 13 to 19 digits with a Luhn check digit, UnionPay's 19 included."""

import re

from service.privacy.found import CHECKED
from service.privacy.numerals import SAID_DIGIT, said_digits
from service.privacy.recognisers.base import SpanPattern, SpanRecogniser, digits, luhn_holds, pattern

# A mobile number with China's country code has thirteen digits too, and one in ten passes Luhn.
_CHINESE_MOBILE = re.compile("861[3-9][0-9]{9}")

_SAID = "in English words"


class CreditCardRecogniser(SpanRecogniser):
    ENTITY = "CREDIT_CARD"
    PATTERNS = (
        pattern(
            "number",
            r"(?<![0-9.])(?<![0-9][ -])(?P<value>[2-689](?:[ .-]?[0-9]){12,18})(?![0-9])(?! ?[.-][0-9])",
            CHECKED,
        ),
        pattern(
            _SAID, rf"(?<![A-Za-z0-9])(?P<value>{SAID_DIGIT}(?:[ ,.-]{{1,3}}{SAID_DIGIT}){{6,18}})(?![A-Za-z])", CHECKED
        ),
    )

    def accepts(self, value: str, matched: SpanPattern) -> bool:
        number = said_digits(value) if matched.name == _SAID else digits(value)
        if not 13 <= len(number) <= 19:
            return False
        if _CHINESE_MOBILE.fullmatch(number):
            return False
        return len(set(number)) > 1 and luhn_holds(number)
