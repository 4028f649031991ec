"""Every borrower's wrapped data key, in batches: what a rotation goes through."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from service.records.models import BorrowerRow


@dataclass(frozen=True)
class StoredKey:
    """A borrower's wrapped data key."""

    borrower_id: str
    wrapped: bytes


def count_keys(session: Session) -> int:
    """How many borrowers have a data key."""
    return session.scalar(select(func.count()).select_from(BorrowerRow).where(BorrowerRow.data_key.is_not(None))) or 0


def keys_after(session: Session, borrower_id: str, limit: int) -> list[StoredKey]:
    """The next data keys in the order of the borrowers' ids."""
    rows = session.execute(
        select(BorrowerRow.id, BorrowerRow.data_key)
        .where(BorrowerRow.id > borrower_id, BorrowerRow.data_key.is_not(None))
        .order_by(BorrowerRow.id)
        .limit(limit)
    )
    return [StoredKey(identifier, wrapped) for identifier, wrapped in rows if wrapped is not None]


def replace_keys(session: Session, changes: Iterable[tuple[StoredKey, bytes]]) -> int:
    """Put new wrapped keys in place of those that still stand as they were read; how many did.

    A borrower who was erased in between stays erased.
    """
    rows = [{"of": before.borrower_id, "old": before.wrapped, "new": wrapped} for before, wrapped in changes]
    if not rows:
        return 0
    table = BorrowerRow.__table__
    same = (table.c.id == bindparam("of"), table.c.data_key == bindparam("old"))
    # All of a batch in one call: a statement a row takes six times as long.
    done = session.connection().execute(update(BorrowerRow).where(*same).values(data_key=bindparam("new")), rows)
    return done.rowcount
