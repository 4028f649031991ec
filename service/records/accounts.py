"""Accounts and borrowers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.domain.account import Account, AccountImport
from service.records.models import AccountRow, BorrowerRow

_CLOSED = frozenset({"closed", "settled", "paid", "paid_off", "written_off", "recalled"})


class BorrowerErased(Exception):
    """What was asked for needs personal data of a borrower who was erased.

    Args:
        erased_at: when; None where nobody wrote it down.
    """

    def __init__(self, borrower_id: str, erased_at: datetime | None) -> None:
        self.borrower_id, self.erased_at = borrower_id, erased_at
        on = f" on {erased_at:%Y-%m-%d %H:%M} UTC" if erased_at is not None else ""
        super().__init__(f"borrower {borrower_id!r} was erased{on}")


def upsert_account(session: Session, incoming: AccountImport, data_key: bytes, now: datetime) -> bool:
    """Store an account and its borrower, without the personal data; True when the account is new.

    Args:
        data_key: wrapped key for a borrower that is not known yet, or was erased and comes back (`needs_key`).
    Raises:
        BorrowerErased: the borrower was erased and, as far as the import says, did not agree since then to begin anew.
    """
    borrower = session.get(BorrowerRow, incoming.borrower.id)
    if borrower is None:
        borrower = BorrowerRow(id=incoming.borrower.id, data_key=data_key, created_at=now, erased_at=None)
        session.add(borrower)
    elif borrower.data_key is None:
        if not data_key or not _begins_anew(incoming, borrower):
            raise BorrowerErased(borrower.id, borrower.erased_at)
        borrower.data_key, borrower.erased_at = data_key, None
    session.flush()
    row = session.get(AccountRow, incoming.id)
    is_new = row is None
    if row is None:
        row = AccountRow(id=incoming.id, created_at=now)
        session.add(row)
    _fill(row, incoming, now)
    session.flush()
    return is_new


def _begins_anew(incoming: AccountImport, borrower: BorrowerRow) -> bool:
    """An agreement counts only when it is later than the erasure: a file that repeats an old one undoes nothing."""
    if incoming.new_start_at is None:
        return False
    return borrower.erased_at is None or incoming.new_start_at > borrower.erased_at


def needs_key(session: Session, borrower_id: str) -> bool:
    """Whether a borrower has no data key: not known yet, or erased."""
    return wrapped_key(session, borrower_id) is None


def refuse_erased(session: Session, borrower_id: str) -> None:
    """Raise BorrowerErased when the borrower is known and has no key any more."""
    row = session.get(BorrowerRow, borrower_id)
    if row is not None and row.data_key is None:
        raise BorrowerErased(row.id, row.erased_at)


def find_account(session: Session, account_id: str) -> Account | None:
    """The account; None when there is none, or retention took its figures away."""
    row = session.get(AccountRow, account_id)
    return None if row is None or row.expired_at is not None else account_of(row)


def account_of(row: AccountRow) -> Account:
    """The ledger facts of a stored account."""
    return Account.model_validate(
        {name: getattr(row, name) for name in Account.model_fields if name != "flags"} | {"flags": frozenset(row.flags)}
    )


def wrapped_key(session: Session, borrower_id: str) -> bytes | None:
    """The borrower's wrapped data key, or None when the person was erased or never known."""
    return session.scalar(select(BorrowerRow.data_key).where(BorrowerRow.id == borrower_id))


def wrapped_key_to_seal_with(session: Session, borrower_id: str) -> bytes | None:
    """The wrapped data key, which nobody can destroy before this transaction ends.

    On PostgreSQL an erasure waits for this transaction, or this one for the erasure and then finds no key; on SQLite
    two writers never run side by side.
    """
    query = select(BorrowerRow.data_key).where(BorrowerRow.id == borrower_id)
    return session.scalar(query.with_for_update(read=True, key_share=True))


def _fill(row: AccountRow, incoming: AccountImport, now: datetime) -> None:
    copied = set(Account.model_fields) - {"id", "borrower_id", "flags", "timezone"}
    for name in copied:
        setattr(row, name, getattr(incoming, name))
    row.borrower_id = incoming.borrower.id
    row.timezone = incoming.borrower.timezone
    row.flags = sorted(incoming.flags)
    row.updated_at, row.expired_at = now, None
    row.closed_at = (row.closed_at or now) if is_closed(incoming.balance, incoming.flags) else None


def is_closed(balance: Decimal, flags: Iterable[str]) -> bool:
    """Whether an account is over: nothing is owed, or its creditor says so with a flag."""
    return balance == 0 or any(flag.strip().lower() in _CLOSED for flag in flags)
