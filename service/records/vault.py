"""The vault's rows: sealed bytes by kind and subject. Sealing and opening happen elsewhere."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.identifiers import new_id
from service.records.models import VaultRow

VaultKind = Literal["profile", "message", "pseudonyms"]


def put_sealed(
    session: Session, *, borrower_id: str, kind: VaultKind, subject_id: str, sealed: bytes, now: datetime
) -> None:
    """Store or replace what is kept of this kind about this subject."""
    row = session.scalar(select(VaultRow).where(VaultRow.kind == kind, VaultRow.subject_id == subject_id))
    if row is None:
        session.add(
            VaultRow(
                id=new_id("vlt"),
                borrower_id=borrower_id,
                kind=kind,
                subject_id=subject_id,
                sealed=sealed,
                created_at=now,
            )
        )
    else:
        row.sealed = sealed


def find_sealed(session: Session, kind: VaultKind, subject_ids: list[str]) -> dict[str, bytes]:
    """Sealed bytes by subject id; what is not stored is left out."""
    rows = session.scalars(select(VaultRow).where(VaultRow.kind == kind, VaultRow.subject_id.in_(subject_ids)))
    return {row.subject_id: row.sealed for row in rows}
