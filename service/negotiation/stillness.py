"""Conversations that are paused, stopped, closed or with a person: what is still said, and what reopens them."""

from __future__ import annotations

from service.domain.negotiation import Decision, PauseReason, Situation
from service.domain.reading import Reading
from service.domain.vocabulary import Act, Signal, State
from service.negotiation.hearing import Hearing
from service.negotiation.states import ASKED_FOR_BALANCE, ASKED_FOR_PLAN, CAME_BACK, PROVED_IDENTITY

# Only a person ends these pauses, however the borrower asks.
PERSON_ONLY: frozenset[PauseReason] = frozenset(
    {
        "crisis", "safety", "dispute", "identity_theft", "attorney", "bankruptcy", "deceased", "minor", "wrong_person",
        "time_barred", "verification_locked",
    }
)  # fmt: skip
# While these last, not even general questions are answered by the agent.
_SILENT: frozenset[PauseReason] = frozenset(
    {"crisis", "safety", "deceased", "minor", "wrong_person", "third_party", "verification_locked"}
)


def reopening_cause(reading: Reading, situation: Situation) -> str | None:
    """Why a paused or stopped conversation goes on; None when it stays as it is.

    Stopped, or a payment being checked: only the borrower's own wish to talk about the balance or a plan. An
    inconvenient time: the borrower's next message. Another person at the phone: a proof of identity. All the rest only
    a person reopens.
    """
    hearing = Hearing(reading, situation, None)
    reason = hearing.view.pause_reason
    if hearing.state not in (State.PAUSED, State.STOPPED) or reason in PERSON_ONLY:
        return None
    if reason == "third_party":
        return PROVED_IDENTITY if situation.identity_matched else None
    if hearing.state is State.PAUSED and reason == "inconvenient_time":
        return None if hearing.heard(Signal.INCONVENIENT_TIME) else CAME_BACK
    return _explicit_wish(hearing)


def _explicit_wish(hearing: Hearing) -> str | None:
    if hearing.heard(Signal.PROMPT_INJECTION, Signal.REJECTS_OFFER):
        return None
    if hearing.heard(Signal.PROPOSES_PLAN):
        return ASKED_FOR_PLAN
    return ASKED_FOR_BALANCE if hearing.heard(Signal.ASKS_BALANCE) else None


def keep_still(hearing: Hearing) -> Decision | None:
    """What is said while nothing may be collected."""
    match hearing.state:
        case State.WITH_PERSON:
            return Decision(act=Act.WAIT_FOR_PERSON, reasons=("with_person",))
        case State.STOPPED | State.CLOSED:
            return Decision(act=Act.KEEP_STOPPED, reasons=(hearing.state.value,))
        case State.PAUSED:
            return _keep_paused(hearing)
        case _:
            return None


def _keep_paused(hearing: Hearing) -> Decision:
    reason = hearing.view.pause_reason
    asks = hearing.heard(Signal.ASKS_POLICY) and hearing.view.identity_verified
    if asks and reason not in _SILENT:
        return Decision(act=Act.ANSWER_QUESTION, also=(Act.KEEP_PAUSED,), reasons=("paused",), needs_knowledge=True)
    return Decision(act=Act.KEEP_PAUSED, reasons=(f"paused_{reason}" if reason else "paused",))
