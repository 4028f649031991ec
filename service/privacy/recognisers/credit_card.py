"""Payment cards, credit or debit: 13 to 19 digits with a Luhn check digit, UnionPay's 19 included."""

from service.privacy.found import CHECKED
from service.privacy.recognisers.base import SpanPattern, SpanRecogniser, digits, luhn_holds, pattern


class CreditCardRecogniser(SpanRecogniser):
    ENTITY = "CREDIT_CARD"
    PATTERNS = (
        pattern(
            "number",
            r"(?<![0-9.,])(?<![0-9][ -])(?P<value>[2-689](?:[ .-]?[0-9]){12,18})(?![0-9])(?! ?[.-][0-9])",
            CHECKED,
        ),
    )

    def accepts(self, value: str, matched: SpanPattern) -> bool:
        number = digits(value)
        return len(set(number)) > 1 and luhn_holds(number)
