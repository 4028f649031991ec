"""A borrower with a finished conversation, stored as the stages store it, on both databases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.domain.account import AccountImport
from service.privacy import Cipher
from service.records import Database
from service.records.accounts import account_of, upsert_account
from service.records.audit import append_link
from service.records.conversations import create_conversation
from service.records.messages import add_inbound, add_outbound
from service.records.models import (
    AccountRow,
    CaseRow,
    ConversationRow,
    InstalmentRow,
    MessageRow,
    PlanRow,
    QuoteRow,
    TurnRow,
    VaultRow,
)
from service.retention import Retention, load_retention
from service.settings import PROJECT_FOLDER
from service.vault import Vault
from service.writing import load_creditors

SPOKEN = datetime.fromisoformat("2022-05-10T09:00:00+00:00")
HEALTH = "I am in hospital with cancer, this is Maria Delgado"
PLAIN = "Maria Delgado here, I can pay 50 a month"


@dataclass
class Archive:
    """A database with conversations of the past."""

    database: Database
    vault: Vault
    incoming: AccountImport

    def add(self, **changed: Any) -> str:
        """An account with one conversation of 2022: an opening, a plain message, a sensitive one; its conversation."""
        person = changed.pop("borrower", {})
        borrower = self.incoming.borrower.model_copy(update=person)
        incoming = self.incoming.model_copy(update={"borrower": borrower, **changed})
        with self.database.writing() as session:
            upsert_account(session, incoming, self.vault.new_data_key(), SPOKEN)
            self.vault.put_person(session, incoming, SPOKEN)
            account = account_of(session.get_one(AccountRow, incoming.id))
            conversation = create_conversation(session, account, "web", True, SPOKEN)
            self._turn(session, conversation, 0, None, [])
            self._turn(session, conversation, 1, PLAIN, [])
            self._turn(session, conversation, 2, HEALTH, ["health"])
            self.vault.put(session, borrower.id, "pseudonyms", conversation.id, '{"originals":{}}', SPOKEN)
            self._plan(session, conversation)
            return conversation.id

    def _turn(
        self, session: Session, conversation: ConversationRow, number: int, typed: str | None, sensitive: list[str]
    ) -> None:
        now = SPOKEN + timedelta(minutes=number)
        inbound = None
        if typed is not None:
            inbound = add_inbound(session, conversation, f"c{number}", now)
            inbound.text, inbound.status, inbound.sensitive = (
                typed.replace("Maria Delgado", "<PERSON_1>"),
                "answered",
                sensitive,
            )
            self.vault.put(session, conversation.borrower_id, "message", inbound.id, typed, now)
        outbound = add_outbound(
            session, conversation, now, author="scripted", text="Dear <PERSON_1>, thank you.", act="small_talk",  # type: ignore[arg-type]
            language="en", in_reply_to=inbound.id if inbound else None, quote_ids=[], citations=[],
        )  # fmt: skip
        outbound.status, outbound.delivered_at, outbound.sensitive = "delivered", now, sensitive
        self.vault.put(session, conversation.borrower_id, "message", outbound.id, "Dear Maria Delgado, thank you.", now)
        turn = TurnRow(
            id=f"trn_{conversation.id[4:]}{number}", conversation_id=conversation.id,
            borrower_id=conversation.borrower_id, number=number,
            inbound_id=inbound.id if inbound else None, outbound_id=outbound.id, status="finished",
            act="small_talk", state_before="verified", state_after="verified", trace=f'{{"number":{number}}}',
            created_at=now, finished_at=now,
        )  # fmt: skip
        session.add(turn)
        session.flush()
        append_link(session, conversation, "turn", turn.id, turn.trace or "", now)

    def _plan(self, session: Session, conversation: ConversationRow) -> None:
        quote = QuoteRow(
            id=f"quo_{conversation.id[4:]}", conversation_id=conversation.id, account_id=conversation.account_id,
            status="accepted", terms="{}", expires_on=date(2022, 6, 1), issued_at=SPOKEN,
        )  # fmt: skip
        session.add(quote)
        session.flush()
        accepted = session.scalars(select(MessageRow.id).where(MessageRow.conversation_id == conversation.id)).first()
        session.add(
            PlanRow(
                id=f"pln_{conversation.id[4:]}", conversation_id=conversation.id, account_id=conversation.account_id,
                quote_id=quote.id, accepted_message_id=accepted, status="active", currency="USD", total=Decimal(100),
                discount=Decimal(0), agreed_at=SPOKEN,
                instalments=[InstalmentRow(number=1, due_on=date(2022, 8, 1), amount=Decimal(100), status="due")],
            )
        )  # fmt: skip

    def open_case(self, conversation_id: str, kind: str, status: str = "open") -> None:
        with self.database.writing() as session:
            turn = session.scalars(select(TurnRow).where(TurnRow.conversation_id == conversation_id)).first()
            assert turn is not None
            session.add(
                CaseRow(
                    id=f"cas_{kind}", conversation_id=conversation_id, turn_id=turn.id, kind=kind, reason=kind,
                    status=status, created_at=SPOKEN,
                )
            )  # fmt: skip

    def sealed(self) -> dict[str, int]:
        """How many rows of each kind the vault still has."""
        with self.database.reading() as session:
            counted = session.execute(select(VaultRow.kind, func.count()).group_by(VaultRow.kind))
            return {row[0]: row[1] for row in counted}

    def retention(self, now: datetime = SPOKEN + timedelta(days=3650)) -> Retention:
        policies = PROJECT_FOLDER / "policies"
        return Retention(self.database, load_retention(policies, load_creditors(policies)), lambda: now)


@pytest.fixture
def archive(database: Database, card_account: AccountImport) -> Archive:
    return Archive(database, Vault(Cipher(bytes(32))), card_account)
