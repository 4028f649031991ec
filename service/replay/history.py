"""The stored turns, newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import AwareDatetime, ValidationError
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from service.domain.account import Account
from service.domain.base import Value
from service.domain.trace import Trace
from service.domain.vocabulary import Language
from service.heard import zone_of
from service.linguistics.language import detect_language
from service.records.accounts import account_of
from service.records.models import AccountRow, ConversationRow, MessageRow, TurnRow

_PAGE = 200


class Filters(Value):
    """Which turns are judged again.

    Args:
        since: only turns from this moment on.
        jurisdiction: only accounts of this one.
        limit: at most so many turns, the newest.
    """

    since: AwareDatetime | None = None
    jurisdiction: str | None = None
    limit: int | None = None


@dataclass(frozen=True)
class StoredTurn:
    """A turn as the records hold it.

    Args:
        language: of its drafts.
        account: as it stands today.
        account_changed: whether the account was written after the turn began, so that it may have differed then.
        moments: when the turn began and when it ended (another day, where it was taken up again after a failure).
    """

    trace: Trace
    borrower_id: str
    language: Language
    account: Account
    account_changed: bool
    moments: tuple[datetime, datetime]


def count_turns(session: Session, filters: Filters) -> int:
    """How many turns `stored_turns` will give."""
    total = session.scalar(_matching(select(func.count(TurnRow.id)), filters)) or 0
    return total if filters.limit is None else min(total, filters.limit)


def count_without_turn(session: Session, filters: Filters) -> int:
    """Messages that left without the record of a turn (a person wrote them): nothing says what they were judged in."""
    query = (
        select(func.count(MessageRow.id))
        .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .join(AccountRow, AccountRow.id == ConversationRow.account_id)
        .outerjoin(TurnRow, TurnRow.outbound_id == MessageRow.id)
        .where(MessageRow.direction == "out", TurnRow.id.is_(None))
    )
    if filters.since is not None:
        query = query.where(MessageRow.created_at >= filters.since)
    if filters.jurisdiction is not None:
        query = query.where(AccountRow.jurisdiction == filters.jurisdiction)
    return session.scalar(query) or 0


def stored_turns(session: Session, filters: Filters) -> Iterator[StoredTurn | None]:
    """The finished turns that the filters let through; None for one whose record this version cannot read.

    Identifiers sort by time, so the key itself pages.
    """
    left, before = filters.limit, None
    while left is None or left > 0:
        query = _matching(select(TurnRow, AccountRow, MessageRow.language, ConversationRow.language), filters)
        query = query.outerjoin(MessageRow, MessageRow.id == TurnRow.outbound_id).order_by(TurnRow.id.desc())
        if before is not None:
            query = query.where(TurnRow.id < before)
        page = session.execute(query.limit(_PAGE if left is None else min(left, _PAGE))).all()
        if not page:
            return
        for turn, account, spoken, last_spoken in page:
            yield _stored(turn, account, spoken, last_spoken)
        before = page[-1][0].id
        left = None if left is None else left - len(page)
        session.expunge_all()  # a page is read once; the session would keep them all


def local_day(moment: datetime, account: Account) -> date:
    """The calendar day where the borrower is."""
    return moment.astimezone(zone_of(account.timezone)).date()


def _matching(query: Select[Any], filters: Filters) -> Select[Any]:
    query = (
        query.join(ConversationRow, ConversationRow.id == TurnRow.conversation_id)
        .join(AccountRow, AccountRow.id == ConversationRow.account_id)
        .where(TurnRow.trace.is_not(None))
    )
    if filters.since is not None:
        query = query.where(TurnRow.created_at >= filters.since)
    if filters.jurisdiction is not None:
        query = query.where(AccountRow.jurisdiction == filters.jurisdiction)
    return query


def _stored(turn: TurnRow, account: AccountRow, spoken: Language | None, last_spoken: Language) -> StoredTurn | None:
    try:
        trace = Trace.model_validate_json(turn.trace or "")
    except ValidationError:
        return None
    drafted = trace.attempts[-1].draft.text if trace.attempts else ""
    return StoredTurn(
        trace=trace,
        borrower_id=turn.borrower_id,
        language=spoken or detect_language(drafted) or last_spoken,
        account=account_of(account),
        account_changed=account.updated_at > turn.created_at,
        moments=(turn.created_at, turn.finished_at or turn.created_at),
    )
