"""Dates of birth: the date alone, where words or the message say that it is one."""

from __future__ import annotations

import re
from typing import Any

from presidio_analyzer import RecognizerResult

from service.privacy.birth import birth_dates
from service.privacy.found import LABELLED
from service.privacy.recognisers.base import SpanRecogniser

# 练红梅,1970.1.15,梅州市: between the other particulars of a person, of a year in which no debt fell due.
_AMONG_PARTICULARS = re.compile(
    r"[一-鿿][,/、|] ?(?P<value>(?:19[3-9][0-9]|200[0-7])[./-](?:0?[1-9]|1[0-2])[./-](?:[12][0-9]|3[01]|0?[1-9]))"
    r"(?= ?[,/、|])"
)


class DateOfBirthRecogniser(SpanRecogniser):
    ENTITY = "DATE_OF_BIRTH"

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        spans = {(each.start, each.end) for each in birth_dates(text)}
        spans |= {each.span("value") for each in _AMONG_PARTICULARS.finditer(text)}
        return [self.result(start, end, LABELLED + 0.03) for start, end in sorted(spans)]
