"""Sample accounts, and a chat link for each, so that everything can be tried at once."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import select

from service.account_import import store_account
from service.api.conversations import chat_url
from service.domain.account import Person
from service.program import Foundation
from service.records.accounts import BorrowerErased, find_account
from service.records.conversations import create_conversation
from service.records.keys import add_login_code
from service.records.models import ConversationRow
from service.samples import load_sample_accounts
from service.settings import Settings


@dataclass(frozen=True)
class SampleLink:
    """A sample borrower's chat link, and what they would type to prove who they are."""

    account_id: str
    name: str
    about: str
    proof: str
    url: str


@dataclass(frozen=True)
class Demonstration:
    """What `forbear demo` prints."""

    links: tuple[SampleLink, ...]
    console_url: str


def demonstrate(foundation: Foundation) -> Demonstration:
    """Sample accounts with a conversation each (made once, then kept), and a console link that opens once."""
    links = [_link(foundation, account_id) for account_id in _stored_samples(foundation)]
    with foundation.database.writing() as session:
        code = add_login_code(session, "demo reviewer", foundation.clock())
    return Demonstration(tuple(links), f"{foundation.settings.public_url}/console/enter/{code}")


def _stored_samples(foundation: Foundation) -> list[str]:
    samples = load_sample_accounts()
    stored = []
    for sample in samples:
        # Somebody may try an erasure on a sample; the others are still there to talk to.
        with suppress(BorrowerErased):
            store_account(foundation, sample)
            stored.append(sample.id)
    return stored


def _link(foundation: Foundation, account_id: str) -> SampleLink:
    settings: Settings = foundation.settings
    with foundation.database.writing() as session:
        account = find_account(session, account_id)
        if account is None:
            raise LookupError(f"the sample account {account_id!r} was not stored")
        row = session.scalar(
            select(ConversationRow)
            .where(
                ConversationRow.account_id == account_id,
                ConversationRow.channel == "web",
                ConversationRow.erased_at.is_(None),
            )
            .order_by(ConversationRow.created_at.desc())
            .limit(1)
        )
        if row is None:
            row = create_conversation(session, account, "web", identity_verified=False, now=foundation.clock())
        person = foundation.vault.person(session, account.borrower_id)
    token = foundation.tokens.issue(row.id, row.token_version)
    flags = ", ".join(sorted(account.flags) + (["time-barred"] if account.time_barred else []))
    about = f"{account.jurisdiction.upper()} {account.product}, {account.currency} {account.balance}"
    return SampleLink(
        account_id=account_id,
        name=person.name if person is not None else "(erased)",
        about=f"{about} ({flags})" if flags else about,
        proof=_proof(person),
        url=chat_url(settings.public_url, row.id, token),
    )


def _proof(person: Person | None) -> str:
    if person is None:
        return "-"
    if person.date_of_birth is not None:
        return f"born {person.date_of_birth.isoformat()}"
    return f"ID ends in {person.id_last4}" if person.id_last4 is not None else "-"
