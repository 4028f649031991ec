"""What is answered beside the main act: a message often does more than one thing."""

from __future__ import annotations

from service.domain.negotiation import Decision
from service.domain.vocabulary import Act, Signal, State
from service.negotiation.hearing import Hearing
from service.negotiation.information import topics_of

# Nothing but itself belongs into these messages; that a machine writes is still answered when asked.
_ALONE = frozenset(
    {
        Act.SUPPORT_CRISIS, Act.SUPPORT_SAFETY, Act.CONFIRM_STOP, Act.CONFIRM_CHANNEL_STOP, Act.KEEP_STOPPED,
        Act.APOLOGISE_WRONG_PERSON, Act.DECLINE_THIRD_PARTY, Act.PROTECT_MINOR, Act.CONDOLE_ESTATE,
        Act.LOCK_VERIFICATION, Act.WAIT_FOR_PERSON, Act.DECLINE_INSTRUCTIONS,
    }
)  # fmt: skip
_KNOWN_STATES = frozenset({State.VERIFIED, State.NEGOTIATING, State.AGREED})


def add_beside(decision: Decision, hearing: Hearing) -> Decision:
    """The decision, with what else the message asks for."""
    also = list(decision.also)
    if hearing.heard(Signal.ASKS_IF_AI):
        also.append(Act.CONFIRM_AUTOMATED)
    if hearing.heard(Signal.LANGUAGE_SWITCH):
        also.append(Act.SWITCH_LANGUAGE)
    if decision.act not in _ALONE:
        also += _answers(decision, hearing)
    further = tuple(dict.fromkeys(act for act in also if act is not decision.act))
    decision = decision.model_copy(update={"also": further})
    return _with_complaint(_with_knowledge(decision, hearing), hearing)


def _answers(decision: Decision, hearing: Hearing) -> list[Act]:
    """Questions answered in passing, once it is known who asks."""
    if resulting_state(decision, hearing) not in _KNOWN_STATES:
        return []
    acts = []
    if hearing.heard(Signal.ASKS_BALANCE) and decision.act not in (Act.RECALL_PLAN, Act.LOG_COMPLAINT):
        acts.append(Act.STATE_BALANCE)
    if hearing.heard(Signal.ASKS_POLICY):
        acts.append(Act.ANSWER_QUESTION)
    return acts


def resulting_state(decision: Decision, hearing: Hearing) -> State:
    """Where the conversation stands after the decision."""
    return decision.change.to if decision.change is not None else hearing.state


def _with_knowledge(decision: Decision, hearing: Hearing) -> Decision:
    if Act.ANSWER_QUESTION not in decision.also or decision.needs_knowledge:
        return decision
    return decision.model_copy(update={"needs_knowledge": True, "topics": topics_of(hearing)})


def _with_complaint(decision: Decision, hearing: Hearing) -> Decision:
    """A complaint beside a right is always logged; it is spoken of where the message has room for it."""
    if not hearing.heard(Signal.COMPLAINT) or "complaint" in (decision.ticket, *decision.further_tickets):
        return decision
    changes: dict[str, object] = {"ticket": "complaint"}
    if decision.ticket is not None:
        changes = {"further_tickets": (*decision.further_tickets, "complaint")}
    if decision.act not in _ALONE:
        changes["also"] = (*decision.also, Act.LOG_COMPLAINT)
    return decision.model_copy(update=changes)
