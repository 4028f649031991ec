"""Answers to an offer of instalments."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from service.domain.money import CENT, Money
from service.domain.negotiation import Quote, QuoteResponse
from service.domain.vocabulary import Cadence
from service.negotiation.authority import PAYMENTS_A_YEAR
from service.negotiation.desk import Desk, one_period_after
from service.negotiation.limits import Limits
from service.negotiation.lump_sums import answer_lump_sum, bounded_total
from service.negotiation.offers import count_for, usual_cadence
from service.negotiation.quoting import TRIFLE, regular_amounts
from service.negotiation.wish import Wish, wished_total

Reasons = tuple[str, ...]


@dataclass(frozen=True)
class Dates:
    """When a plan begins, before the move to working days."""

    start: date
    down_on: date


def answer_plan(desk: Desk, wish: Wish) -> QuoteResponse:
    """Accept instalments inside the authority, else counter with the nearest ones."""
    limits = desk.limits
    wished = wished_total(wish, limits.balance, limits.plan_standing)
    total, total_reasons = bounded_total(desk, wished, limits.plan_standing, limits.plan_floor)
    down, down_reasons = _down_payment(limits, wish)
    if down >= total:
        return answer_lump_sum(desk, replace(wish, cadence="once", payment=down, down_payment=None))
    cadence, cadence_reasons = _cadence(limits, wish, total - down)
    payment = _in_cadence(wish.payment, wish.cadence, cadence)
    amounts, amount_reasons = _amounts(desk, wish, payment, total - down, cadence)
    dates, start_reasons = _dates(desk, wish, cadence)
    reasons = total_reasons + cadence_reasons + down_reasons + amount_reasons + start_reasons
    quote = _quote(desk, total, cadence, amounts, down, dates)
    if not reasons:
        return QuoteResponse(answer="accept", quotes=(quote,), reasons=("within_authority",))
    return QuoteResponse(answer="counter", quotes=(quote, *_at_once(desk, quote, total_reasons)), reasons=reasons)


def _quote(desk: Desk, total: Money, cadence: Cadence, amounts: tuple[Money, ...], down: Money, dates: Dates) -> Quote:
    if down.amount == 0:
        return desk.instalments(total, cadence, amounts, dates.start)
    return desk.with_down_payment(total, cadence, amounts, dates.start, down, dates.down_on)


def _at_once(desk: Desk, plan: Quote, total_reasons: Reasons) -> tuple[Quote, ...]:
    """Where a reduction was asked that instalments cannot have, a single payment may have one."""
    standing = desk.limits.lump_standing
    if "discount_above_authority" not in total_reasons or desk.hardship or standing >= plan.total:
        return ()
    return (desk.lump_sum(standing),)


def _down_payment(limits: Limits, wish: Wish) -> tuple[Money, Reasons]:
    down = wish.down_payment or Money(amount=Decimal(0), currency=limits.balance.currency)
    if down >= limits.least_down:
        return down, ()
    # A borrower who said nothing of a down payment has not offered too little: the quote names it, they agree or not.
    return limits.least_down, ("down_payment_below_minimum",)


def _cadence(limits: Limits, wish: Wish, rest: Money) -> tuple[Cadence, Reasons]:
    """The wished rhythm. One later payment after a down payment is a rhythm too, if it pays the rest."""
    if wish.cadence == "once":
        pays_rest = wish.payment is None or wish.payment.amount + TRIFLE > rest.amount
        return ("once", ()) if pays_rest else (usual_cadence(limits, None), ("incomplete_proposal",))
    cadence = usual_cadence(limits, wish.cadence)
    offered = wish.cadence in (None, cadence)
    return cadence, () if offered else ("cadence_not_offered",)


def _in_cadence(payment: Money | None, wished: Cadence | None, cadence: Cadence) -> Money | None:
    """The same money over a year in another rhythm."""
    if payment is None or wished in (None, "once", cadence):
        return payment
    factor = Decimal(PAYMENTS_A_YEAR[wished or cadence]) / PAYMENTS_A_YEAR[cadence]
    amount = max(CENT, (payment.amount * factor).quantize(CENT, rounding=ROUND_HALF_UP))
    return Money(amount=amount, currency=payment.currency)


def _amounts(
    desk: Desk, wish: Wish, payment: Money | None, rest: Money, cadence: Cadence
) -> tuple[tuple[Money, ...], Reasons]:
    if cadence == "once":
        return (rest,), ()
    if payment is not None:
        return _by_payment(desk.limits, payment, wish.count, rest, cadence)
    if wish.count is not None:
        return _by_count(desk.limits, wish.count, rest, cadence)
    amounts = rest.split(count_for(desk.limits, rest, desk.limits.opening_months, cadence))
    return amounts, () if wish.names_terms else ("incomplete_proposal",)


def _by_payment(
    limits: Limits, payment: Money, count: int | None, rest: Money, cadence: Cadence
) -> tuple[tuple[Money, ...], Reasons]:
    """Payments of one size until the rest is paid; the size grows where they would be too small or too many."""
    reasons: Reasons = ()
    if count is not None and payment.amount * count + TRIFLE <= rest.amount:
        reasons += ("incomplete_proposal",)
    if payment < min(limits.smallest, rest):
        payment, reasons = min(limits.smallest, rest), (*reasons, "instalment_below_minimum")
    needed = _payments_needed(rest, payment)
    if needed > limits.longest(cadence):
        return rest.split(limits.longest(cadence)), reasons + _too_many(limits, needed, cadence)
    return regular_amounts(rest, payment), reasons


def _by_count(limits: Limits, count: int, rest: Money, cadence: Cadence) -> tuple[tuple[Money, ...], Reasons]:
    """An equal share for each payment; fewer payments where they would be too many or too small."""
    longest = limits.longest(cadence)
    reasons = _too_many(limits, count, cadence) if count > longest else ()
    by_size = max(1, int(rest.amount // limits.smallest.amount))
    if by_size < min(count, longest):
        return rest.split(by_size), (*reasons, "instalment_below_minimum")
    return rest.split(min(count, longest)), reasons


def _payments_needed(rest: Money, payment: Money) -> int:
    """How many payments pay the rest; one that would be a trifle joins the one before."""
    needed = int((rest.amount / payment.amount).to_integral_value(rounding=ROUND_CEILING))
    joins = needed > 1 and rest.amount - payment.amount * (needed - 1) < TRIFLE
    return needed - 1 if joins else needed


def _too_many(limits: Limits, count: int, cadence: Cadence) -> Reasons:
    by_number = ("instalments_above_authority",) if count > limits.most_instalments else ()
    by_term = ("term_above_authority",) if count > limits.most_months * PAYMENTS_A_YEAR[cadence] // 12 else ()
    return by_term + by_number


def _dates(desk: Desk, wish: Wish, cadence: Cadence) -> tuple[Dates, Reasons]:
    """The first regular payment, and the down payment before it."""
    latest = desk.limits.plan_latest
    if wish.start is not None:
        start = min(wish.start, latest)
        reasons: Reasons = ("start_too_late",) if wish.start > latest else ()
        return Dates(start, _before(desk, start)), reasons
    has_down = wish.down_payment is not None or desk.limits.least_down.amount > 0
    if not has_down:
        return Dates(min(desk.usual_start(cadence), latest), desk.limits.today), ()
    down_on = desk.soon() if wish.down_payment is not None else desk.limits.first_payment
    return Dates(one_period_after(down_on, cadence), down_on), ()


def _before(desk: Desk, start: date) -> date:
    """A date for the down payment: soon, but ahead of the first instalment where there is a day for it."""
    return max(desk.limits.today, min(desk.soon(), start - timedelta(days=1)))
