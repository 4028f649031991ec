"""Every number, amount, percentage, date, phone number and address in the text comes from a vouched source."""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.verdict import Finding
from service.domain.vocabulary import Family, Outcome
from service.guard.inspection import Inspection
from service.guard.numbers import numbers_in
from service.linguistics.normalise import fold

_KINDS = {"figure": "a number", "words": "a number in words", "day": "a day", "address": "an address"}


def check_slots(inspection: Inspection) -> Iterator[Finding]:
    """Number-like tokens that neither the facts, nor the statements said, nor the cited passages carry."""
    if not inspection.numbers_are_known:
        return
    vouched = {(number.kind, number.form) for text in inspection.vouched for number in numbers_in(fold(text))}
    for number in numbers_in(inspection.folded):
        if (number.kind, number.form) not in vouched:
            yield Finding(
                rule_id="guard.slot",
                family=Family.UNGROUNDED_NUMBER,
                outcome=Outcome.BLOCK,
                layer="slot",
                message=f"{_KINDS[number.kind]} that no fact, quote, statement or passage carries",
                repair="Leave it out; only statements carry numbers, dates and addresses.",
                citation="Invariant 3: the model never decides money",
                span=inspection.folded.original_span(number.start, number.end),
            )
