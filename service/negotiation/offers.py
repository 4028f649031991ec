"""What is offered without a proposal: near the full balance first, then longer terms."""

from __future__ import annotations

from datetime import date

from service.domain.money import Money
from service.domain.negotiation import Quote
from service.domain.vocabulary import Cadence
from service.negotiation.authority import PAYMENTS_A_YEAR
from service.negotiation.desk import Desk, one_period_after
from service.negotiation.limits import Limits

# Steps of concession: each refusal lengthens the term by an equal part of the room, and the last reaches the longest.
STEPS = 2


def standing_offers(
    desk: Desk, step: int = 0, cadence: Cadence | None = None, start: date | None = None
) -> tuple[Quote, ...]:
    """The offers that need no bargaining.

    Args:
        step: 0 for the opening; each step up to STEPS lengthens the plan. In hardship the longest comes at once, and
            nobody is asked for a lump sum.
        cadence, start: as the borrower asked, when they did.
    """
    if desk.hardship:
        return (standing_plan(desk, desk.limits.most_months, cadence, start),)
    plan = standing_plan(desk, months_at(desk.limits, step), cadence, start)
    lump_sum = desk.lump_sum(desk.limits.lump_standing)
    return (lump_sum,) if plan.count == 1 and plan.down_payment is None else (plan, lump_sum)


def months_at(limits: Limits, step: int) -> int:
    """The term at a step of concession, in months: rises evenly from the opening to the longest."""
    room = limits.most_months - limits.opening_months
    return limits.opening_months + room * min(step, STEPS) // STEPS


def standing_plan(desk: Desk, months: int, cadence: Cadence | None = None, start: date | None = None) -> Quote:
    """Equal instalments over a term, with the down payment that the authority wants, if any."""
    limits = desk.limits
    regular = usual_cadence(limits, cadence)
    total, down = limits.plan_standing, limits.least_down
    amounts = (total - down).split(count_for(limits, total - down, months, regular))
    first = min(start or desk.usual_start(regular), limits.plan_latest)
    if down.amount == 0:
        return desk.instalments(total, regular, amounts, first)
    return desk.with_down_payment(total, regular, amounts, one_period_after(first, regular), down, first)


def usual_cadence(limits: Limits, wished: Cadence | None) -> Cadence:
    """The wished cadence where it is offered, else monthly, else the first of the file."""
    if wished in limits.cadences:
        return wished
    return "monthly" if "monthly" in limits.cadences else limits.cadences[0]


def count_for(limits: Limits, rest: Money, months: int, cadence: Cadence) -> int:
    """How many instalments spread a sum over a term without falling below the smallest instalment."""
    by_term = months * PAYMENTS_A_YEAR[cadence] // 12
    by_size = int(rest.amount // limits.smallest.amount)
    return max(1, min(by_term, by_size, limits.longest(cadence)))
