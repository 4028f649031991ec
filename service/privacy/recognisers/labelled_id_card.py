"""A number that the words beside it call an identity number, although its check character is wrong (a typing slip)."""

from service.privacy.found import LABELLED
from service.privacy.recognisers.base import SpanRecogniser, pattern


class LabelledIdCardRecogniser(SpanRecogniser):
    ENTITY = "CN_ID_CARD"
    PATTERNS = (
        pattern(
            "after the words",
            r"(?:身份证(?:号码?)?|证件号码?|id card(?: (?:number|no\.?))?)[^0-9A-Za-z\n]{0,8}"
            r"(?P<value>[1-8][0-9]{13,16}[0-9Xx])(?![0-9A-Za-z])",
            LABELLED,
        ),
    )
