"""A yes: which offer it means, and whether that offer still stands. Nothing less than an explicit yes makes a plan."""

from __future__ import annotations

from service.domain.negotiation import Decision, Quote, StateChange
from service.domain.reading import Proposal
from service.domain.vocabulary import Act, Signal, State
from service.negotiation.bargaining import answer, offer
from service.negotiation.hearing import Hearing
from service.negotiation.states import OFFER_ACCEPTED

_DOUBTS = (Signal.REJECTS_OFFER, Signal.CANNOT_PAY, Signal.PROMPT_INJECTION)


def settle_acceptance(hearing: Hearing) -> Decision | None:
    """Confirm the one quote that the borrower accepts; ask when it could be another, renew it when it has lapsed."""
    offered = hearing.view.open_quotes
    if not offered or hearing.heard(*_DOUBTS):
        return None
    agrees = hearing.heard(Signal.ACCEPTS_OFFER)
    if not agrees and hearing.chosen_option is None:
        return None
    chosen = _chosen(hearing, offered)
    if len(chosen) == 1 and agrees:
        return _confirm(hearing, chosen[0])
    if len(chosen) == 1:
        # Naming an offer is not agreeing to it: its terms are said once more, with the question.
        return Decision(act=Act.RESTATE_PROPOSAL, quotes=chosen, reasons=("option_named",))
    if not chosen and hearing.proposal is not None:
        return None
    return Decision(act=Act.ASK_WHICH_OFFER, quotes=offered, reasons=("several_offers",))


def _chosen(hearing: Hearing, offered: tuple[Quote, ...]) -> tuple[Quote, ...]:
    """The offers that a yes can mean: the one named by its number or by its terms, or all of them."""
    option, proposal = hearing.chosen_option, hearing.proposal
    if option is not None:
        return offered[option - 1 : option] if 1 <= option <= len(offered) else ()
    if proposal is not None:
        return tuple(quote for quote in offered if _matches(proposal, quote))
    return offered


def _matches(proposal: Proposal, quote: Quote) -> bool:
    """Whether every term that the borrower repeated is the quote's."""
    down = quote.down_payment.amount if quote.down_payment is not None else None
    pairs = (
        (proposal.amount, quote.regular_amount.amount),
        (proposal.currency, quote.total.currency),
        (proposal.cadence, quote.cadence),
        (proposal.count, quote.count),
        (proposal.start, next(item.due_on for item in quote.instalments if item.number > 0)),
        (proposal.down_payment, down),
        (proposal.settlement_total, quote.total.amount),
        (proposal.discount_percent, quote.discount_percent),
    )
    return all(said is None or said == quoted for said, quoted in pairs)


def _confirm(hearing: Hearing, quote: Quote) -> Decision:
    lapsed = _lapsed(hearing, quote)
    if lapsed is not None:
        return _renew(hearing, quote, lapsed)
    return Decision(
        act=Act.CONFIRM_PLAN,
        change=StateChange(to=State.AGREED, cause=OFFER_ACCEPTED),
        quotes=(quote,),
        accepted=quote,
        reasons=(OFFER_ACCEPTED,),
    )


def _lapsed(hearing: Hearing, quote: Quote) -> str | None:
    """Why a quote can no longer be accepted as it stands."""
    if quote.expires_on < hearing.today or quote.first_due < hearing.today:
        return "offer_expired"
    return "balance_changed" if quote.balance != hearing.account.owed else None


def _renew(hearing: Hearing, quote: Quote, lapsed: str) -> Decision:
    """The same terms again as of today, or the nearest that today's authority allows."""
    reduced = quote.total.amount if quote.discount.amount > 0 or quote.kind == "lump_sum" else None
    wish = Proposal(
        amount=quote.regular_amount.amount if quote.kind == "instalments" else None,
        cadence=quote.cadence,
        down_payment=quote.down_payment.amount if quote.down_payment is not None else None,
        settlement_total=reduced,
    )
    response = answer(hearing, wish)
    reasons = (lapsed, *response.reasons)
    return offer(hearing, Act.OFFER_PLAN, response.model_copy(update={"reasons": reasons}), None)
