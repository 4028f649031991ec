"""Where quotes for one account are written: the account, its limits, and whose authority they carry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from service.domain.account import Account
from service.domain.money import Money
from service.domain.negotiation import Quote
from service.domain.vocabulary import Cadence
from service.negotiation.authority import Authority
from service.negotiation.limits import Limits, limits_for
from service.negotiation.quoting import Terms, issue
from service.negotiation.schedule import nominal_dates

# "Now" leaves the borrower these days to make the payment.
NOW_DAYS = 3


@dataclass(frozen=True)
class Desk:
    """Writes quotes; keeps no state. `salt` sets the quote ids of different conversations apart."""

    account: Account
    limits: Limits
    reference: str
    hardship: bool
    salt: str

    def lump_sum(self, total: Money, start: date | None = None) -> Quote:
        """One payment on a date, by default the usual first payment date."""
        on = start or min(self.limits.first_payment, self.limits.lump_latest)
        return self._issue(Terms(kind="lump_sum", total=total, cadence="once", amounts=(total,), start=on))

    def instalments(self, total: Money, cadence: Cadence, amounts: tuple[Money, ...], start: date) -> Quote:
        """Instalments without a down payment."""
        return self._issue(Terms(kind="instalments", total=total, cadence=cadence, amounts=amounts, start=start))

    def with_down_payment(
        self, total: Money, cadence: Cadence, amounts: tuple[Money, ...], start: date, down: Money, down_on: date
    ) -> Quote:
        """A down payment first, then instalments."""
        terms = Terms(
            kind="instalments",
            total=total,
            cadence=cadence,
            amounts=amounts,
            start=start,
            down_payment=down,
            down_payment_on=down_on,
        )
        return self._issue(terms)

    def _issue(self, terms: Terms) -> Quote:
        return issue(self.account, terms, self.limits.expires_on, self.reference, self.salt)

    def usual_start(self, cadence: Cadence) -> date:
        """The first payment date where nobody named one; twice a month means the 1st or the 15th."""
        usual = self.limits.first_payment
        if cadence != "semimonthly":
            return usual
        fitting = (day for day in _first_and_fifteenth(usual) if self.limits.today < day <= self.limits.plan_latest)
        return next(fitting, usual)

    def soon(self) -> date:
        """When a down payment "now" is due."""
        return self.limits.today + timedelta(days=NOW_DAYS)


def one_period_after(day: date, cadence: Cadence) -> date:
    """The next payment date of a cadence; after a single payment, a month later."""
    regular: Cadence = "monthly" if cadence == "once" else cadence
    return next(islice(nominal_dates(day, regular), 1, 2))


def _first_and_fifteenth(day: date) -> tuple[date, date]:
    """The two regular dates nearest after the first of the day's month, the later one first where it is nearer."""
    first, middle = day.replace(day=1), day.replace(day=15)
    following = (first + timedelta(days=32)).replace(day=1)
    return (middle, following) if day <= middle else (following, middle)


def desk_for(account: Account, authority: Authority, today: date, hardship: bool, salt: str) -> Desk:
    """The desk of an account that the agent may quote for."""
    return Desk(account, limits_for(account, authority, today, hardship), authority.reference, hardship, salt)
