"""Answers to an offer of one single payment."""

from __future__ import annotations

from datetime import date

from service.domain.money import Money
from service.domain.negotiation import Quote, QuoteResponse
from service.negotiation.desk import Desk, one_period_after
from service.negotiation.offers import count_for, standing_offers, standing_plan, usual_cadence
from service.negotiation.wish import Wish, wished_total


def answer_lump_sum(desk: Desk, wish: Wish) -> QuoteResponse:
    """Accept a single payment that settles inside the authority, else counter with the nearest terms."""
    if not wish.asks_reduction and wish.payment is not None and wish.payment < desk.limits.lump_standing:
        return _answer_part_payment(desk, wish, wish.payment)
    total, total_reasons = _total(desk, wish)
    start, start_reasons = _start(desk, wish)
    reasons = total_reasons + start_reasons
    quote = desk.lump_sum(total, start)
    if not reasons:
        return QuoteResponse(answer="accept", quotes=(quote,), reasons=("within_authority",))
    return QuoteResponse(answer="counter", quotes=(quote, *_spread(desk, total_reasons)), reasons=reasons)


def _total(desk: Desk, wish: Wish) -> tuple[Money, tuple[str, ...]]:
    """What the single payment comes to. A sum that nobody marked as a reduction is taken as offered."""
    limits = desk.limits
    total = wish.payment if wish.payment is not None and not wish.asks_reduction else None
    return bounded_total(
        desk, total or wished_total(wish, limits.balance, limits.lump_standing), limits.lump_standing, limits.lump_floor
    )


def bounded_total(desk: Desk, total: Money, standing: Money, floor: Money) -> tuple[Money, tuple[str, ...]]:
    """A total brought inside the authority, and why it had to be moved."""
    if total > desk.limits.balance:
        return standing, ("total_above_balance",)
    if total >= floor:
        return total, ()
    if total >= desk.limits.person_floor:
        return floor, ("discount_above_authority", "needs_person")
    return floor, ("discount_above_authority",)


def _start(desk: Desk, wish: Wish) -> tuple[date | None, tuple[str, ...]]:
    if wish.start is not None and wish.start > desk.limits.lump_latest:
        return desk.limits.lump_latest, ("start_too_late",)
    return wish.start, ()


def _spread(desk: Desk, total_reasons: tuple[str, ...]) -> tuple[Quote, ...]:
    """Where less was offered than can be accepted, spreading the full sum is the other way."""
    if "discount_above_authority" not in total_reasons:
        return ()
    return (standing_plan(desk, desk.limits.opening_months),)


def _answer_part_payment(desk: Desk, wish: Wish, payment: Money) -> QuoteResponse:
    """A payment that does not settle the account counts as a down payment: the rest follows in instalments."""
    limits = desk.limits
    if payment < limits.least_down:
        reasons: tuple[str, ...] = ("incomplete_proposal", "down_payment_below_minimum")
        return QuoteResponse(answer="counter", quotes=standing_offers(desk), reasons=reasons)
    late = wish.start is not None and wish.start > limits.plan_latest
    first = limits.plan_latest if late else wish.start or min(limits.first_payment, limits.plan_latest)
    quote = _part_payment_plan(desk, payment, first)
    reasons = ("incomplete_proposal", "start_too_late") if late else ("incomplete_proposal",)
    others = () if desk.hardship else (desk.lump_sum(limits.lump_standing),)
    return QuoteResponse(answer="counter", quotes=(quote, *others), reasons=reasons)


def _part_payment_plan(desk: Desk, payment: Money, first: date) -> Quote:
    limits = desk.limits
    if payment >= limits.plan_standing:
        return desk.instalments(limits.plan_standing, "once", (limits.plan_standing,), first)
    cadence = usual_cadence(limits, None)
    months = limits.most_months if desk.hardship else limits.opening_months
    rest = limits.plan_standing - payment
    amounts = rest.split(count_for(limits, rest, months, cadence))
    return desk.with_down_payment(
        limits.plan_standing, cadence, amounts, one_period_after(first, cadence), payment, first
    )
