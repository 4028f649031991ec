"""Talk about paying: proposals, offers, acceptances, refusals, hardship and promises."""

from __future__ import annotations

from service.domain.negotiation import Decision, Quote, QuoteResponse, StateChange
from service.domain.reading import Proposal
from service.domain.vocabulary import Act, Signal, State
from service.negotiation.engine import answer_proposal, longer_plan
from service.negotiation.hearing import HARDSHIP, Hearing
from service.negotiation.states import HARDSHIP_HEARD, OFFER_MADE, PERSON_NEEDED

REJECTIONS_BEFORE_PERSON = 2
_ASKED = (Act.EXPLORE_HARDSHIP, Act.ASK_AFFORDABLE)


def answer_borrowers_proposal(hearing: Hearing) -> Decision | None:
    """Judge what the borrower proposes; a wish for a plan without a sum gets the standing offers."""
    if hearing.proposal is None and not hearing.heard(Signal.PROPOSES_PLAN):
        return None
    if not hearing.names_sum and _needs_listening_first(hearing):
        return None
    proposal = hearing.proposal or _affordable(hearing)
    response = answer(hearing, proposal)
    insists = hearing.last_act is Act.COUNTER_PROPOSAL
    if "needs_person" in response.reasons and insists:
        return refer(hearing, response.reasons, proposal)
    act = Act.COUNTER_PROPOSAL if hearing.names_sum else Act.OFFER_PLAN
    if response.answer == "accept":
        act = Act.RESTATE_PROPOSAL if hearing.proposal is not None else Act.OFFER_PLAN
    return offer(hearing, act, response, proposal)


def _needs_listening_first(hearing: Hearing) -> bool:
    """A promise without a sum, or trouble told for the first time, is asked about before anything is offered."""
    told = bool(HARDSHIP & hearing.signals) and hearing.last_act not in _ASKED
    return told or hearing.heard(Signal.PROMISES_TO_PAY)


def hear_rejection(hearing: Hearing) -> Decision | None:
    """After a refusal: a longer plan once or twice, and the question what would fit; then a person."""
    if not hearing.heard(Signal.REJECTS_OFFER):
        return None
    reasons = (Signal.REJECTS_OFFER.value,)
    if hearing.view.rejections >= REJECTIONS_BEFORE_PERSON:
        return refer(hearing, reasons)
    if not hearing.view.open_quotes:
        return Decision(act=Act.ACKNOWLEDGE_REJECTION, reasons=reasons)
    response = longer_plan(
        hearing.account,
        hearing.authority,
        hearing.today,
        hearing.hardship,
        hearing.view.id,
        hearing.view.rejections + 1,
    )
    if response.answer == "refer":
        return refer(hearing, reasons + response.reasons)
    softer = tuple(quote for quote in response.quotes if not on_the_table(hearing, quote))
    return Decision(
        act=Act.ACKNOWLEDGE_REJECTION, quotes=softer, reasons=reasons, change=_to_negotiating(hearing, OFFER_MADE)
    )


def hear_hardship(hearing: Hearing) -> Decision | None:
    """Listen and ask what would be possible; then offer that, or the smallest instalments there are."""
    if not HARDSHIP & hearing.signals:
        return None
    if hearing.heard(Signal.CANNOT_PAY) and hearing.view.open_quotes:
        return offer_smallest(hearing)
    if _affordable(hearing) is not None and not hearing.heard(Signal.CANNOT_PAY):
        return offer(hearing, Act.OFFER_PLAN, answer(hearing, _affordable(hearing)), None)
    if hearing.last_act in _ASKED:
        return offer_smallest(hearing)
    return Decision(
        act=Act.EXPLORE_HARDSHIP,
        change=_to_negotiating(hearing, HARDSHIP_HEARD),
        reasons=tuple(sorted(signal.value for signal in HARDSHIP & hearing.signals)),
    )


def help_unsure(hearing: Hearing) -> Decision | None:
    """Somebody who was asked what they can manage and does not say: the smallest instalments show what is possible."""
    return offer_smallest(hearing) if hearing.last_act in _ASKED else None


def note_promise(hearing: Hearing) -> Decision | None:
    """A promise without a sum: ask for the date and the amount."""
    if not hearing.heard(Signal.PROMISES_TO_PAY):
        return None
    return Decision(act=Act.NOTE_PROMISE, proposal=hearing.proposal, reasons=(Signal.PROMISES_TO_PAY.value,))


def make_opening_offer(hearing: Hearing) -> Decision | None:
    """A yes without an offer on the table is a yes to hearing one."""
    if not hearing.heard(Signal.ACCEPTS_OFFER) or hearing.view.open_quotes:
        return None
    return offer(hearing, Act.OFFER_PLAN, answer(hearing, _affordable(hearing)), None)


def offer_smallest(hearing: Hearing) -> Decision:
    """The longest plan of the hardship terms; when even that is on the table already, a person."""
    response = answer_proposal(
        hearing.account, None, hearing.authority, hearing.today, hardship=True, salt=hearing.view.id
    )
    if response.quotes and all(on_the_table(hearing, quote) for quote in response.quotes):
        return refer(hearing, ("hardship",))
    return offer(hearing, Act.OFFER_PLAN, response, None)


def answer(hearing: Hearing, proposal: Proposal | None) -> QuoteResponse:
    """The engine's answer in this conversation."""
    return answer_proposal(
        hearing.account, proposal, hearing.authority, hearing.today, hardship=hearing.hardship, salt=hearing.view.id
    )


def offer(hearing: Hearing, act: Act, response: QuoteResponse, proposal: Proposal | None) -> Decision:
    """Put the engine's quotes on the table, or do what its reasons ask for."""
    if response.answer == "refer":
        if "nothing_owed" in response.reasons:
            return Decision(act=Act.STATE_BALANCE, reasons=response.reasons)
        return refer(hearing, response.reasons, proposal)
    return Decision(
        act=act,
        change=_to_negotiating(hearing, OFFER_MADE),
        quotes=response.quotes,
        proposal=proposal,
        reasons=response.reasons,
    )


def refer(hearing: Hearing, reasons: tuple[str, ...], proposal: Proposal | None = None) -> Decision:
    """Hand the conversation to a person who may decide more."""
    return Decision(
        act=Act.REFER_TO_PERSON,
        change=StateChange(to=State.WITH_PERSON, cause=PERSON_NEEDED),
        proposal=proposal,
        reasons=reasons,
        handoff=PERSON_NEEDED,
    )


def on_the_table(hearing: Hearing, quote: Quote) -> bool:
    """Whether the same terms are open already, whatever their id."""
    return any(_terms(quote) == _terms(other) for other in hearing.view.open_quotes)


def _terms(quote: Quote) -> tuple[object, ...]:
    return quote.kind, quote.cadence, quote.down_payment, tuple(item.amount for item in quote.instalments)


def _affordable(hearing: Hearing) -> Proposal | None:
    """The regular sum that the borrower named earlier, as a proposal."""
    view = hearing.view
    if view.affordable is None or view.cadence == "once":
        return None
    return Proposal(amount=view.affordable, cadence=view.cadence or "monthly")


def _to_negotiating(hearing: Hearing, cause: str) -> StateChange | None:
    if hearing.state is State.NEGOTIATING:
        return None
    return StateChange(to=State.NEGOTIATING, cause=cause)
