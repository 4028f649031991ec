"""The record stage: what a turn starts from is loaded here, and what came of it is kept, in one transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from service.answer import Answer
from service.clock import Clock, Stopwatch
from service.domain.account import Person
from service.domain.negotiation import Decision, Quote
from service.domain.trace import Attempt, Trace
from service.domain.vocabulary import State
from service.domain.writing import Brief, HistoryLine, Say
from service.heard import Heard, zone_of
from service.identifiers import new_id
from service.material import Material
from service.metrics import count_turn
from service.records import Database
from service.records.accounts import account_of
from service.records.audit import append_link
from service.records.conversations import (
    change_state,
    is_erased,
    locked,
    refuse_erased_conversation,
    remember,
    view_of,
)
from service.records.messages import add_outbound, oldest_unanswered, recent_lines
from service.records.models import ConversationRow, MessageRow, TurnRow
from service.records.outbox import put_in_outbox
from service.records.quotes import make_plan, put_on_the_table
from service.records.turns import canonical_json, open_case, opening_turn, turn_for_message
from service.vault import Vault

_AT_ONCE = {State.PAUSED, State.STOPPED, State.WITH_PERSON, State.CLOSED}
_RETURNING_AFTER = timedelta(days=7)


def takes_effect_at_once(decision: Decision) -> bool:
    """Whether the state must change before a word is written: rights and crises (invariant 5)."""
    return decision.change is not None and decision.change.to in _AT_ONCE


class Recorder:
    """Loads and keeps turns.

    Args:
        clock: the time that turns are told.
    """

    def __init__(self, database: Database, vault: Vault, clock: Clock) -> None:
        self._database, self._vault, self._clock = database, vault, clock

    def next_message(self, conversation_id: str) -> Heard | None:
        """The oldest thing to answer in a conversation: its opening, then its messages in order.

        Nothing, once the borrower was erased.
        """
        with self._database.reading() as session:
            conversation = session.get_one(ConversationRow, conversation_id)
            if is_erased(session, conversation):
                return None
            opening = opening_turn(session, conversation_id)
            if opening is None or opening.status != "finished":
                return self._heard(session, conversation, None, opening)
            inbound = oldest_unanswered(session, conversation_id)
            if inbound is None:
                return None
            return self._heard(session, conversation, inbound, turn_for_message(session, inbound.id))

    def keep_decision(self, heard: Heard, decision: Decision, proven_now: bool) -> None:
        """Let a right or a crisis take effect now, before anything is written; doing it again changes nothing.

        Args:
            proven_now: the same message proved who is writing.
        """
        with self._database.writing() as session:
            conversation = locked(session, heard.view.id)
            refuse_erased_conversation(session, conversation)
            if session.get(TurnRow, heard.turn_id) is not None:
                return
            turn = _new_turn(heard, conversation, decision)
            turn.status, turn.decided = "decided", decision.model_dump_json()
            session.add(turn)
            session.flush()
            change_state(conversation, decision, proven_now, heard.now)
            _open_cases(session, conversation, turn, decision)

    def keep_turn(
        self, material: Material, brief: Brief, answer: Answer, versions: dict[str, str], watch: Stopwatch
    ) -> Trace:
        """One transaction: state, message, quotes, plan, cases, trace, audit link, outbox row.

        Raises:
            BorrowerErased: the borrower was erased while the answer was being written; nothing is kept of it.
        """
        heard, decision = material.heard, material.decision
        with self._database.writing() as session:
            conversation = locked(session, heard.view.id)
            refuse_erased_conversation(session, conversation)
            turn = session.get(TurnRow, heard.turn_id)
            if turn is None:
                turn = _new_turn(heard, conversation, decision)
                session.add(turn)
                change_state(conversation, decision, material.proven_now, heard.now)
                session.flush()
                _open_cases(session, conversation, turn, decision)
            remember(conversation, material.reading, decision)
            conversation.held = answer.held
            conversation.turns_taken = heard.number + 1
            self._keep_inbound(session, material)
            stated = [] if answer.held else stated_quotes(brief, answer)
            if not answer.held:
                self._keep_terms(session, conversation, material, stated)
            else:
                open_case(session, conversation, turn, "held_draft", "the guard stopped every draft")
            outbound = self._keep_outbound(session, conversation, material, brief, answer, stated)
            trace = _trace(material, brief, answer, versions, watch, conversation, turn, outbound)
            _finish(turn, trace, answer, outbound, self._clock())
            append_link(session, conversation, "turn", turn.id, turn.trace or "", heard.now)
        count_turn(trace)
        return trace

    def _heard(
        self, session: Session, conversation: ConversationRow, inbound: MessageRow | None, begun: TurnRow | None
    ) -> Heard:
        borrower = conversation.borrower_id
        sequence = inbound.sequence if inbound is not None else 0
        now = self._clock()
        person = self._vault.person(session, borrower)
        return Heard(
            turn_id=begun.id if begun is not None else new_id("trn"),
            number=conversation.turns_taken,
            inbound_id=inbound.id if inbound is not None else None,
            inbound_sequence=sequence,
            text=(self._vault.get(session, borrower, "message", inbound.id) or "") if inbound is not None else None,
            account=account_of(conversation.account),
            view=view_of(session, conversation),
            person=person,
            pseudonyms=self._vault.pseudonyms(session, conversation.id, borrower),
            history=_history(session, conversation.id, sequence),
            decided=Decision.model_validate_json(begun.decided) if begun is not None and begun.decided else None,
            conditions=_conditions(session, conversation, inbound, person, now),
            now=now,
        )

    def _keep_inbound(self, session: Session, material: Material) -> None:
        heard, redaction, reading = material.heard, material.redaction, material.reading
        if heard.inbound_id is None or redaction is None:
            return
        inbound = session.get_one(MessageRow, heard.inbound_id)
        inbound.text, inbound.status = redaction.text, "answered"
        inbound.sensitive = sorted(redaction.sensitive)
        inbound.language = reading.language if reading is not None else None
        borrower = heard.account.borrower_id
        if heard.person is not None:
            pseudonyms = material.pseudonyms.model_dump_json()
            self._vault.put(session, borrower, "pseudonyms", heard.view.id, pseudonyms, heard.now)

    def _keep_terms(
        self, session: Session, conversation: ConversationRow, material: Material, stated: list[Quote]
    ) -> None:
        """A plan for what was accepted; else, on the table lies what this message states, and nothing unseen."""
        heard, decision = material.heard, material.decision
        if decision.accepted is not None and heard.inbound_id is not None:
            make_plan(session, conversation.id, decision.accepted, heard.inbound_id, heard.now)
        elif stated:
            put_on_the_table(session, conversation.id, stated, heard.now)

    def _keep_outbound(
        self, session: Session, conversation: ConversationRow, material: Material, brief: Brief, answer: Answer,
        stated: list[Quote],
    ) -> MessageRow | None:  # fmt: skip
        if answer.draft is None:
            return None
        heard = material.heard
        said = {move.say for move in answer.draft.moves if isinstance(move, Say)}
        cited = [
            {"title": passage.title, "heading": passage.heading, "source": passage.source, "id": passage.id}
            for number, passage in enumerate(brief.passages, 1)
            if f"cite.{number}" in said
        ]
        row = add_outbound(
            session,
            conversation,
            heard.now,
            author=answer.draft.author,
            text=answer.draft.text,
            act=answer.act,
            language=brief.language,
            in_reply_to=heard.inbound_id,
            quote_ids=[quote.id for quote in stated],
            citations=cited,
        )
        # An answer to a sensitive statement repeats or reveals it.
        row.sensitive = sorted(material.redaction.sensitive) if material.redaction is not None else []
        if heard.person is not None:
            self._vault.put(session, heard.account.borrower_id, "message", row.id, answer.clear_text, heard.now)
        put_in_outbox(session, row, conversation.channel, heard.now)
        return row


def stated_quotes(brief: Brief, answer: Answer) -> list[Quote]:
    """The quotes whose total and payments the message really names, in the order of the brief."""
    if answer.draft is None:
        return []
    sources = {fact.name: fact.source for fact in brief.facts}
    options = [brief.option(move.say) for move in answer.draft.moves if isinstance(move, Say)]
    named = {sources.get(fact) for option in options if option is not None for fact in option.facts}
    return [quote for quote in brief.quotes if f"quote:{quote.id}" in named]


def _new_turn(heard: Heard, conversation: ConversationRow, decision: Decision) -> TurnRow:
    return TurnRow(
        id=heard.turn_id,
        conversation_id=heard.view.id,
        borrower_id=heard.account.borrower_id,
        number=heard.number,
        inbound_id=heard.inbound_id,
        status="decided",
        act=decision.act,
        state_before=heard.view.state,
        state_after=decision.change.to if decision.change is not None else conversation.state,
        stopped_drafts=0,
        milliseconds=0.0,
        created_at=heard.now,
    )


def _finish(turn: TurnRow, trace: Trace, answer: Answer, outbound: MessageRow | None, now: datetime) -> None:
    turn.status, turn.finished_at = "finished", now
    turn.act, turn.trace = answer.act, canonical_json(trace)
    turn.outbound_id = outbound.id if outbound is not None else None
    turn.outcome = "hold" if answer.held else "allow"
    turn.stopped_drafts = len(answer.attempts) - (0 if answer.draft is None else 1)
    turn.milliseconds = sum(trace.milliseconds.values())


def _open_cases(session: Session, conversation: ConversationRow, turn: TurnRow, decision: Decision) -> None:
    if decision.handoff is not None:
        open_case(session, conversation, turn, "handoff", decision.handoff)
    tickets = [decision.ticket] if decision.ticket is not None else []
    for kind in dict.fromkeys((*tickets, *decision.further_tickets)):
        open_case(session, conversation, turn, kind, ", ".join(decision.reasons) or kind)


def _history(session: Session, conversation_id: str, before: int) -> tuple[HistoryLine, ...]:
    return tuple(
        HistoryLine(speaker="borrower" if row.direction == "in" else "assistant", text=row.text or "")
        for row in recent_lines(session, conversation_id, before)
    )


def _conditions(
    session: Session, conversation: ConversationRow, inbound: MessageRow | None, person: Person | None, now: datetime
) -> frozenset[str]:
    conditions = {conversation.channel}
    account = account_of(conversation.account)
    if account.in_validation_period(now.astimezone(zone_of(account.timezone)).date()):
        conditions.add("in_validation_period")
    if person is not None and (person.date_of_birth is not None or person.id_last4 is not None):
        conditions.add("identity_known")
    if inbound is not None:
        earlier = recent_lines(session, conversation.id, inbound.sequence, limit=1)
        if earlier and inbound.created_at - earlier[-1].created_at > _RETURNING_AFTER:
            conditions.add("returning")
    return frozenset(conditions)


def _redacted(attempt: Attempt) -> Attempt:
    """The guard saw the message as it will be read, with the borrower's name; the record keeps the pseudonyms."""
    return attempt.model_copy(update={"verdict": attempt.verdict.model_copy(update={"normalised": ""})})


def _trace(
    material: Material,
    brief: Brief,
    answer: Answer,
    versions: dict[str, str],
    watch: Stopwatch,
    conversation: ConversationRow,
    turn: TurnRow,
    outbound: MessageRow | None,
) -> Trace:
    heard = material.heard
    draft = answer.draft
    model = draft.model if draft is not None else None
    return Trace(
        turn_id=turn.id,
        conversation_id=heard.view.id,
        number=heard.number,
        inbound_id=heard.inbound_id,
        outbound_id=outbound.id if outbound is not None else None,
        redaction=material.redaction,
        reading=material.reading,
        decision=material.decision,
        passages=material.passages,
        conditions=tuple(sorted(brief.conditions)),
        facts=brief.facts,
        options=tuple(option.id for option in brief.options),
        attempts=tuple(_redacted(attempt) for attempt in answer.attempts),
        sent=draft.text if draft is not None else None,
        act=answer.act,
        author=draft.author if draft is not None else "scripted",
        held=answer.held,
        state_before=heard.view.state,
        state_after=State(conversation.state),
        versions=versions | ({"model": model} if model else {}) | ({"prompt": draft.prompt} if draft else {}),
        milliseconds=dict(watch.milliseconds),
        notes=answer.notes,
    )
