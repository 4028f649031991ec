"""QQ numbers, behind the letters QQ."""

from service.privacy.found import LABELLED
from service.privacy.recognisers.base import SpanRecogniser, pattern


class QqRecogniser(SpanRecogniser):
    ENTITY = "QQ_ID"
    PATTERNS = (
        pattern(
            "after QQ",
            r"(?<![A-Za-z0-9.@])QQ(?:号码?| number| id)?[^0-9A-Za-z\n]{0,4}(?:(?:是|"
            r"is)[^0-9A-Za-z\n]{0,2})?(?P<value>[1-9][0-9]{4,10})(?![0-9@])",
            LABELLED + 0.02,
        ),
        pattern(
            "after 扣扣",
            r"(?:扣扣|球球|企鹅号?|(?<![A-Za-z])[qQ](?:号|(?=[: 是]))|加[qQ])(?:号?码)?[^0-9\n]{0,4}"
            r"(?P<value>[1-9][0-9]{4,10})(?![0-9@])",
            LABELLED + 0.02,
        ),
        pattern(
            "digit by digit",
            r"(?<![A-Za-z0-9.@])QQ(?:号码?)?[^0-9A-Za-z\n]{0,4}(?P<value>[1-9](?:[ .-][0-9]){4,10})(?![ .-]?[0-9@])",
            LABELLED + 0.04,
        ),
    )
