"""The authority applied to one account on one day: how far the agent may go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from service.domain.account import Account
from service.domain.money import CENT, Money
from service.domain.vocabulary import Cadence
from service.negotiation.authority import PAYMENTS_A_YEAR, Authority, PlanTerms

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Limits:
    """What may be quoted for an account, in money and dates.

    Args:
        balance: what is owed.
        lump_standing, lump_floor: least total of a single payment, offered without asking / at most conceded.
        plan_standing, plan_floor: the same for plans.
        person_floor: under the floors and down to this total, a person may agree.
        smallest: regular instalment.
        least_down: down payment; zero when none is required.
        first_payment: where nobody named a date.
        lump_latest, plan_latest: last nominal date of the (first) payment.
        expires_on: of quotes issued today.
    """

    balance: Money
    lump_standing: Money
    lump_floor: Money
    plan_standing: Money
    plan_floor: Money
    person_floor: Money
    smallest: Money
    least_down: Money
    cadences: tuple[Cadence, ...]
    opening_months: int
    most_months: int
    most_instalments: int
    today: date
    first_payment: date
    lump_latest: date
    plan_latest: date
    expires_on: date

    def longest(self, cadence: Cadence) -> int:
        """Most instalments at a cadence: by number and by term."""
        if cadence == "once":
            return 1
        return max(1, min(self.most_instalments, self.most_months * PAYMENTS_A_YEAR[cadence] // 12))


def limits_for(account: Account, authority: Authority, today: date, hardship: bool) -> Limits:
    """The limits that hold for an account today, on standard or hardship terms."""
    terms = authority.hardship if hardship else authority.plan
    lump = authority.lump_sum.at(account.days_past_due)
    plan = terms.at(account.days_past_due)
    balance = account.owed
    waived = waived_fees(account, terms)
    first = today + timedelta(days=authority.first_payment_days)
    return Limits(
        balance=balance,
        lump_standing=balance - forgiven(balance, lump.standing),
        lump_floor=balance - forgiven(balance, lump.ceiling),
        plan_standing=balance - max(forgiven(balance, plan.standing), waived),
        plan_floor=balance - max(forgiven(balance, plan.ceiling), waived),
        person_floor=balance - forgiven(balance, authority.needs_person.discount_up_to),
        smallest=Money(amount=terms.smallest_instalment, currency=account.currency),
        least_down=_least_down(balance, terms),
        cadences=authority.cadences,
        opening_months=terms.opening_months,
        most_months=terms.most_months,
        most_instalments=terms.most_instalments,
        today=today,
        first_payment=min(first, today + timedelta(days=terms.latest_start_days)),
        lump_latest=today + timedelta(days=authority.lump_sum.latest_start_days),
        plan_latest=today + timedelta(days=terms.latest_start_days),
        expires_on=today + timedelta(days=authority.quote_valid_days),
    )


def forgiven(balance: Money, percent: Decimal) -> Money:
    """A discount of some percent, rounded down to the cent so that it never exceeds the percentage."""
    amount = (balance.amount * percent / HUNDRED).quantize(CENT, rounding=ROUND_DOWN)
    return Money(amount=amount, currency=balance.currency)


def waived_fees(account: Account, terms: PlanTerms) -> Money:
    """The fees that are waived when the plan is kept; never more than what is owed."""
    fees = Money(amount=min(account.fees or Decimal(0), account.balance), currency=account.currency)
    return forgiven(fees, terms.fee_waiver)


def _least_down(balance: Money, terms: PlanTerms) -> Money:
    share = balance.share(terms.down_payment.percent / HUNDRED)
    fixed = Money(amount=min(terms.down_payment.amount, balance.amount), currency=balance.currency)
    return max(share, fixed)
