"""A number that the words beside it call an identity number, although its check character is wrong (a typing slip)."""

from service.privacy.found import CHECKED
from service.privacy.recognisers.base import SpanRecogniser, pattern


class LabelledIdCardRecogniser(SpanRecogniser):
    ENTITY = "CN_ID_CARD"
    # Surer than a Luhn digit, which one number in ten has by chance.
    PATTERNS = (
        pattern(
            "after the words",
            r"(?:身[份分]证|证件|证号|身份号|id ?card(?: (?:number|no\.?))?)[^0-9A-Za-z\n]{0,8}"
            r"(?P<value>[1-8](?:[ -]?[0-9]){13,16}[ -]?[0-9Xx])(?![0-9A-Za-z])",
            CHECKED + 0.005,
        ),
    )
