"""The engine: accept, counter or refer, inside the creditor's authority, from values alone.

Two borrowers in the same situation get the same answer: the engine sees balances, dates and terms, and nothing of who
they are or how they write.
"""

from __future__ import annotations

from datetime import date

from service.domain.account import Account
from service.domain.negotiation import QuoteResponse
from service.domain.reading import Proposal
from service.negotiation.authority import Authority
from service.negotiation.desk import Desk, desk_for
from service.negotiation.limits import waived_fees
from service.negotiation.lump_sums import answer_lump_sum
from service.negotiation.offers import months_at, standing_offers, standing_plan
from service.negotiation.plans import answer_plan
from service.negotiation.wish import Wish, wish_of


def answer_proposal(
    account: Account,
    proposal: Proposal | None,
    authority: Authority | None,
    today: date,
    hardship: bool = False,
    salt: str = "",
) -> QuoteResponse:
    """The engine's answer to a borrower's proposal, or its opening offers when there is none.

    Args:
        authority: what the creditor allows; None refers to a person.
        today: the day at the borrower's place; quotes expire counted from it.
        hardship: the borrower said that they cannot pay as agreed, so the hardship terms apply.
        salt: sets quote ids apart (of two conversations about one account, say).

    Returns:
        accept with the borrower's own terms as one exact quote; counter with one to three quotes inside the authority;
        or refer without quotes. Reasons as in `QuoteResponse`.
    """
    blocked = blocking_reason(account, authority, hardship)
    if authority is None or blocked is not None:
        return _refer(blocked or "no_authority")
    desk = desk_for(account, authority, today, hardship, salt)
    if proposal is None or proposal.empty:
        return QuoteResponse(answer="counter", quotes=standing_offers(desk), reasons=("within_authority",))
    if proposal.currency is not None and proposal.currency != account.currency:
        return QuoteResponse(answer="counter", quotes=standing_offers(desk), reasons=("currency_mismatch",))
    return _answer(desk, wish_of(proposal, desk.limits))


def longer_plan(
    account: Account, authority: Authority | None, today: date, hardship: bool, salt: str, step: int
) -> QuoteResponse:
    """A plan with smaller instalments, for somebody who turned down the offers so far.

    Args:
        step: 1 for the first refusal; the term grows evenly and ends at the authority's longest (`offers.STEPS`).
            The total stays: pressing alone earns no reduction.
    """
    blocked = blocking_reason(account, authority, hardship)
    if authority is None or blocked is not None:
        return _refer(blocked or "no_authority")
    desk = desk_for(account, authority, today, hardship, salt)
    months = desk.limits.most_months if hardship else months_at(desk.limits, step)
    quotes = (standing_plan(desk, months),)
    return QuoteResponse(answer="counter", quotes=quotes, reasons=("within_authority",))


def blocking_reason(account: Account, authority: Authority | None, hardship: bool) -> str | None:
    """Why nothing may be quoted at all; None when quotes may be issued."""
    if authority is None:
        return "no_authority"
    if account.balance <= 0:
        return "nothing_owed"
    terms = authority.hardship if hardship else authority.plan
    waives_all = waived_fees(account, terms) >= account.owed
    return "needs_person" if waives_all or needs_person(account, authority) else None


def needs_person(account: Account, authority: Authority) -> bool:
    """Whether the account itself is outside what the agent may deal with."""
    bounds = authority.needs_person
    return (
        account.balance > bounds.balance_above
        or (bounds.time_barred and bool(account.time_barred))
        or bool(bounds.flags & account.flags)
    )


def _answer(desk: Desk, wish: Wish) -> QuoteResponse:
    if not wish.names_terms and wish.cadence != "once":
        quotes = standing_offers(desk, cadence=wish.cadence, start=wish.start)
        return QuoteResponse(answer="counter", quotes=quotes, reasons=_incomplete(desk, wish))
    if wish.at_once or _pays_all(desk, wish):
        return answer_lump_sum(desk, wish)
    return answer_plan(desk, wish)


def _pays_all(desk: Desk, wish: Wish) -> bool:
    """A bare sum that settles the account is meant to be paid at once."""
    bare = wish.cadence is None and wish.count is None and wish.down_payment is None
    return bare and wish.payment is not None and wish.payment >= desk.limits.lump_standing


def _incomplete(desk: Desk, wish: Wish) -> tuple[str, ...]:
    reasons: tuple[str, ...] = ("incomplete_proposal",)
    if wish.cadence is not None and wish.cadence not in desk.limits.cadences:
        reasons += ("cadence_not_offered",)
    if wish.start is not None and wish.start > desk.limits.plan_latest:
        reasons += ("start_too_late",)
    return reasons


def _refer(reason: str) -> QuoteResponse:
    return QuoteResponse(answer="refer", quotes=(), reasons=(reason,))
