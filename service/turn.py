"""The way of a turn.

A message comes in and an answer goes out, in one direct way:

    receive → redact → read → decide → ground → write → guard → record → deliver

Receiving (`service/reception.py`) and delivering (`service/delivery.py`) happen in transactions of their own,
before and after; everything between is this one function. The engine decides *what* is said, the writer *how*,
the guard *whether it leaves*.
"""

from __future__ import annotations

from dataclasses import replace

from service.answering import write_and_check, write_scripted
from service.briefing import brief_for, find_passages
from service.clock import Stopwatch
from service.domain.negotiation import Decision, Situation
from service.domain.privacy import Redaction
from service.domain.trace import Trace
from service.domain.vocabulary import Act
from service.heard import Heard
from service.material import Material
from service.negotiation import decide, open_conversation
from service.privacy import redact
from service.recording import takes_effect_at_once
from service.stages import Stages
from service.understanding import ReadingContext, chosen_option, read


def take_turn(conversation_id: str, stages: Stages) -> Trace | None:
    """Answer the oldest unanswered message of a conversation, or open the conversation.

    Safe to repeat at any point: until the answer is recorded nothing has left, and a decision that had to take
    effect at once (a right, a crisis) is found again instead of being made twice.

    Returns:
        The record of the turn; None when there was nothing to answer.
    """
    heard = stages.recorder.next_message(conversation_id)
    if heard is None:
        return None
    watch = Stopwatch()

    redaction, reading, pseudonyms = None, None, heard.pseudonyms
    if heard.text is not None:
        with watch("redact"):
            redaction, pseudonyms = redact(heard.text, heard.person, heard.pseudonyms, heard.view.language)
        with watch("read"):
            reading = read(redaction.text, _reading_context(heard))

    with watch("decide"):
        authority = stages.authorities.find(heard.account, heard.now.date())
        situation = _situation(heard, redaction)
        if heard.decided is not None:
            decision = heard.decided
        elif redaction is None or reading is None:
            decision = open_conversation(situation)
        else:
            option = chosen_option(redaction.text, heard.view.language)
            decision = decide(reading, situation, authority, chosen_option=option)
        proven = situation.identity_matched
        if takes_effect_at_once(decision):
            stages.recorder.keep_decision(heard, decision, proven)

    material = Material(heard, redaction, reading, pseudonyms, decision, proven)
    with watch("ground"):
        material = material.with_passages(find_passages(material, stages))
    with watch("brief"):
        brief = brief_for(material, stages)
    answer = write_and_check(brief, material, stages, watch)

    with watch("record"):
        return stages.recorder.keep_turn(material, brief, answer, stages.versions, watch)


def hold_turn(conversation_id: str, stages: Stages) -> Trace | None:
    """Answer the oldest unanswered message without reading it, and call a person.

    For a message on which a turn failed again and again. A right or a crisis that has taken effect is still answered
    as such, by the scripted writer; anything else gets the notice that a colleague will answer.
    """
    heard = stages.recorder.next_message(conversation_id)
    if heard is None:
        return None
    watch = Stopwatch()
    unread = Redaction(text="")
    if heard.decided is not None:
        decided = Material(heard, unread, None, heard.pseudonyms, heard.decided, proven_now=False)
        brief = brief_for(decided, stages)
        answer = write_scripted(brief, decided, stages, watch)
        if answer.draft is not None:
            return stages.recorder.keep_turn(decided, brief, answer, stages.versions, watch)
    failed = Decision(act=Act.HOLD_NOTICE, reasons=("turn_failed",), handoff="turn_failed")
    material = Material(heard, unread, None, heard.pseudonyms, failed, proven_now=False)
    brief = brief_for(material, stages)
    answer = write_scripted(brief, material, stages, watch)
    return stages.recorder.keep_turn(material, brief, replace(answer, held=True), stages.versions, watch)


def _reading_context(heard: Heard) -> ReadingContext:
    return ReadingContext(
        language=heard.view.language,
        today=heard.local_date,
        last_acts=heard.view.acts,
        has_open_offer=bool(heard.view.open_quotes),
        verified=heard.view.identity_verified,
        balance=heard.account.balance,
        currency=heard.account.currency,
    )


def _situation(heard: Heard, redaction: Redaction | None) -> Situation:
    claims = redaction.identity_claims if redaction is not None else ()
    return Situation(
        account=heard.account,
        conversation=heard.view,
        now=heard.now,
        identity_matched=any(claim.matched for claim in claims),
        identity_failed=bool(claims) and not any(claim.matched for claim in claims),
    )
