"""What of an account falls under retention, by kind: counted, and deleted. The audit chain is never touched."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, String, cast, delete, func, select, update
from sqlalchemy.orm import Session

from service.domain.retention import DataKind
from service.domain.vocabulary import State
from service.records.audit import TRACES_EXPIRED, append_link
from service.records.conversations import locked
from service.records.models import (
    AccountRow,
    AuditRow,
    CaseRow,
    ConversationRow,
    InstalmentRow,
    MessageRow,
    PlanRow,
    QuoteRow,
    TurnRow,
    VaultRow,
)


@dataclass(frozen=True)
class Scope:
    """What is looked at.

    Args:
        before: of idempotency keys, only those stored before this moment.
        with_person: of the profile, also the person and not the account's contacts alone.
    """

    account_id: str
    borrower_id: str
    before: datetime | None = None
    with_person: bool = False


@dataclass(frozen=True)
class Found:
    """How many rows, and when the oldest of them was stored."""

    rows: int
    oldest: datetime | None


def find_rows(session: Session, kind: DataKind, scope: Scope) -> Found:
    """What is still there of a kind."""
    rows = _rows(kind, scope)
    if rows is None:
        return Found(0, None)
    counted = rows.subquery()
    total, oldest = session.execute(select(func.count(), func.min(counted.c.created_at)).select_from(counted)).one()
    return Found(total, oldest)


def delete_rows(session: Session, kind: DataKind, scope: Scope, now: datetime) -> None:
    """Delete what `find_rows` finds; doing it again changes nothing."""
    rows = _rows(kind, scope)
    if rows is None:
        return
    ids = select(rows.subquery().c.id)
    match kind:
        case DataKind.TRACES:
            _delete_traces(session, scope, now)
        case DataKind.ACCOUNTS:
            _delete_figures(session, scope, now)
        case DataKind.IDEMPOTENCY_KEYS:
            _run(session, update(MessageRow).where(MessageRow.id.in_(ids)).values(client_message_id=None))
        case _:
            _run(session, delete(VaultRow).where(VaultRow.id.in_(ids)))


def _rows(kind: DataKind, scope: Scope) -> Select[Any] | None:
    conversations = select(ConversationRow.id).where(ConversationRow.account_id == scope.account_id)
    sealed = select(VaultRow.id, VaultRow.created_at)
    is_sensitive = cast(MessageRow.sensitive, String) != "[]"
    messages = select(MessageRow.id).where(MessageRow.conversation_id.in_(conversations))
    match kind:
        case DataKind.MESSAGE_ORIGINALS:
            return sealed.where(VaultRow.kind == "message", VaultRow.subject_id.in_(messages.where(~is_sensitive)))
        case DataKind.SENSITIVE_MESSAGES:
            return sealed.where(VaultRow.kind == "message", VaultRow.subject_id.in_(messages.where(is_sensitive)))
        case DataKind.PSEUDONYM_TABLES:
            return sealed.where(VaultRow.kind == "pseudonyms", VaultRow.subject_id.in_(conversations))
        case DataKind.PROFILE:
            subjects = [f"{scope.account_id}/contacts", *([scope.borrower_id] if scope.with_person else [])]
            return sealed.where(VaultRow.kind == "profile", VaultRow.subject_id.in_(subjects))
        case DataKind.TRACES:
            told = TurnRow.trace.is_not(None) | TurnRow.decided.is_not(None)
            return select(TurnRow.id, TurnRow.created_at).where(TurnRow.conversation_id.in_(conversations), told)
        case DataKind.ACCOUNTS:
            one = select(AccountRow.id, AccountRow.created_at).where(AccountRow.id == scope.account_id)
            return one.where(AccountRow.expired_at.is_(None))
        case DataKind.IDEMPOTENCY_KEYS:
            keyed = messages.where(MessageRow.client_message_id.is_not(None)).add_columns(MessageRow.created_at)
            return keyed if scope.before is None else keyed.where(MessageRow.created_at < scope.before)
        case DataKind.AUDIT_LINKS:
            return None


def _delete_traces(session: Session, scope: Scope, now: datetime) -> None:
    """The redacted record goes; a link says so, which names what it covered by the hashes that stay."""
    turns = _rows(DataKind.TRACES, scope)
    assert turns is not None  # noqa: S101
    listed = select(TurnRow.conversation_id).where(TurnRow.id.in_(select(turns.subquery().c.id))).distinct()
    for conversation_id in session.scalars(listed).all():
        conversation = locked(session, conversation_id)
        links = session.execute(
            select(AuditRow.subject_id, AuditRow.content_hash)
            .where(AuditRow.conversation_id == conversation_id, AuditRow.kind == "turn")
            .order_by(AuditRow.position)
        )
        covered = json.dumps([[turn, content] for turn, content in links], separators=(",", ":"))
        append_link(session, conversation, TRACES_EXPIRED, conversation_id, covered, now)
        here = TurnRow.conversation_id == conversation_id
        _run(session, update(TurnRow).where(here).values(trace=None, decided=None))
        _run(session, update(MessageRow).where(MessageRow.conversation_id == conversation_id).values(text=None))
        heard: dict[str, Any] = {"hardship": [], "affordable": None, "cadence": None}
        _run(session, update(ConversationRow).where(ConversationRow.id == conversation_id).values(heard))


def _delete_figures(session: Session, scope: Scope, now: datetime) -> None:
    """Figures, quotes, plans and cases go; what stays of an account is its id, its creditor and its place.

    Its conversations are closed and their links stop working: nobody may be told that nothing is owed.
    """
    conversations = select(ConversationRow.id).where(ConversationRow.account_id == scope.account_id)
    plans = select(PlanRow.id).where(PlanRow.account_id == scope.account_id)
    _run(session, delete(InstalmentRow).where(InstalmentRow.plan_id.in_(plans)))
    _run(session, delete(PlanRow).where(PlanRow.account_id == scope.account_id))
    _run(session, delete(QuoteRow).where(QuoteRow.account_id == scope.account_id))
    _run(session, delete(CaseRow).where(CaseRow.conversation_id.in_(conversations)))
    closed = {"state": State.CLOSED.value, "token_version": ConversationRow.token_version + 1}
    _run(session, update(ConversationRow).where(ConversationRow.account_id == scope.account_id).values(closed))
    emptied: dict[str, Any] = {
        "balance": Decimal(0), "principal": None, "interest": None, "fees": None, "days_past_due": 0, "opened_on": None,
        "last_payment_on": None, "time_barred": None, "flags": [], "timezone": None, "expired_at": now,
    }  # fmt: skip
    _run(session, update(AccountRow).where(AccountRow.id == scope.account_id).values(emptied))


def _run(session: Session, statement: Any) -> None:
    session.execute(statement, execution_options={"synchronize_session": False})
