"""What a verified borrower asks for or reports: the balance, questions, payments made and payments that fail."""

from __future__ import annotations

from service.domain.negotiation import Decision, StateChange
from service.domain.vocabulary import Act, Emotion, Signal, State
from service.negotiation.hearing import HARDSHIP, Hearing
from service.negotiation.states import TIME_BARRED

# Which knowledge a question is about, as far as the signals beside it show; without a hint all topics are searched.
TOPICS: tuple[tuple[frozenset[Signal], str], ...] = (
    (HARDSHIP, "hardship_help"),
    (frozenset({Signal.PROPOSES_PLAN, Signal.PROMISES_TO_PAY}), "instalment_plans"),
    (frozenset({Signal.DISPUTES_DEBT, Signal.IDENTITY_THEFT}), "dispute"),
    (frozenset({Signal.COMPLAINT, Signal.THREATENS_REGULATOR}), "complaints"),
    (frozenset({Signal.STOP_CONTACT, Signal.STOP_CHANNEL, Signal.INCONVENIENT_TIME}), "contact_preferences"),
    (frozenset({Signal.PAYMENT_PROBLEM, Signal.ALREADY_PAID}), "payment_methods"),
    (frozenset({Signal.ASKS_IF_AI}), "ai_disclosure"),
    (frozenset({Signal.BANKRUPTCY}), "debt_advice"),
)


def leave_time_barred(hearing: Hearing) -> Decision | None:
    """An old debt: say so, seek no promise (a promise can revive it), and hand it to a person."""
    if not hearing.account.time_barred:
        return None
    change = StateChange(to=State.PAUSED, cause=TIME_BARRED, pause_reason="time_barred")
    return Decision(act=Act.INFORM_TIME_BARRED, change=change, reasons=(TIME_BARRED,), handoff=TIME_BARRED)


def check_payment(hearing: Hearing) -> Decision | None:
    """Somebody who has paid is not asked again until the payment has been looked for."""
    if not hearing.heard(Signal.ALREADY_PAID):
        return None
    change = StateChange(to=State.PAUSED, cause=Signal.ALREADY_PAID.value, pause_reason="already_paid")
    return Decision(
        act=Act.CHECK_PAYMENT,
        change=None if hearing.state is State.AGREED else change,
        reasons=(Signal.ALREADY_PAID.value,),
        ticket="payment_check",
    )


def help_payment(hearing: Hearing) -> Decision | None:
    if not hearing.heard(Signal.PAYMENT_PROBLEM):
        return None
    return Decision(
        act=Act.HELP_PAYMENT,
        reasons=(Signal.PAYMENT_PROBLEM.value,),
        needs_knowledge=hearing.heard(Signal.ASKS_POLICY),
        topics=("payment_methods",),
    )


def state_balance(hearing: Hearing) -> Decision | None:
    if not hearing.heard(Signal.ASKS_BALANCE):
        return None
    return Decision(act=Act.STATE_BALANCE, reasons=(Signal.ASKS_BALANCE.value,))


def answer_question(hearing: Hearing) -> Decision | None:
    """Answer from the knowledge documents. A threat to go to a regulator is answered with how to do that."""
    if not hearing.heard(Signal.ASKS_POLICY, Signal.THREATENS_REGULATOR):
        return None
    return Decision(act=Act.ANSWER_QUESTION, reasons=("question",), needs_knowledge=True, topics=topics_of(hearing))


def topics_of(hearing: Hearing) -> tuple[str, ...]:
    """The knowledge topics that the signals of a message point to; hopelessness adds where advice is free."""
    topics = [topic for signals, topic in TOPICS if signals & hearing.signals]
    if hearing.reading.emotion is Emotion.HOPELESS:
        topics.append("debt_advice")
    return tuple(topics)
