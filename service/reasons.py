"""A reason that somebody gives for looking at an original, or for erasing a person: kept, but redacted first."""

from __future__ import annotations

from sqlalchemy.orm import Session

from service.linguistics.language import detect_language
from service.privacy import redact
from service.reception import MessageRefused, cleaned
from service.vault import Vault

SHORTEST_REASON = 10
LONGEST_REASON = 500


class ReasonRefused(ValueError):
    """A reason that says too little or too much. The text itself is not repeated."""


def checked_reason(text: str) -> str:
    """The reason without control characters and outer spaces.

    Raises:
        ReasonRefused: it has fewer than 10 characters or more than 500.
    """
    try:
        reason = " ".join(cleaned(text).split())
    except MessageRefused:
        reason = ""
    if len(reason) < SHORTEST_REASON:
        raise ReasonRefused(f"say in at least {SHORTEST_REASON} characters why this is needed")
    if len(reason) > LONGEST_REASON:
        raise ReasonRefused(f"a reason has at most {LONGEST_REASON} characters, not {len(reason):,}")
    return reason


def redacted_reason(
    reason: str, vault: Vault, session: Session, borrower_id: str, conversation_id: str | None = None
) -> str:
    """The reason with pseudonyms for the borrower and for whatever else looks personal in it.

    Args:
        conversation_id: whose pseudonyms to use; without it, those that a conversation begins with.
    """
    person = vault.person(session, borrower_id)
    pseudonyms = vault.pseudonyms(session, conversation_id or "", borrower_id)
    redaction, _ = redact(reason, person, pseudonyms, detect_language(reason))
    return redaction.text
