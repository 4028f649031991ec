"""API keys and one-time login codes; only hashes are kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.identifiers import new_id
from service.records.models import ApiKeyRow, LoginCodeRow

Role = Literal["creditor", "operator", "reviewer"]
LOGIN_CODE_LIFETIME = timedelta(hours=12)


def _hash(secret: str) -> str:
    # The secrets are 256 random bits, so a plain hash cannot be guessed back; no slow hash is needed.
    return hashlib.sha256(secret.encode()).hexdigest()


def add_key(session: Session, name: str, role: Role, now: datetime) -> str:
    """A new key, returned once and never again."""
    secret = f"fbr_{role}_{secrets.token_urlsafe(32)}"
    session.add(ApiKeyRow(id=new_id("key"), name=name, role=role, key_hash=_hash(secret), created_at=now))
    return secret


def find_key(session: Session, secret: str) -> ApiKeyRow | None:
    """The key, unless it is unknown or revoked."""
    row = session.scalar(select(ApiKeyRow).where(ApiKeyRow.key_hash == _hash(secret)))
    return None if row is None or row.revoked_at is not None else row


def add_login_code(session: Session, name: str, now: datetime) -> str:
    """A code that opens the console once within 12 hours."""
    code = secrets.token_urlsafe(18)
    session.add(LoginCodeRow(code_hash=_hash(code), name=name, expires_at=now + LOGIN_CODE_LIFETIME))
    return code


def redeem_login_code(session: Session, code: str, now: datetime) -> str | None:
    """The name behind a code that is unused and in time; using it uses it up."""
    row = session.get(LoginCodeRow, _hash(code))
    if row is None or row.used_at is not None or row.expires_at < now:
        return None
    row.used_at = now
    return row.name
