"""The audit chain: each link's hash covers what it proves and the link before it, one chain a conversation."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.identifiers import new_id
from service.records.models import AuditRow, ConversationRow, ErasureRow, RevealRow, TurnRow

GENESIS = "0" * 64
# Retention took the traces of the turns before this link; their hashes stay in the turns' own links.
TRACES_EXPIRED = "traces_expired"


@dataclass(frozen=True)
class BrokenLink:
    """A place where the record is not what it was."""

    conversation_id: str
    position: int
    problem: str


def append_link(
    session: Session, conversation: ConversationRow, kind: str, subject_id: str, content: str, now: datetime
) -> AuditRow:
    """Chain `content` (canonical JSON) behind the conversation's latest link."""
    latest = session.scalar(
        select(AuditRow).where(AuditRow.conversation_id == conversation.id).order_by(AuditRow.position.desc()).limit(1)
    )
    position = 0 if latest is None else latest.position + 1
    previous = GENESIS if latest is None else latest.hash
    content_hash = hashlib.sha256(content.encode()).hexdigest()
    row = AuditRow(
        id=new_id("aud"),
        conversation_id=conversation.id,
        borrower_id=conversation.borrower_id,
        position=position,
        kind=kind,
        subject_id=subject_id,
        content_hash=content_hash,
        previous_hash=previous,
        hash=link_hash(conversation.id, position, kind, subject_id, content_hash, previous, now),
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def link_hash(
    conversation_id: str, position: int, kind: str, subject_id: str, content_hash: str, previous: str, at: datetime
) -> str:
    """sha256 over the canonical JSON of everything that a link says."""
    fields = [conversation_id, position, kind, subject_id, content_hash, previous, _moment(at)]
    return hashlib.sha256(json.dumps(fields, separators=(",", ":")).encode()).hexdigest()


def broken_links(session: Session) -> Iterator[BrokenLink]:
    """Every place where a link, its order, or the trace that it covers was altered or is missing."""
    rows = session.scalars(select(AuditRow).order_by(AuditRow.conversation_id, AuditRow.position))
    expected: dict[str, tuple[int, str]] = {}
    for row in rows.yield_per(500):
        position, previous = expected.get(row.conversation_id, (0, GENESIS))
        problem = _problem(session, row, position, previous)
        if problem:
            yield BrokenLink(row.conversation_id, row.position, problem)
        expected[row.conversation_id] = (row.position + 1, row.hash)
    yield from _without_link(session)


def _without_link(session: Session) -> Iterator[BrokenLink]:
    """What must be covered by a link and is not: a chain does not show that its last link was cut off."""
    covered = select(AuditRow.subject_id).where(AuditRow.kind == "turn")
    for turn in session.scalars(select(TurnRow).where(TurnRow.status == "finished", TurnRow.id.not_in(covered))):
        yield BrokenLink(turn.conversation_id, turn.number, "a finished turn has no link: its link was removed")
    covered = select(AuditRow.subject_id).where(AuditRow.kind == "reveal")
    for reveal in session.scalars(select(RevealRow).where(RevealRow.id.not_in(covered))):
        yield BrokenLink(reveal.conversation_id, 0, f"the reveal {reveal.id} has no link: its link was removed")
    ended = select(AuditRow.conversation_id).where(AuditRow.kind == "erased")
    for row in session.scalars(
        select(ConversationRow).where(ConversationRow.erased_at.is_not(None), ConversationRow.id.not_in(ended))
    ):
        yield BrokenLink(row.id, 0, "the erasure of the borrower has no link: its link was removed")


def _problem(session: Session, row: AuditRow, position: int, previous: str) -> str | None:
    if row.position != position:
        return f"a link is missing before position {row.position}"
    if row.previous_hash != previous:
        return "the link does not follow the one before it"
    recomputed = link_hash(
        row.conversation_id, row.position, row.kind, row.subject_id, row.content_hash, row.previous_hash, row.created_at
    )
    if recomputed != row.hash:
        return "the link itself was altered"
    if row.kind not in _COVERED:
        return None
    name, find = _COVERED[row.kind]
    content = find(session, row)
    if content is None and row.kind == "turn" and _traces_expired_after(session, row):
        return None
    if content is None:
        return f"the {name} that the link covers is missing"
    if hashlib.sha256(content.encode()).hexdigest() != row.content_hash:
        return f"the {name} that the link covers was altered"
    return None


def _trace_content(session: Session, link: AuditRow) -> str | None:
    turn = session.get(TurnRow, link.subject_id)
    return None if turn is None else turn.trace


def _reveal_content(session: Session, link: AuditRow) -> str | None:
    reveal = session.get(RevealRow, link.subject_id)
    return None if reveal is None else reveal_content(reveal)


def _erasure_content(session: Session, link: AuditRow) -> str | None:
    erasure = session.get(ErasureRow, link.subject_id)
    return None if erasure is None else erasure_content(erasure, link.conversation_id)


_COVERED: dict[str, tuple[str, Callable[[Session, AuditRow], str | None]]] = {
    "turn": ("trace of the turn", _trace_content),
    "reveal": ("reveal", _reveal_content),
    "erased": ("erasure", _erasure_content),
}


def reason_hash(reason: str) -> str:
    """What a link says of a reason: a reason may be deleted one day, and the chain stays whole."""
    return hashlib.sha256(reason.encode()).hexdigest()


def reveal_content(row: RevealRow) -> str:
    """Canonical JSON of a reveal: who saw which original, when, and why as a hash."""
    return _canonical(
        row.reason,
        reveal=row.id,
        conversation=row.conversation_id,
        message=row.message_id,
        reviewer=[row.reviewer_id, row.reviewer_name],
        reason_hash=row.reason_hash,
        at=_moment(row.created_at),
    )


def erasure_content(row: ErasureRow, conversation_id: str) -> str:
    """Canonical JSON of an erasure, for the link in one of the borrower's conversations."""
    return _canonical(
        row.reason,
        erasure=row.id,
        conversation=conversation_id,
        borrower=row.borrower_id,
        erased_by=row.erased_by,
        reason_hash=row.reason_hash,
        at=_moment(row.created_at),
    )


def _canonical(reason: str | None, **fields: object) -> str:
    # A stored reason that does not fit its hash was altered; one that was deleted leaves the hash alone.
    if reason is not None:
        fields["reason_hash"] = reason_hash(reason)
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _traces_expired_after(session: Session, row: AuditRow) -> bool:
    """Whether a later link says that the traces so far were deleted because their time was over."""
    later = select(AuditRow.id).where(
        AuditRow.conversation_id == row.conversation_id,
        AuditRow.kind == TRACES_EXPIRED,
        AuditRow.position > row.position,
    )
    return session.scalar(later.limit(1)) is not None
