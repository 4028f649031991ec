"""Passport numbers, behind the word."""

from service.privacy.found import LABELLED
from service.privacy.recognisers.base import SpanRecogniser, pattern


class PassportRecogniser(SpanRecogniser):
    ENTITY = "PASSPORT"
    DIGITS = True
    PATTERNS = (
        pattern(
            "after the words",
            r"(?:passport|护照|通行证)(?: ?(?:number|num|no|#)(?:'?s)?| ?号码?|编号)?\.?[^0-9A-Za-z\n]{0,4}"
            r"(?:(?:is|was|it's|book|card|id|are|(?-i:[A-Z]{3})|是|为)[^0-9A-Za-z\n]{0,3}){0,2}"
            r"(?P<value>[A-Za-z]{0,2}[0-9]{6,9}[A-Za-z]?|"
            r"(?=[A-Za-z]{0,8}[0-9])(?=[0-9A-Za-z]{0,7}[0-9]{2})[0-9A-Za-z]{8,9})(?![A-Za-z0-9])",
            LABELLED + 0.02,
        ),
        pattern(
            "travel permit",
            r"(?:台胞证|回乡证|台湾居民[一-鿿]{0,12}证|通行证)(?:号码?|"
            r"编号)?[^0-9A-Za-z\n]{0,4}(?:[是为][^0-9A-Za-z\n]{0,3})?"
            r"(?P<value>[A-Za-z]?[0-9]{8,10})(?![A-Za-z0-9])",
            LABELLED + 0.02,
        ),
        pattern(
            "some way after the word",
            r"\bpassport\b(?:(?!phone|call|cell|mobile|text|account|card)[^0-9\n]){0,40}?(?:number|no\.?|#|is|:) "
            r"(?P<value>[A-Za-z]{0,2}[0-9]{7,9})(?![A-Za-z0-9])",
            LABELLED,
        ),
        pattern(
            "Chinese form, the word after it",
            r"(?<![A-Za-z0-9])(?P<value>E[A-HJ-NP-Z]?[0-9]{7,8})(?![A-Za-z0-9])[^0-9A-Za-z\n]{0,12}护照",
            LABELLED,
        ),
        pattern(
            "Chinese form, some way after the word",
            r"护照[^0-9A-Za-z\n]{0,20}(?P<value>E[A-HJ-NP-Z]?[0-9]{7,8})(?![A-Za-z0-9])",
            LABELLED,
        ),
    )
