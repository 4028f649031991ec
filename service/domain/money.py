"""Exact money: a Decimal with its currency."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Self

from pydantic import field_validator

from service.domain.base import Value

CENT = Decimal("0.01")


class Money(Value):
    """An amount in a currency, always to the cent (all supported currencies have two decimals).

    Args:
        amount: major units (dollars, pounds, yuan), quantised to 0.01; may be negative in differences.
        currency: ISO 4217 code, e.g. "USD", "GBP", "CNY".
    """

    amount: Decimal
    currency: str

    @field_validator("amount")
    @classmethod
    def _to_the_cent(cls, amount: Decimal) -> Decimal:
        if not amount.is_finite():
            raise ValueError(f"money must be a finite number, not {amount!r}")
        rounded = amount.quantize(CENT, rounding=ROUND_HALF_UP)
        if rounded != amount:
            raise ValueError(f"money has at most two decimals, not {amount!r}")
        return rounded

    @classmethod
    def rounded(cls, amount: Decimal, currency: str) -> Self:
        """Money from an exact calculation, rounded half up to the cent."""
        return cls(amount=amount.quantize(CENT, rounding=ROUND_HALF_UP), currency=currency)

    def __add__(self, other: Money) -> Money:
        return Money(amount=self.amount + self._same(other), currency=self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(amount=self.amount - self._same(other), currency=self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same(other)

    def share(self, fraction: Decimal) -> Money:
        """This money times a fraction, rounded half up to the cent."""
        return Money.rounded(self.amount * fraction, self.currency)

    def split(self, parts: int) -> tuple[Money, ...]:
        """Equal parts that add up exactly; the cents that do not divide go into the last part."""
        if parts < 1:
            raise ValueError(f"money can be split into 1 or more parts, not {parts!r}")
        each = (self.amount / parts).quantize(CENT, rounding=ROUND_DOWN)
        last = self.amount - each * (parts - 1)
        amounts = [each] * (parts - 1) + [last]
        return tuple(Money(amount=amount, currency=self.currency) for amount in amounts)

    def _same(self, other: Money) -> Decimal:
        if other.currency != self.currency:
            raise ValueError(f"cannot combine {self.currency!r} with {other.currency!r}")
        return other.amount
