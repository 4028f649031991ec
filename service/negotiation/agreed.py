"""Once a plan is agreed: recall it, help with it, and bring in a person when it no longer fits."""

from __future__ import annotations

from service.domain.negotiation import Decision
from service.domain.vocabulary import Act, Signal, State
from service.negotiation.bargaining import refer
from service.negotiation.hearing import HARDSHIP, Hearing
from service.negotiation.information import check_payment, help_payment, topics_of

_SOCIAL = (Signal.GREETING, Signal.CHITCHAT, Signal.ABUSIVE, Signal.ASKS_IF_AI, Signal.LANGUAGE_SWITCH)


def look_after_plan(hearing: Hearing) -> Decision | None:
    """The answer to any message about an agreed plan; greetings and the like are left to the rules of conduct."""
    if hearing.state is not State.AGREED:
        return None
    about_payment = check_payment(hearing) or help_payment(hearing)
    if about_payment is not None:
        return about_payment
    if hearing.names_sum or hearing.heard(Signal.REJECTS_OFFER, Signal.PROPOSES_PLAN, *HARDSHIP):
        return refer(hearing, ("plan_no_longer_fits",), hearing.proposal)
    if hearing.heard(Signal.ASKS_POLICY):
        return Decision(
            act=Act.RECALL_PLAN,
            also=(Act.ANSWER_QUESTION,),
            reasons=("question",),
            needs_knowledge=True,
            topics=topics_of(hearing),
        )
    if hearing.heard(*_SOCIAL) and not hearing.heard(Signal.ASKS_BALANCE):
        return None
    return Decision(act=Act.RECALL_PLAN, reasons=("plan_agreed",))
