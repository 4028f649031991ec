"""How people talk: instructions to the machine, complaints, abuse, bad moments, small talk, and what is unclear."""

from __future__ import annotations

from datetime import timedelta

from service.domain.negotiation import Decision, StateChange
from service.domain.vocabulary import Act, Signal, State
from service.negotiation.hearing import Hearing
from service.negotiation.states import NOT_UNDERSTOOD

UNCLEAR_TURNS = 2


def decline_instructions(hearing: Hearing) -> Decision | None:
    """Borrower text is data: instructions in it change nothing, and nothing else in the message is acted on."""
    if not hearing.heard(Signal.PROMPT_INJECTION):
        return None
    return Decision(act=Act.DECLINE_INSTRUCTIONS, reasons=(Signal.PROMPT_INJECTION.value,))


def log_complaint(hearing: Hearing) -> Decision | None:
    """Log a grievance and name the ways to complain. The message collects nothing; the next one may go on.

    Where the borrower makes an offer or accepts one in the same breath, that is answered, and the complaint is logged
    and acknowledged beside it (`beside.py`).
    """
    if not hearing.heard(Signal.COMPLAINT):
        return None
    accepts = hearing.heard(Signal.ACCEPTS_OFFER) and bool(hearing.view.open_quotes)
    if hearing.state is not State.UNVERIFIED and (accepts or hearing.names_sum):
        return None
    return Decision(act=Act.LOG_COMPLAINT, reasons=(Signal.COMPLAINT.value,), ticket="complaint")


def respect_time(hearing: Hearing) -> Decision | None:
    """Leave the borrower alone until the next day, or until they write by themselves."""
    if not hearing.heard(Signal.INCONVENIENT_TIME):
        return None
    change = StateChange(
        to=State.PAUSED,
        cause=Signal.INCONVENIENT_TIME.value,
        pause_reason="inconvenient_time",
        paused_until=hearing.today + timedelta(days=1),
    )
    return Decision(act=Act.RESPECT_TIME, change=change, reasons=(Signal.INCONVENIENT_TIME.value,))


def calm_abuse(hearing: Hearing) -> Decision | None:
    if not hearing.heard(Signal.ABUSIVE):
        return None
    return Decision(act=Act.CALM_ABUSE, reasons=(Signal.ABUSIVE.value,))


def confirm_automated(hearing: Hearing) -> Decision | None:
    if not hearing.heard(Signal.ASKS_IF_AI):
        return None
    return Decision(act=Act.CONFIRM_AUTOMATED, reasons=(Signal.ASKS_IF_AI.value,))


def switch_language(hearing: Hearing) -> Decision | None:
    if not hearing.heard(Signal.LANGUAGE_SWITCH):
        return None
    return Decision(act=Act.SWITCH_LANGUAGE, reasons=(Signal.LANGUAGE_SWITCH.value,))


def small_talk(hearing: Hearing) -> Decision | None:
    if not hearing.heard(Signal.GREETING, Signal.CHITCHAT):
        return None
    return Decision(act=Act.SMALL_TALK, reasons=("small_talk",))


def clarify(hearing: Hearing) -> Decision:
    """Ask once what was meant; the second time in a row, bring a person in instead of going round in circles."""
    if hearing.view.unclear_turns + 1 < UNCLEAR_TURNS:
        return Decision(act=Act.CLARIFY, reasons=("unclear",))
    change = StateChange(to=State.WITH_PERSON, cause=NOT_UNDERSTOOD)
    return Decision(act=Act.CONNECT_PERSON, change=change, reasons=(NOT_UNDERSTOOD,), handoff=NOT_UNDERSTOOD)
