"""Everything about one person, gathered from the records and the vault."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.domain.negotiation import Decision, Quote
from service.domain.trace import Attempt, Trace
from service.domain.vocabulary import Language, Outcome
from service.export.schema import (
    Case,
    Conversation,
    Decided,
    Delivery,
    Export,
    ExportedAccount,
    Keeping,
    Link,
    Message,
    Offer,
    Payment,
    Plan,
    StoppedDraft,
)
from service.privacy import PseudonymMap
from service.records.lives import lives_of
from service.records.models import (
    AccountRow,
    AuditRow,
    BorrowerRow,
    CaseRow,
    ConversationRow,
    MessageRow,
    OutboxRow,
    PlanRow,
    QuoteRow,
    TurnRow,
)
from service.retention import RetentionBook, judged
from service.vault import Vault


class Collector:
    """Reads everything about a person in one session.

    Args:
        book: says until when each kind of data is kept.
    """

    def __init__(self, session: Session, vault: Vault, book: RetentionBook, now: datetime) -> None:
        self._session, self._vault, self._book, self._now = session, vault, book, now

    def export(self, borrower_id: str, export_id: str, language: Language | None = None) -> Export | None:
        """The export; None when nobody of this id was ever known.

        Args:
            language: of the page; that of the latest account when None.
        Raises:
            CannotDecrypt: the vault was sealed with another master key, or altered.
        """
        borrower = self._session.get(BorrowerRow, borrower_id)
        if borrower is None:
            return None
        accounts = self._accounts(borrower_id)
        latest = max(accounts, key=lambda row: row.updated_at, default=None)
        spoken: Language = "zh" if latest is not None and latest.language == "zh" else "en"
        talks = select(ConversationRow).where(ConversationRow.borrower_id == borrower_id)
        rows = self._session.scalars(talks.order_by(ConversationRow.created_at, ConversationRow.id)).unique().all()
        return Export(
            id=export_id,
            made_at=self._now,
            language=language or spoken,
            borrower_id=borrower_id,
            known_since=borrower.created_at,
            erased_at=borrower.erased_at,
            profile=self._vault.person(self._session, borrower_id),
            accounts=tuple(self._account(row) for row in accounts),
            conversations=tuple(self._conversation(row) for row in rows),
            keeping=self._keeping(borrower_id),
        )

    def _accounts(self, borrower_id: str) -> Sequence[AccountRow]:
        theirs = select(AccountRow).where(AccountRow.borrower_id == borrower_id)
        return self._session.scalars(theirs.order_by(AccountRow.created_at, AccountRow.id)).all()

    def _account(self, row: AccountRow) -> ExportedAccount:
        offered = select(QuoteRow).where(QuoteRow.account_id == row.id)
        same = set(ExportedAccount.model_fields) & set(AccountRow.__table__.columns.keys()) - {"flags"}
        return ExportedAccount.model_validate(
            {name: getattr(row, name) for name in same}
            | {
                "flags": tuple(row.flags),
                "first_imported_at": row.created_at,
                "last_imported_at": row.updated_at,
                "contacts": self._vault.contacts(self._session, row.borrower_id, row.id),
                "offers": tuple(
                    Offer(status=quote.status, issued_at=quote.issued_at, terms=Quote.model_validate_json(quote.terms))
                    for quote in self._session.scalars(offered.order_by(QuoteRow.issued_at, QuoteRow.position))
                ),
            }
        )

    def _conversation(self, row: ConversationRow) -> Conversation:
        known = self._vault.get(self._session, row.borrower_id, "pseudonyms", row.id)
        same = set(Conversation.model_fields) & set(ConversationRow.__table__.columns.keys()) - {"hardship"}
        return Conversation.model_validate(
            {name: getattr(row, name) for name in same}
            | {
                "hardship": tuple(row.hardship),
                "messages": self._messages(row),
                "decisions": self._decisions(row),
                "placeholders": {} if known is None else PseudonymMap.model_validate_json(known).originals,
                "plans": self._plans(row),
                "cases": self._cases(row),
                "audit": self._audit(row),
            }
        )

    def _messages(self, row: ConversationRow) -> tuple[Message, ...]:
        said = select(MessageRow).where(MessageRow.conversation_id == row.id).order_by(MessageRow.sequence)
        messages = self._session.scalars(said).all()
        clear = self._vault.get_all(self._session, row.borrower_id, "message", [message.id for message in messages])
        sent = select(OutboxRow).where(OutboxRow.conversation_id == row.id)
        outbox = {delivery.message_id: delivery for delivery in self._session.scalars(sent)}
        return tuple(_message(message, clear.get(message.id), outbox.get(message.id)) for message in messages)

    def _decisions(self, row: ConversationRow) -> tuple[Decided, ...]:
        turns = select(TurnRow).where(TurnRow.conversation_id == row.id).order_by(TurnRow.number)
        return tuple(_decided(turn) for turn in self._session.scalars(turns))

    def _plans(self, row: ConversationRow) -> tuple[Plan, ...]:
        agreed = select(PlanRow).where(PlanRow.conversation_id == row.id).order_by(PlanRow.agreed_at)
        return tuple(_plan(plan) for plan in self._session.scalars(agreed))

    def _cases(self, row: ConversationRow) -> tuple[Case, ...]:
        opened = select(CaseRow).where(CaseRow.conversation_id == row.id).order_by(CaseRow.created_at, CaseRow.id)
        return tuple(
            Case(id=case.id, kind=case.kind, reason=case.reason, status=case.status, opened_at=case.created_at)
            for case in self._session.scalars(opened)
        )

    def _audit(self, row: ConversationRow) -> tuple[Link, ...]:
        chain = select(AuditRow).where(AuditRow.conversation_id == row.id).order_by(AuditRow.position)
        return tuple(
            Link(
                position=link.position, kind=link.kind, subject_id=link.subject_id, hash=link.hash,
                previous_hash=link.previous_hash, at=link.created_at,
            )
            for link in self._session.scalars(chain)
        )  # fmt: skip

    def _keeping(self, borrower_id: str) -> tuple[Keeping, ...]:
        lives = lives_of(self._session, [borrower_id], self._now)
        found = []
        for due in judged(lives, self._book, self._now.date()):
            bound = due.bound
            found.append(
                Keeping(
                    account_id=due.life.account_id,
                    kind=due.kind.value,
                    kept_until=due.expiry.kept_until if due.expiry is not None else None,
                    rule=bound.rule if bound is not None else None,
                    counts_from=bound.counts_from if bound is not None else None,
                    span=str(bound.span) if bound is not None else None,
                    citation=bound.citation if bound is not None else None,
                    reason=bound.reason if bound is not None else None,
                    held=due.life.hold,
                )
            )
        return tuple(found)


def _message(row: MessageRow, clear: str | None, outbox: OutboxRow | None) -> Message:
    original: Literal["kept", "destroyed"] = "destroyed" if clear is None else "kept"
    return Message.model_validate(
        {
            "id": row.id,
            "number": row.sequence,
            "direction": row.direction,
            "author": row.author,
            "status": row.status,
            "text": clear if clear is not None else row.text,
            "original": original,
            "language": row.language,
            "act": row.act,
            "in_reply_to": row.in_reply_to,
            "sensitive": tuple(row.sensitive),
            "quote_ids": tuple(row.quote_ids),
            "citations": tuple(row.citations),
            "sender_id": row.client_message_id,
            "written_at": row.created_at,
            "delivered_at": row.delivered_at,
            "delivery": _delivery(outbox),
        }
    )


def _delivery(row: OutboxRow | None) -> Delivery | None:
    if row is None:
        return None
    return Delivery(
        channel=row.channel, attempts=row.attempts, queued_at=row.created_at, delivered_at=row.delivered_at,
        withdrawn_at=row.withdrawn_at, waits_for=row.waits_for, not_before=row.not_before, receipt=row.receipt,
    )  # fmt: skip


def _plan(row: PlanRow) -> Plan:
    return Plan(
        id=row.id, offer_id=row.quote_id, status=row.status, currency=row.currency, total=row.total,
        discount=row.discount, agreed_at=row.agreed_at,
        payments=tuple(
            Payment(number=item.number, due_on=item.due_on, amount=item.amount, status=item.status)
            for item in row.instalments
        ),
    )  # fmt: skip


def _decided(row: TurnRow) -> Decided:
    """A turn from its trace; from its decision where it was not finished, from its row alone where both are gone."""
    trace = _trace(row)
    decision = trace.decision if trace is not None else _decision(row)
    told = {} if decision is None else _told(decision)
    seen = {} if trace is None else _seen(trace)
    return Decided.model_validate(
        {
            "turn_id": row.id,
            "number": row.number,
            "answers": row.inbound_id,
            "answered_by": row.outbound_id,
            "at": row.created_at,
            "act": row.act,
            "state_before": row.state_before,
            "state_after": row.state_after,
            "held": row.outcome == "hold",
            "recorded": json.loads(row.trace) if row.trace is not None else None,
            "record": "destroyed" if decision is None and row.trace is None else "kept",
        }
        | told
        | seen
    )


def _trace(row: TurnRow) -> Trace | None:
    """The trace, unless it is gone or of an earlier form; nobody is denied their data over that."""
    try:
        return Trace.model_validate_json(row.trace) if row.trace is not None else None
    except ValidationError:
        return None


def _decision(row: TurnRow) -> Decision | None:
    return Decision.model_validate_json(row.decided) if row.decided is not None else None


def _told(decision: Decision) -> dict[str, object]:
    cases = ([decision.ticket] if decision.ticket is not None else []) + list(decision.further_tickets)
    return {
        "also": tuple(act.value for act in decision.also),
        "reasons": decision.reasons,
        "paused_until": decision.change.paused_until if decision.change is not None else None,
        "called": decision.handoff,
        "cases": tuple(dict.fromkeys(cases)),
    }


def _seen(trace: Trace) -> dict[str, object]:
    reading = trace.reading
    stopped = tuple(_stopped(one) for one in trace.attempts if one.verdict.outcome is not Outcome.ALLOW)
    found: dict[str, object] = {"stopped": stopped, "versions": trace.versions}
    if reading is not None:
        found["understood"] = tuple(sorted(signal.value for signal in reading.signals))
        found["emotion"] = reading.emotion.value
        found["proposal"] = reading.proposal
    return found


def _stopped(attempt: Attempt) -> StoppedDraft:
    findings = attempt.verdict.findings
    return StoppedDraft(
        author=attempt.draft.author,
        outcome=attempt.verdict.outcome.value if attempt.verdict.status == "checked" else attempt.verdict.status,
        rules=tuple(dict.fromkeys(finding.rule_id for finding in findings)),
        families=tuple(dict.fromkeys(finding.family.value for finding in findings)),
        messages=tuple(dict.fromkeys(finding.message for finding in findings)),
    )
