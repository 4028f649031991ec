"""Payment cards, credit or debit: 13 to 19 digits with a Luhn check digit, UnionPay's 19 included."""

import re

from service.privacy.found import CHECKED, LABELLED
from service.privacy.numerals import SAID_DIGIT, said_digits
from service.privacy.recognisers.base import SpanPattern, SpanRecogniser, digits, luhn_holds, pattern

# A mobile number with China's country code has thirteen digits too, and one in ten passes Luhn.
_CHINESE_MOBILE = re.compile("861[3-9][0-9]{9}")

_SAID = "in English words"


# Leading digits and lengths that issuers give out (ISO/IEC 7812); one number in ten passes Luhn by chance.
_ISSUED = re.compile(
    r"4(?:[0-9]{12}|[0-9]{15}|[0-9]{17,18})|(?:5[1-5]|2[2-7])[0-9]{14}|3[47][0-9]{13}|3(?:0|6|8|"
    r"9)[0-9]{12}(?:[0-9]{2})?|"
    r"35[0-9]{14}|(?:6[0-9]|5[06-8]|8[0-9]|9[0-9])[0-9]{14,17}"
)


_UNUSUAL = "number of an unusual length"


class CreditCardRecogniser(SpanRecogniser):
    ENTITY = "CREDIT_CARD"
    PATTERNS = (
        pattern(
            "number",
            r"(?<![0-9.])(?<![0-9][ -])(?P<value>[2-689](?:[ .-]?[0-9]){12,18})(?![0-9])(?! ?[.-][0-9])",
            CHECKED,
        ),
        pattern(
            _UNUSUAL,
            r"(?<![0-9.])(?<![0-9][ -])(?P<value>[2-689](?:[ .-]?[0-9]){12,18})(?![0-9])(?! ?[.-][0-9])",
            LABELLED + 0.003,
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
        if matched.name != _UNUSUAL and not _ISSUED.fullmatch(number):
            return False
        return len(set(number)) > 1 and luhn_holds(number)
