"""What the console shows, from the records: traces and redacted texts. An original only with a reason on record."""

from __future__ import annotations

import hashlib

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from service.domain.money import Money
from service.domain.trace import Trace
from service.domain.vocabulary import Act
from service.program import Foundation
from service.reasons import ReasonRefused
from service.records.keys import find_key, redeem_login_code
from service.records.models import AccountRow, ApiKeyRow, AuditRow, ConversationRow, MessageRow, RevealRow, TurnRow
from service.records.quotes import accepted_quote
from service.records.reveals import reveals_of
from service.records.turns import turns_of
from service.revealing import NoSuchMessage, OriginalGone, Revealer
from service.review import (
    ConversationDetail,
    ConversationFilter,
    Original,
    Page,
    RevealRecord,
    RevealRefused,
    Reviewer,
    TurnRecord,
)
from service.review import ConversationRow as ListedConversation

# A reviewer who came with a one-time code has no key; the signed session that the code opened is enough.
_BY_CODE = "code:"


class RecordsConsole:
    """The console's source over the database."""

    def __init__(self, foundation: Foundation) -> None:
        self._database, self._clock = foundation.database, foundation.clock
        self._revealer = Revealer(foundation.database, foundation.vault, foundation.clock)

    def list_conversations(self, wanted: ConversationFilter, /) -> Page:
        with self._database.reading() as session:
            matching = _matching(wanted)
            total = session.scalar(select(func.count()).select_from(matching.subquery())) or 0
            rows = session.scalars(
                matching.order_by(func.coalesce(ConversationRow.last_message_at, ConversationRow.created_at).desc())
                .limit(wanted.page_size)
                .offset((wanted.page - 1) * wanted.page_size)
            ).all()
            listed = tuple(_listed(session, row) for row in rows)
            known = select(AccountRow.jurisdiction).distinct().order_by(AccountRow.jurisdiction)
            return Page(
                rows=listed,
                total=total,
                page=wanted.page,
                page_size=wanted.page_size,
                jurisdictions=tuple(session.scalars(known)),
            )

    def conversation(self, conversation_id: str, /) -> ConversationDetail | None:
        with self._database.reading() as session:
            row = session.get(ConversationRow, conversation_id)
            if row is None:
                return None
            turns = tuple(_turn(session, turn) for turn in turns_of(session, row.id) if turn.trace is not None)
            return ConversationDetail(
                row=_listed(session, row),
                channel=row.channel,
                product=row.account.product,
                owed=Money(amount=row.account.balance, currency=row.account.currency),
                days_past_due=row.account.days_past_due,
                plan=accepted_quote(session, row.id),
                erased_at=row.erased_at,
                reveals=tuple(_reveal(one) for one in reveals_of(session, row.id)),
                turns=turns,
            )

    def reveal(
        self, conversation_id: str, message_id: str, reviewer: Reviewer, reason: str, /
    ) -> Original | RevealRefused | None:
        try:
            seen = self._revealer.reveal(conversation_id, message_id, reviewer.id, reviewer.name, reason)
        except NoSuchMessage:
            return None
        except ReasonRefused as refused:
            return RevealRefused(problem=str(refused))
        except OriginalGone as gone:
            return RevealRefused(problem=str(gone), gone=True)
        with self._database.reading() as session:
            said_in = or_(TurnRow.inbound_id == message_id, TurnRow.outbound_id == message_id)
            turn = session.scalar(select(TurnRow.number).where(said_in))
        return Original(
            message_id=message_id,
            text=seen.text,
            incoming=seen.direction == "in",
            reason=seen.reason,
            at=seen.revealed_at,
            audit_hash=seen.link_hash,
            turn=turn,
        )

    def check_login(self, key: str, /) -> Reviewer | None:
        with self._database.reading() as session:
            found = find_key(session, key)
        return None if found is None or found.role != "reviewer" else Reviewer(id=found.id, name=found.name)

    def redeem_code(self, code: str, /) -> Reviewer | None:
        with self._database.writing() as session:
            name = redeem_login_code(session, code, self._clock())
        return None if name is None else Reviewer(id=_BY_CODE + name, name=name)

    def is_active(self, reviewer_id: str, /) -> bool:
        if reviewer_id.startswith(_BY_CODE):
            return True
        with self._database.reading() as session:
            key = session.get(ApiKeyRow, reviewer_id)
            return key is not None and key.revoked_at is None and key.role == "reviewer"


def _matching(wanted: ConversationFilter) -> Select[tuple[ConversationRow]]:
    query = select(ConversationRow).join(AccountRow, AccountRow.id == ConversationRow.account_id)
    if wanted.state is not None:
        query = query.where(ConversationRow.state == wanted.state)
    if wanted.language is not None:
        query = query.where(ConversationRow.language == wanted.language)
    if wanted.jurisdiction:
        query = query.where(AccountRow.jurisdiction == wanted.jurisdiction)
    if wanted.query:
        query = query.where(ConversationRow.id.startswith(wanted.query, autoescape=True))
    return query


def _listed(session: Session, row: ConversationRow) -> ListedConversation:
    last_act = session.scalar(
        select(MessageRow.act)
        .where(MessageRow.conversation_id == row.id, MessageRow.direction == "out")
        .order_by(MessageRow.sequence.desc())
        .limit(1)
    )
    stopped = session.scalar(
        select(func.coalesce(func.sum(TurnRow.stopped_drafts), 0)).where(TurnRow.conversation_id == row.id)
    )
    return ListedConversation.model_validate(
        {
            "id": row.id,
            "state": row.state,
            "borrower": f"#{hashlib.sha256(row.borrower_id.encode()).hexdigest()[:6].upper()}",
            "creditor": row.account.creditor,
            "language": row.language,
            "jurisdiction": row.account.jurisdiction,
            "last_act": Act(last_act) if last_act else None,
            "last_at": row.last_message_at,
            "created_at": row.created_at,
            "turns": row.turns_taken,
            "held": int(row.held),
            "blocked": int(stopped or 0),
        }
    )


def _reveal(row: RevealRow) -> RevealRecord:
    return RevealRecord(message_id=row.message_id, reviewer=row.reviewer_name, reason=row.reason, at=row.created_at)


def _turn(session: Session, turn: TurnRow) -> TurnRecord:
    inbound = session.get(MessageRow, turn.inbound_id) if turn.inbound_id else None
    outbound = session.get(MessageRow, turn.outbound_id) if turn.outbound_id else None
    link = session.scalar(select(AuditRow).where(AuditRow.kind == "turn", AuditRow.subject_id == turn.id))
    return TurnRecord(
        trace=Trace.model_validate_json(turn.trace or ""),
        received_at=inbound.created_at if inbound is not None else None,
        sent_at=outbound.created_at if outbound is not None else None,
        delivered_at=outbound.delivered_at if outbound is not None else None,
        audit_hash=link.hash if link is not None else None,
        audit_previous=link.previous_hash if link is not None else None,
    )
