"""Conversations: made, looked at, and moved on by a turn."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.domain.account import Account
from service.domain.negotiation import ConversationView, Decision
from service.domain.reading import Reading
from service.domain.vocabulary import Act, Channel, Signal, State
from service.identifiers import new_id
from service.records.accounts import BorrowerErased, refuse_erased, wrapped_key
from service.records.models import ConversationRow, MessageRow
from service.records.quotes import accepted_quote, open_quotes

_HARDSHIP = {signal for signal in Signal if signal.value.startswith("hardship_")} | {Signal.CANNOT_PAY}
_REMEMBERED_ACTS = 6
_SOMEBODY_ELSE = {
    Act.DECLINE_THIRD_PARTY,
    Act.APOLOGISE_WRONG_PERSON,
    Act.PROTECT_MINOR,
    Act.CONDOLE_ESTATE,
    Act.RETRY_VERIFICATION,
    Act.LOCK_VERIFICATION,
}


def create_conversation(
    session: Session, account: Account, channel: Channel, identity_verified: bool, now: datetime
) -> ConversationRow:
    row = ConversationRow(
        id=new_id("cnv"),
        account_id=account.id,
        borrower_id=account.borrower_id,
        channel=channel,
        language=account.language,
        state=State.VERIFIED if identity_verified else State.UNVERIFIED,
        identity_verified_at=now if identity_verified else None,
        hardship=[],
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def locked(session: Session, conversation_id: str) -> ConversationRow:
    """The conversation, held until the transaction ends, so that two writers wait for each other.

    On SQLite the transaction itself holds the lock; PostgreSQL locks the row.

    Raises:
        NoResultFound: no such conversation.
    """
    return session.get_one(ConversationRow, conversation_id, with_for_update={"of": ConversationRow})


def is_erased(session: Session, row: ConversationRow) -> bool:
    """Whether the borrower behind a conversation was erased, now or before they came back."""
    return row.erased_at is not None or wrapped_key(session, row.borrower_id) is None


def refuse_erased_conversation(session: Session, row: ConversationRow) -> None:
    """Raise BorrowerErased when the conversation is over because its borrower was erased."""
    if row.erased_at is not None:
        raise BorrowerErased(row.borrower_id, row.erased_at)
    refuse_erased(session, row.borrower_id)


def unopened_conversations(session: Session, before: datetime) -> list[str]:
    """Conversations made before a time whose opening message was never written."""
    return list(
        session.scalars(
            select(ConversationRow.id).where(
                ConversationRow.turns_taken == 0,
                ConversationRow.created_at < before,
                ConversationRow.erased_at.is_(None),
            )
        )
    )


def view_of(session: Session, row: ConversationRow) -> ConversationView:
    """What the engine may know of the conversation so far."""
    acts = session.scalars(
        select(MessageRow.act)
        .where(MessageRow.conversation_id == row.id, MessageRow.direction == "out", MessageRow.act.is_not(None))
        .order_by(MessageRow.sequence.desc())
        .limit(_REMEMBERED_ACTS)
    ).all()
    return ConversationView.model_validate(
        {
            "id": row.id,
            "state": row.state,
            "language": row.language,
            "pause_reason": row.pause_reason,
            "paused_until": row.paused_until,
            "open_quotes": open_quotes(session, row.id),
            "accepted_quote": accepted_quote(session, row.id),
            "identity_failures": row.identity_failures,
            "unclear_turns": row.unclear_turns,
            "agent_messages": row.turns_taken,
            "hardship": frozenset(row.hardship),
            "affordable": row.affordable,
            "cadence": row.cadence,
            "identity_verified": row.identity_verified_at is not None,
            "rejections": row.rejections,
            "acts": tuple(Act(act) for act in reversed(acts) if act),
        }
    )


def change_state(row: ConversationRow, decision: Decision, proven_now: bool, now: datetime) -> None:
    """Make the transition that was decided, if any.

    Args:
        proven_now: this message proved who is writing, unless the decision says that it is somebody else.
    """
    change = decision.change
    if proven_now and row.identity_verified_at is None and decision.act not in _SOMEBODY_ELSE:
        row.identity_verified_at = now
    if change is None:
        return
    row.state = change.to
    row.pause_reason = change.pause_reason
    row.paused_until = change.paused_until


def remember(row: ConversationRow, reading: Reading | None, decision: Decision) -> None:
    """Keep what later turns need of this one: hardship, what is affordable, failures."""
    if reading is not None:
        heard = reading.signals & _HARDSHIP
        row.hardship = sorted({*row.hardship, *(signal.value for signal in heard)})
        if reading.proposal is not None and reading.proposal.amount is not None:
            row.affordable, row.cadence = reading.proposal.amount, reading.proposal.cadence
        if Signal.REJECTS_OFFER in reading.signals:
            row.rejections += 1
        if Signal.LANGUAGE_SWITCH in reading.signals and reading.language is not None:
            row.language = reading.language
    row.unclear_turns = row.unclear_turns + 1 if decision.act is Act.CLARIFY else 0
    if decision.act in (Act.RETRY_VERIFICATION, Act.LOCK_VERIFICATION):
        row.identity_failures += 1
