"""The life of accounts, as far as retention counts from it: when what last happened, and what holds everything back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.domain.region import canonical_region
from service.domain.retention import CountsFrom
from service.records.models import (
    AccountRow,
    BorrowerRow,
    CaseRow,
    ConversationRow,
    InstalmentRow,
    MessageRow,
    PlanRow,
)

_HOLDING_FLAGS = {
    "legal_hold": "legal_hold", "disputed": "dispute", "dispute": "dispute", "identity_theft": "dispute",
    "complaint": "complaint",
}  # fmt: skip
_HOLDING_CASES = {"dispute": "dispute", "identity_theft": "dispute", "complaint": "complaint"}
# A message that is younger than this and unanswered or undelivered is still on its way, and needs its original.
_ON_ITS_WAY = timedelta(days=30)


@dataclass(frozen=True)
class Life:
    """An account as retention sees it.

    Args:
        place: its region as rule packs spell it.
        events: the days that retention may count from.
        hold: why nothing of its borrower may be deleted: legal_hold, dispute, complaint, waiting; None: nothing.
    """

    account_id: str
    borrower_id: str
    jurisdiction: str
    place: str | None
    creditor: str
    events: Mapping[CountsFrom, date]
    hold: str | None


def lock_borrowers(session: Session, borrower_ids: Sequence[str]) -> None:
    """Hold these borrowers until the transaction ends: nothing new is sealed for them meanwhile."""
    session.execute(select(BorrowerRow.id).where(BorrowerRow.id.in_(borrower_ids)).with_for_update())


def borrowers_after(session: Session, after: str, limit: int) -> list[str]:
    """The next borrowers in the order of their ids; "" begins at the first."""
    query = select(BorrowerRow.id).where(BorrowerRow.id > after).order_by(BorrowerRow.id).limit(limit)
    return list(session.scalars(query))


def lives_of(session: Session, borrower_ids: Sequence[str], now: datetime) -> list[Life]:
    """All accounts of these borrowers. What holds one account of a person back holds all of them."""
    theirs = select(AccountRow).where(AccountRow.borrower_id.in_(borrower_ids))
    accounts = session.scalars(theirs.order_by(AccountRow.borrower_id, AccountRow.id)).all()
    active = _last_activity(session, accounts)
    ends = _plan_ends(session, borrower_ids)
    holds = _holds(session, borrower_ids, accounts, now)
    return [_life(row, active[row.id], ends.get(row.id), holds.get(row.borrower_id)) for row in accounts]


def _life(row: AccountRow, active: datetime, plan_end: date | None, hold: str | None) -> Life:
    last = active.astimezone(UTC).date()
    closed = row.closed_at.astimezone(UTC).date() if row.closed_at is not None else last
    return Life(
        account_id=row.id,
        borrower_id=row.borrower_id,
        jurisdiction=row.jurisdiction,
        place=canonical_region(row.region, row.jurisdiction),
        creditor=row.creditor,
        events={"last_activity": last, "account_closed": closed, "plan_finished": plan_end or closed},
        hold=hold,
    )


def _last_activity(session: Session, accounts: Sequence[AccountRow]) -> dict[str, datetime]:
    """When an account was last imported, talked about, or written to."""
    active = {row.id: row.updated_at for row in accounts}
    found = session.execute(
        select(
            ConversationRow.account_id,
            func.max(ConversationRow.created_at),
            func.max(MessageRow.created_at),
            func.max(MessageRow.delivered_at),
        )
        .outerjoin(MessageRow, MessageRow.conversation_id == ConversationRow.id)
        .where(ConversationRow.account_id.in_(active))
        .group_by(ConversationRow.account_id)
    )
    for account_id, *moments in found:
        active[account_id] = max(active[account_id], *(moment for moment in moments if moment is not None))
    return active


def _plan_ends(session: Session, borrower_ids: Sequence[str]) -> dict[str, date]:
    found = session.execute(
        select(PlanRow.account_id, func.max(InstalmentRow.due_on))
        .join(InstalmentRow, InstalmentRow.plan_id == PlanRow.id)
        .join(AccountRow, AccountRow.id == PlanRow.account_id)
        .where(AccountRow.borrower_id.in_(borrower_ids))
        .group_by(PlanRow.account_id)
    )
    return {row[0]: row[1] for row in found}


def _holds(
    session: Session, borrower_ids: Sequence[str], accounts: Iterable[AccountRow], now: datetime
) -> dict[str, str]:
    """Why a borrower's data must stay; a legal hold is named before a dispute, a dispute before a complaint."""
    found: dict[str, set[str]] = {}
    for row in accounts:
        reasons = {_HOLDING_FLAGS.get(str(flag).strip().lower(), "") for flag in row.flags} - {""}
        found.setdefault(row.borrower_id, set()).update(reasons)
    theirs = select(ConversationRow.borrower_id).where(ConversationRow.borrower_id.in_(borrower_ids))
    cases = theirs.add_columns(CaseRow.kind).join(CaseRow, CaseRow.conversation_id == ConversationRow.id)
    opened = cases.where(CaseRow.status == "open", CaseRow.kind.in_(_HOLDING_CASES))
    pauses = theirs.add_columns(ConversationRow.pause_reason).where(ConversationRow.pause_reason.in_(_HOLDING_CASES))
    for query in (opened, pauses):
        for borrower_id, about in session.execute(query.distinct()):
            found[borrower_id].add(_HOLDING_CASES[about])
    waiting = select(MessageRow.borrower_id).where(
        MessageRow.borrower_id.in_(borrower_ids),
        MessageRow.status.in_(("received", "queued")),
        MessageRow.created_at > now - _ON_ITS_WAY,
    )
    for borrower_id in session.scalars(waiting.distinct()):
        found[borrower_id].add("waiting")
    order = ("legal_hold", "dispute", "complaint", "waiting")
    return {borrower: next(one for one in order if one in reasons) for borrower, reasons in found.items() if reasons}
