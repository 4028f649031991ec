"""Turns: decided, then finished."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.domain.trace import Trace
from service.identifiers import new_id
from service.records.models import CaseRow, ConversationRow, TurnRow


def canonical_json(trace: Trace) -> str:
    """One spelling only, so that its hash means something: sorted keys, no spaces, sorted sets."""
    return json.dumps(_ordered(trace.model_dump()), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _ordered(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _ordered(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(str(item) for item in value)
    if isinstance(value, list | tuple):
        return [_ordered(item) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)


def turn_for_message(session: Session, message_id: str) -> TurnRow | None:
    return session.scalar(select(TurnRow).where(TurnRow.inbound_id == message_id))


def opening_turn(session: Session, conversation_id: str) -> TurnRow | None:
    return session.scalar(select(TurnRow).where(TurnRow.conversation_id == conversation_id, TurnRow.number == 0))


def turns_of(session: Session, conversation_id: str) -> Sequence[TurnRow]:
    return session.scalars(
        select(TurnRow).where(TurnRow.conversation_id == conversation_id).order_by(TurnRow.number)
    ).all()


def open_case(session: Session, conversation: ConversationRow, turn: TurnRow, kind: str, reason: str) -> None:
    """Put something before a person; a turn opens one case of a kind only."""
    session.add(
        CaseRow(
            id=new_id("cas"),
            conversation_id=conversation.id,
            turn_id=turn.id,
            kind=kind,
            reason=reason[:200],
            status="open",
            created_at=turn.created_at,
        )
    )
    session.flush()
