"""Passport numbers, behind the word."""

from service.privacy.found import LABELLED
from service.privacy.recognisers.base import SpanRecogniser, pattern


class PassportRecogniser(SpanRecogniser):
    ENTITY = "PASSPORT"
    PATTERNS = (
        pattern(
            "after the words",
            r"(?:passport|护照|通行证)(?: ?(?:number|num|no|#)| ?号码?|编号)?\.?[^0-9A-Za-z\n]{0,4}(?:(?:is|是|"
            r"为)[^0-9A-Za-z\n]{0,3})?"
            r"(?P<value>[A-Za-z]{0,2}[0-9]{6,9})(?![A-Za-z0-9])",
            LABELLED + 0.02,
        ),
        pattern(
            "travel permit",
            r"(?:台胞证|回乡证|台湾居民[一-鿿]{0,12}证|通行证)(?:号码?|"
            r"编号)?[^0-9A-Za-z\n]{0,4}(?:[是为][^0-9A-Za-z\n]{0,3})?"
            r"(?P<value>[A-Za-z]?[0-9]{8,10})(?![A-Za-z0-9])",
            LABELLED + 0.02,
        ),
    )
