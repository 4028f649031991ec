"""What a creditor lets the agent agree to: the schema of the authority files.

A file says what is offered without being asked (`standing`), how far the agent may go (`ceiling`), and what only a
person may decide. Percentages are of the balance unless a field says otherwise; money is a decimal string.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from service.domain.account import Amount
from service.domain.base import Value
from service.domain.vocabulary import Cadence

Percent = Annotated[Decimal, Field(ge=0, le=100, decimal_places=2, allow_inf_nan=False)]
Regular = Literal["weekly", "biweekly", "semimonthly", "monthly"]
PositiveAmount = Annotated[Amount, Field(gt=0)]

PAYMENTS_A_YEAR: dict[Cadence, int] = {"weekly": 52, "biweekly": 26, "semimonthly": 24, "monthly": 12, "once": 1}


class DiscountBand(Value):
    """How much may be forgiven from this age of the arrears on, until the next band begins.

    Args:
        days_past_due: first day of the band; the first band of a list begins at 0.
        standing: percent that everybody in the band is offered without asking.
        ceiling: percent that the agent may agree to when a borrower offers less.
    """

    days_past_due: int = Field(ge=0)
    standing: Percent
    # Forgiving a debt altogether is for a person.
    ceiling: Annotated[Percent, Field(lt=100)]

    @model_validator(mode="after")
    def _standing_inside_ceiling(self) -> Self:
        if self.standing > self.ceiling:
            raise ValueError(f"standing ({self.standing}) is above ceiling ({self.ceiling})")
        return self


def _check_bands(bands: tuple[DiscountBand, ...]) -> None:
    starts = [band.days_past_due for band in bands]
    if starts[0] != 0:
        raise ValueError(f"the first band begins at days_past_due 0, not {starts[0]}")
    if starts != sorted(set(starts)):
        raise ValueError(f"bands are listed with rising days_past_due, not {starts}")


class Discounts(Value):
    """The bands of one kind of agreement."""

    bands: tuple[DiscountBand, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        _check_bands(self.bands)
        return self

    def at(self, days_past_due: int) -> DiscountBand:
        """The band of this age; a negative age counts as day 0."""
        age = max(0, days_past_due)
        return next(band for band in reversed(self.bands) if band.days_past_due <= age)


class LumpSumTerms(Discounts):
    """One payment that settles the account.

    Args:
        latest_start_days: the payment is due at most so many days from today.
    """

    latest_start_days: int = Field(ge=0, le=365)


class DownPayment(Value):
    """The smallest sum ahead of the instalments: the larger of the two."""

    percent: Percent = Decimal(0)
    amount: Amount = Decimal(0)


class PlanTerms(Discounts):
    """Instalments.

    Args:
        opening_months: length of the plan that is offered without asking.
        most_months, most_instalments: no plan is longer than either.
        smallest_instalment: of a regular payment; the last one may be smaller.
        down_payment: the smallest down payment, none when zero.
        latest_start_days: the first regular instalment is due at most so many days from today.
        fee_waiver: percent of the account's fees that is waived when the plan is kept.
    """

    opening_months: int = Field(ge=1, le=120)
    most_months: int = Field(ge=1, le=120)
    most_instalments: int = Field(ge=1, le=520)
    smallest_instalment: PositiveAmount
    down_payment: DownPayment = DownPayment()
    latest_start_days: int = Field(ge=0, le=365)
    fee_waiver: Percent = Decimal(0)

    @model_validator(mode="after")
    def _opening_inside_term(self) -> Self:
        if self.opening_months > self.most_months:
            raise ValueError(f"opening_months ({self.opening_months}) is above most_months ({self.most_months})")
        return self


class NeedsPerson(Value):
    """What the agent hands to a person.

    Args:
        balance_above: balances over this sum.
        discount_up_to: a person may forgive up to this percent; a wish between the ceiling and this is for them.
        time_barred: debts that can no longer be enforced.
        flags: accounts that carry one of these.
    """

    balance_above: PositiveAmount
    discount_up_to: Percent
    time_barred: bool = True
    flags: frozenset[str] = frozenset()


class Authority(Value):
    """One authority file.

    Args:
        creditor: the id that accounts carry, or "*" for any.
        also_known_as: other names under which accounts carry this creditor.
        products: the products that accounts carry, or "*" for any.
        effective_from, effective_to: first and last day in force; open-ended when the last is missing.
        first_payment_days: where nobody named a date, the first payment is due so many days from today.
        quote_valid_days: a quote stays open so many days.
        hardship: terms for borrowers who said that they cannot pay as agreed.
        source: who signed these terms, and the law behind a limit.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    version: str = Field(min_length=1)
    title: str = Field(min_length=1)
    jurisdiction: str = Field(min_length=2)
    creditor: str = Field(min_length=1)
    also_known_as: tuple[str, ...] = ()
    products: Literal["*"] | tuple[str, ...]
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    effective_from: date
    effective_to: date | None = None
    first_payment_days: int = Field(default=14, ge=1, le=90)
    quote_valid_days: int = Field(ge=1, le=90)
    cadences: tuple[Regular, ...] = Field(min_length=1)
    lump_sum: LumpSumTerms
    plan: PlanTerms
    hardship: PlanTerms
    needs_person: NeedsPerson
    source: str = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.effective_to is not None and self.effective_to < self.effective_from:
            raise ValueError(f"effective_to ({self.effective_to}) is before effective_from ({self.effective_from})")
        if self.products == ():
            raise ValueError('name at least one product, or "*" for any')
        if self.hardship.most_months < self.plan.most_months:
            raise ValueError("hardship terms may not be shorter than the plan's")
        if self.hardship.smallest_instalment > self.plan.smallest_instalment:
            raise ValueError("hardship instalments may not be larger than the plan's")
        return self

    @property
    def reference(self) -> str:
        """How quotes name it, e.g. "us-card@2026-09-01"."""
        return f"{self.id}@{self.version}"

    def in_force(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)
