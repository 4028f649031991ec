"""What a proposal asks for, made sound: no negative sums, no absurd counts, no dates in the past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from service.domain.money import CENT, Money
from service.domain.reading import Proposal
from service.domain.vocabulary import Cadence
from service.negotiation.limits import HUNDRED, Limits, forgiven

# Sums and counts beyond these are slips of the keyboard; capping them keeps the arithmetic exact and quick.
LARGEST_SUM = Decimal(10) ** 12
LARGEST_COUNT = 10_000


@dataclass(frozen=True)
class Wish:
    """A proposal in money of the account's currency; None where nothing usable was said.

    Args:
        total: what the borrower offers in all, when they asked for a reduction.
        payment: one regular payment.
    """

    payment: Money | None
    total: Money | None
    discount_percent: Decimal | None
    cadence: Cadence | None
    count: int | None
    start: date | None
    down_payment: Money | None

    @property
    def at_once(self) -> bool:
        """Whether one single payment is meant."""
        if self.down_payment is not None:
            return False
        if self.cadence == "once" or (self.cadence is None and self.count == 1):
            return True
        return self.cadence is None and self.count is None and self.payment is None and self.asks_reduction

    @property
    def asks_reduction(self) -> bool:
        return self.total is not None or self.discount_percent is not None

    @property
    def names_terms(self) -> bool:
        """Whether there is a sum or a number of payments to work from."""
        return (
            self.payment is not None or self.count is not None or self.asks_reduction or self.down_payment is not None
        )


def wish_of(proposal: Proposal, limits: Limits) -> Wish:
    """The wish behind a proposal whose currency is the account's."""
    currency = limits.balance.currency
    return Wish(
        payment=_money(proposal.amount, currency),
        total=_money(proposal.settlement_total, currency),
        discount_percent=_percent(proposal.discount_percent),
        cadence=proposal.cadence,
        count=min(proposal.count, LARGEST_COUNT) if proposal.count is not None and proposal.count > 0 else None,
        start=proposal.start if proposal.start is not None and proposal.start >= limits.today else None,
        down_payment=_money(proposal.down_payment, currency),
    )


def wished_total(wish: Wish, balance: Money, standing: Money) -> Money:
    """What the borrower wants to pay in all.

    A sum that they named is taken as it is, also when it is more than they would be offered. A percentage is a request,
    and a request is never answered with less than the standing terms.
    """
    if wish.total is not None:
        return wish.total
    if wish.discount_percent is not None:
        return min(standing, balance - forgiven(balance, wish.discount_percent))
    return standing


def _money(amount: Decimal | None, currency: str) -> Money | None:
    if amount is None or not amount.is_finite() or amount < CENT:
        return None
    return Money(amount=min(amount, LARGEST_SUM).quantize(CENT, rounding=ROUND_DOWN), currency=currency)


def _percent(percent: Decimal | None) -> Decimal | None:
    if percent is None or not percent.is_finite() or percent <= 0:
        return None
    return min(percent, HUNDRED)
