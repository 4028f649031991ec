"""Accounts and borrowers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from service.domain.account import Account, AccountImport
from service.records.models import AccountRow, BorrowerRow

_CLOSED = frozenset({"closed", "settled", "paid", "paid_off", "written_off", "recalled"})


def upsert_account(session: Session, incoming: AccountImport, data_key: bytes, now: datetime) -> bool:
    """Store an account and its borrower, without the personal data; True when the account is new.

    Args:
        data_key: wrapped key for a borrower that is not known yet (or was erased and comes back).
    """
    borrower = session.get(BorrowerRow, incoming.borrower.id)
    if borrower is None:
        borrower = BorrowerRow(id=incoming.borrower.id, data_key=data_key, created_at=now, erased_at=None)
        session.add(borrower)
    elif borrower.data_key is None:
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
    row = session.get(BorrowerRow, borrower_id)
    return None if row is None else row.data_key


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
