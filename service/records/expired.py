"""What of an account falls under retention, by kind: counted, and deleted. The audit chain is never touched."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
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


def find_rows(session: Session, kind: DataKind, scopes: Sequence[Scope]) -> dict[str, Found]:
    """What is still there of a kind, by account; accounts that have nothing of it are left out."""
    found: dict[str, Found] = {}
    for rows in _rows(kind, scopes):
        counted = rows.subquery()
        by_account = counted.c.account_id
        query = select(by_account, func.count(), func.min(counted.c.created_at)).group_by(by_account)
        for account_id, total, oldest in session.execute(query):
            known = found.get(account_id, Found(0, None))
            found[account_id] = Found(known.rows + total, min(filter(None, (known.oldest, oldest)), default=None))
    return found


def delete_rows(session: Session, kind: DataKind, scopes: Sequence[Scope], now: datetime) -> None:
    """Delete what `find_rows` finds; doing it again changes nothing."""
    for rows in _rows(kind, scopes):
        ids = select(rows.subquery().c.id)
        match kind:
            case DataKind.TRACES:
                _delete_traces(session, ids, now)
            case DataKind.ACCOUNTS:
                _delete_figures(session, list(session.scalars(ids)), now)
            case DataKind.IDEMPOTENCY_KEYS:
                _run(session, update(MessageRow).where(MessageRow.id.in_(ids)).values(client_message_id=None))
            case _:
                _run(session, delete(VaultRow).where(VaultRow.id.in_(ids)))


def _rows(kind: DataKind, scopes: Sequence[Scope]) -> Iterator[Select[Any]]:
    """Queries for id, account and time of every row of a kind."""
    accounts = [scope.account_id for scope in scopes]
    here = ConversationRow.account_id.in_(accounts)
    sealed = select(VaultRow.id, ConversationRow.account_id, VaultRow.created_at)
    of_message = sealed.join(MessageRow, MessageRow.id == VaultRow.subject_id).join(
        ConversationRow, ConversationRow.id == MessageRow.conversation_id
    )
    is_sensitive = cast(MessageRow.sensitive, String) != "[]"
    match kind:
        case DataKind.MESSAGE_ORIGINALS:
            yield of_message.where(VaultRow.kind == "message", here, ~is_sensitive)
        case DataKind.SENSITIVE_MESSAGES:
            yield of_message.where(VaultRow.kind == "message", here, is_sensitive)
        case DataKind.PSEUDONYM_TABLES:
            of_talk = sealed.join(ConversationRow, ConversationRow.id == VaultRow.subject_id)
            yield of_talk.where(VaultRow.kind == "pseudonyms", here)
        case DataKind.PROFILE:
            yield from _profiles(scopes)
        case DataKind.TRACES:
            turns = select(TurnRow.id, ConversationRow.account_id, TurnRow.created_at)
            told = TurnRow.trace.is_not(None) | TurnRow.decided.is_not(None)
            yield turns.join(ConversationRow, ConversationRow.id == TurnRow.conversation_id).where(here, told)
        case DataKind.ACCOUNTS:
            rows = select(AccountRow.id, AccountRow.id.label("account_id"), AccountRow.created_at)
            yield rows.where(AccountRow.id.in_(accounts), AccountRow.expired_at.is_(None))
        case DataKind.IDEMPOTENCY_KEYS:
            yield from _keys(scopes)
        case DataKind.AUDIT_LINKS:
            return


def _profiles(scopes: Sequence[Scope]) -> Iterator[Select[Any]]:
    rows = select(VaultRow.id, AccountRow.id.label("account_id"), VaultRow.created_at).where(VaultRow.kind == "profile")
    contacts = rows.join(AccountRow, VaultRow.subject_id == AccountRow.id + "/contacts")
    yield contacts.where(AccountRow.id.in_([scope.account_id for scope in scopes]))
    persons = rows.join(AccountRow, VaultRow.subject_id == AccountRow.borrower_id)
    yield persons.where(AccountRow.id.in_([scope.account_id for scope in scopes if scope.with_person]))


def _keys(scopes: Sequence[Scope]) -> Iterator[Select[Any]]:
    rows = select(MessageRow.id, ConversationRow.account_id, MessageRow.created_at)
    keyed = rows.join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
    for before in {scope.before for scope in scopes}:
        here = ConversationRow.account_id.in_([scope.account_id for scope in scopes if scope.before == before])
        old = keyed.where(here, MessageRow.client_message_id.is_not(None))
        yield old if before is None else old.where(MessageRow.created_at < before)


def _delete_traces(session: Session, turns: Select[Any], now: datetime) -> None:
    """The redacted record goes; a link says so, which names what it covered by the hashes that stay."""
    listed = select(TurnRow.conversation_id).where(TurnRow.id.in_(turns)).distinct().order_by(TurnRow.conversation_id)
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


def _delete_figures(session: Session, accounts: list[str], now: datetime) -> None:
    """Figures, quotes, plans and cases go; what stays of an account is its id, its creditor and its place.

    Its conversations are closed and their links stop working: nobody may be told that nothing is owed.
    """
    conversations = select(ConversationRow.id).where(ConversationRow.account_id.in_(accounts))
    plans = select(PlanRow.id).where(PlanRow.account_id.in_(accounts))
    _run(session, delete(InstalmentRow).where(InstalmentRow.plan_id.in_(plans)))
    _run(session, delete(PlanRow).where(PlanRow.account_id.in_(accounts)))
    _run(session, delete(QuoteRow).where(QuoteRow.account_id.in_(accounts)))
    _run(session, delete(CaseRow).where(CaseRow.conversation_id.in_(conversations)))
    closed = {"state": State.CLOSED.value, "token_version": ConversationRow.token_version + 1}
    _run(session, update(ConversationRow).where(ConversationRow.account_id.in_(accounts)).values(closed))
    emptied: dict[str, Any] = {
        "balance": Decimal(0), "principal": None, "interest": None, "fees": None, "days_past_due": 0, "opened_on": None,
        "last_payment_on": None, "time_barred": None, "flags": [], "timezone": None, "expired_at": now,
    }  # fmt: skip
    _run(session, update(AccountRow).where(AccountRow.id.in_(accounts)).values(emptied))


def _run(session: Session, statement: Any) -> None:
    session.execute(statement, execution_options={"synchronize_session": False})
