"""What the agent does next: ordered lists of rules, read from top to bottom, of which the first that fits decides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from service.domain.negotiation import Decision, Situation, StateChange
from service.domain.reading import Reading
from service.domain.vocabulary import Act, Signal, State
from service.negotiation import conduct, information
from service.negotiation.acceptance import settle_acceptance
from service.negotiation.agreed import look_after_plan
from service.negotiation.authority import Authority
from service.negotiation.bargaining import (
    answer_borrowers_proposal,
    hear_hardship,
    hear_rejection,
    help_unsure,
    make_opening_offer,
    note_promise,
)
from service.negotiation.beside import add_beside
from service.negotiation.flags import respect_flags
from service.negotiation.hearing import Hearing
from service.negotiation.rights import honour_rights
from service.negotiation.states import HARDSHIP_HEARD, IDENTITY_LOCKED, IDENTITY_MATCHED
from service.negotiation.stillness import keep_still, reopening_cause

Rule = Callable[[Hearing], Decision | None]

IDENTITY_ATTEMPTS = 3
_SAYS_NOTHING = frozenset({Signal.GREETING, Signal.CHITCHAT, Signal.ACCEPTS_OFFER, Signal.REJECTS_OFFER})


def open_conversation(situation: Situation) -> Decision:
    """The first message, before the borrower has written anything."""
    hearing = Hearing(Reading(), situation, None)
    decision = respect_flags(hearing) or keep_still(hearing)
    if decision is not None:
        return decision
    if hearing.state is State.UNVERIFIED:
        return Decision(act=Act.OPEN, reasons=("first_message",))
    return information.leave_time_barred(hearing) or Decision(act=Act.WELCOME_VERIFIED, reasons=(IDENTITY_MATCHED,))


def decide(
    reading: Reading, situation: Situation, authority: Authority | None, chosen_option: int | None = None
) -> Decision:
    """The answer to a message of the borrower.

    Args:
        reading: the message, understood.
        situation: account, history and time; `identity_matched` and `identity_failed` are of this message and not yet
            counted in the history.
        authority: what the creditor allows; None sends every talk of terms to a person.
        chosen_option: which of the open offers the borrower named, counted from 1.
    """
    hearing = Hearing(reading, situation, authority, chosen_option)
    return add_beside(_first(EVERY_MESSAGE, hearing), hearing)


def _first(rules: Sequence[Rule], hearing: Hearing) -> Decision:
    return _first_or_none(rules, hearing) or conduct.clarify(hearing)


def _reopen(hearing: Hearing) -> Decision | None:
    """Go on with a conversation whose pause or stop the borrower ends, and only with a cause that can end it."""
    cause = reopening_cause(hearing.reading, hearing.situation)
    if cause is None:
        return None
    reopened = hearing.in_state(_state_before(hearing), pause_reason=None, paused_until=None)
    inner = _first(AFTER_REOPENING, reopened)
    change = inner.change or StateChange(to=reopened.state, cause=cause)
    return inner.model_copy(
        update={"change": change.model_copy(update={"cause": cause}), "reasons": (cause, *inner.reasons)}
    )


def _state_before(hearing: Hearing) -> State:
    """Where a reopened conversation stands: identity counts only if it was proved here and nobody else has spoken."""
    proved = hearing.view.identity_verified and hearing.view.pause_reason != "third_party"
    if not proved:
        return State.UNVERIFIED
    return State.AGREED if hearing.view.accepted_quote is not None else State.VERIFIED


def _welcome(hearing: Hearing) -> Decision | None:
    """The person has just proved who they are: welcome them, and take up what else they said."""
    if hearing.state is not State.UNVERIFIED or not hearing.situation.identity_matched:
        return None
    inner = _beside_the_proof(hearing)
    change = StateChange(to=State.VERIFIED, cause=IDENTITY_MATCHED)
    if inner is None:
        return Decision(act=Act.WELCOME_VERIFIED, change=change, reasons=(IDENTITY_MATCHED,))
    if inner.change is not None and inner.change.to is not State.NEGOTIATING:
        return inner
    if inner.act is Act.LOG_COMPLAINT:
        return inner.model_copy(update={"change": change})
    to = inner.change.to if inner.change is not None else State.VERIFIED
    return inner.model_copy(
        update={
            "act": Act.WELCOME_VERIFIED,
            "also": (inner.act, *inner.also),
            "change": change.model_copy(update={"to": to}),
            "reasons": (IDENTITY_MATCHED, *inner.reasons),
        }
    )


def _beside_the_proof(hearing: Hearing) -> Decision | None:
    """What a proof of identity said besides; a bare "ok, it is me" says nothing, and its digits are no offer."""
    signals = hearing.signals - _SAYS_NOTHING
    offers = hearing.heard(Signal.PROPOSES_PLAN, Signal.PROMISES_TO_PAY)
    reading = hearing.reading.model_copy(
        update={"signals": signals, "proposal": hearing.reading.proposal if offers else None}
    )
    verified = replace(hearing, reading=reading).in_state(State.VERIFIED, identity_verified=True)
    return _first_or_none((*DEBT_TALK, _remember_hardship), verified)


def _remember_hardship(hearing: Hearing) -> Decision | None:
    """Somebody who spoke of hardship before we knew who they were need not say it again."""
    if not hearing.view.hardship:
        return None
    change = StateChange(to=State.NEGOTIATING, cause=HARDSHIP_HEARD)
    return Decision(act=Act.EXPLORE_HARDSHIP, change=change, reasons=tuple(sorted(hearing.view.hardship)))


def _check_identity(hearing: Hearing) -> Decision | None:
    """A wrong answer: ask again, and after the third stop asking and call a person."""
    if hearing.state is not State.UNVERIFIED or not hearing.situation.identity_failed:
        return None
    if hearing.view.identity_failures + 1 < IDENTITY_ATTEMPTS:
        return Decision(act=Act.RETRY_VERIFICATION, reasons=("identity_failed",))
    return Decision(
        act=Act.LOCK_VERIFICATION,
        change=StateChange(to=State.PAUSED, cause=IDENTITY_LOCKED, pause_reason="verification_locked"),
        reasons=(IDENTITY_LOCKED,),
        handoff=IDENTITY_LOCKED,
    )


def _ask_identity(hearing: Hearing) -> Decision | None:
    """Nothing about a debt is said to somebody unknown, so whatever they ask, the way on is to verify."""
    if hearing.state is not State.UNVERIFIED:
        return None
    spoken = _first_or_none(BEFORE_IDENTITY, hearing)
    if spoken is None:
        return Decision(act=Act.ASK_VERIFICATION, reasons=("unverified",))
    if spoken.change is not None or spoken.act in (Act.LOG_COMPLAINT, Act.RESPECT_TIME):
        return spoken
    return spoken.model_copy(update={"also": (Act.ASK_VERIFICATION, *spoken.also)})


def _first_or_none(rules: Sequence[Rule], hearing: Hearing) -> Decision | None:
    return next((decision for rule in rules if (decision := rule(hearing)) is not None), None)


# What can be answered to somebody whose identity is not known.
BEFORE_IDENTITY: tuple[Rule, ...] = (
    conduct.decline_instructions,
    conduct.log_complaint,
    conduct.respect_time,
    conduct.confirm_automated,
    conduct.calm_abuse,
)

# With a verified person, or one with a plan.
DEBT_TALK: tuple[Rule, ...] = (
    conduct.decline_instructions,
    conduct.log_complaint,
    information.leave_time_barred,
    conduct.respect_time,
    look_after_plan,
    information.check_payment,
    information.help_payment,
    settle_acceptance,
    answer_borrowers_proposal,
    hear_rejection,
    hear_hardship,
    note_promise,
    make_opening_offer,
    information.state_balance,
    information.answer_question,
    conduct.confirm_automated,
    conduct.switch_language,
    conduct.calm_abuse,
    help_unsure,
    conduct.small_talk,
)

AFTER_REOPENING: tuple[Rule, ...] = (respect_flags, _welcome, _check_identity, _ask_identity, *DEBT_TALK)

# Rights first, in every state; then what keeps the agent still; then who is there; and only then the debt.
EVERY_MESSAGE: tuple[Rule, ...] = (
    honour_rights,
    respect_flags,
    _reopen,
    keep_still,
    _welcome,
    _check_identity,
    _ask_identity,
    *DEBT_TALK,
)
