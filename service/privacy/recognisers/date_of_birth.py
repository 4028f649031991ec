"""Dates of birth: the date alone, where words or the message say that it is one."""

from __future__ import annotations

from typing import Any

from presidio_analyzer import RecognizerResult

from service.privacy.birth import birth_dates
from service.privacy.found import LABELLED
from service.privacy.recognisers.base import SpanRecogniser


class DateOfBirthRecogniser(SpanRecogniser):
    ENTITY = "DATE_OF_BIRTH"

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        return [self.result(each.start, each.end, LABELLED + 0.03) for each in birth_dates(text)]
