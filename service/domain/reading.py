"""What was understood of a borrower's message."""

from datetime import date
from decimal import Decimal

from pydantic import Field

from service.domain.base import Value
from service.domain.vocabulary import Cadence, Emotion, Language, Signal


class Proposal(Value):
    """What the borrower offers to pay; a field is null when it was not said.

    Args:
        amount: one regular instalment of the first step, major units; of a single payment: that payment.
        currency: ISO 4217, only when a sign or a word said so.
        cadence: how often the instalments come.
        count: number of instalments of the first step, without the down payment.
        start: date of the first (regular) payment.
        down_payment: an initial sum that differs from, or comes ahead of, the later payments.
        settlement_total: a total the borrower offers to settle for.
        discount_percent: reduction asked for, in percent of the balance (打八折 is 20).
    """

    amount: Decimal | None = None
    currency: str | None = None
    cadence: Cadence | None = None
    count: int | None = None
    start: date | None = None
    down_payment: Decimal | None = None
    settlement_total: Decimal | None = None
    discount_percent: Decimal | None = None

    @property
    def empty(self) -> bool:
        return all(value is None for value in self.model_dump().values())


class Reading(Value):
    """A message, understood.

    Args:
        signals: all signals that apply.
        emotion: the dominant emotion.
        language: the language of this message; None where it shows none (digits, emoji).
        proposal: what the borrower offers, or None.
        evidence: for each signal, what fired it ("pattern:<rule>" or "classifier:<probability>").
    """

    signals: frozenset[Signal] = frozenset()
    emotion: Emotion = Emotion.CALM
    language: Language | None = None
    proposal: Proposal | None = None
    evidence: dict[Signal, str] = Field(default_factory=dict)
