"""Erasing a borrower for good: surveyed, done in one transaction, and told what stays and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.program import Foundation
from service.reasons import redacted_reason
from service.records.erasures import Holdings, erase_borrower, holdings_of
from service.records.models import AccountRow, BorrowerRow, ConversationRow


class UnknownBorrower(LookupError):
    """Nobody has this id; the message says whose it may be instead."""


@dataclass(frozen=True)
class Line:
    """One row of the table: what, how many, and why it stays or how it goes."""

    what: str
    count: int
    why: str


@dataclass(frozen=True)
class Survey:
    """What an erasure takes away and what it leaves.

    Args:
        erased_at: when the borrower was erased, as `YYYY-MM-DD HH:MM UTC`; None while they are not.
    """

    borrower_id: str
    goes: tuple[Line, ...]
    stays: tuple[Line, ...]
    erased_at: str | None


@dataclass(frozen=True)
class Erased:
    """What an erasure did.

    Args:
        survey: the table, counted before it.
        was_new: False when the borrower had been erased before, so that nothing was left to do.
        left_in_files: what `Database.overwrite_deleted` said; "later" when it was not asked.
    """

    survey: Survey
    was_new: bool
    left_in_files: Literal["gone", "busy", "vacuum", "later"]


def survey(foundation: Foundation, borrower_id: str) -> Survey:
    """What would go and what would stay.

    Raises:
        UnknownBorrower: nobody has this id.
    """
    with foundation.database.reading() as session:
        borrower = _found(session, borrower_id)
        return _survey_of(borrower, holdings_of(session, borrower_id))


def erase(foundation: Foundation, borrower_id: str, erased_by: str, reason: str, files_later: bool = False) -> Erased:
    """Erase a borrower, once and for all; doing it again changes nothing but looks after the files again.

    Args:
        erased_by: who did it, as the record shall name them.
        reason: as `checked_reason` gives it, or empty; it is redacted before it is kept.
        files_later: leave the deleted bytes in the database's files to the next erasure.
    Raises:
        UnknownBorrower: nobody has this id.
    """
    kept_reason = _redacted(foundation, borrower_id, reason)
    with foundation.database.writing() as session:
        borrower = _found(session, borrower_id)
        before = _survey_of(borrower, holdings_of(session, borrower_id))
        wrapped = erase_borrower(session, borrower_id, erased_by, kept_reason, foundation.clock())
    if wrapped is not None:
        foundation.vault.forget(wrapped)
    left = "later" if files_later else foundation.database.overwrite_deleted()
    return Erased(before, wrapped is not None, left)


def _redacted(foundation: Foundation, borrower_id: str, reason: str) -> str:
    """Redacted while it is still known who the borrower is."""
    if not reason:
        return ""
    with foundation.database.reading() as session:
        _found(session, borrower_id)
        return redacted_reason(reason, foundation.vault, session, borrower_id)


def _found(session: Session, borrower_id: str) -> BorrowerRow:
    borrower = session.get(BorrowerRow, borrower_id)
    if borrower is not None:
        return borrower
    account = session.get(AccountRow, borrower_id)
    conversation = session.get(ConversationRow, borrower_id)
    if account is not None:
        hint = f"That is an account; its borrower is {account.borrower_id!r}."
    elif conversation is not None:
        hint = f"That is a conversation; its borrower is {conversation.borrower_id!r}."
    else:
        near = session.scalars(
            select(BorrowerRow.id).where(BorrowerRow.id.icontains(borrower_id, autoescape=True)).limit(5)
        ).all()
        hint = f"Similar: {', '.join(sorted(near))}." if near else "Give the `borrower.id` that the account came with."
    raise UnknownBorrower(f"there is no borrower {borrower_id!r}. {hint}")


def _survey_of(borrower: BorrowerRow, held: Holdings) -> Survey:
    erased = borrower.data_key is None
    at = borrower.erased_at
    return Survey(
        borrower_id=borrower.id,
        goes=_goes(held),
        stays=_stays(held, will_be_erased=not erased),
        erased_at=None if not erased else "an unknown time" if at is None else f"{at:%Y-%m-%d %H:%M} UTC",
    )


def _goes(held: Holdings) -> tuple[Line, ...]:
    return (
        Line("data key", int(held.key), "destroyed: nothing that it sealed can be opened again"),
        Line("sealed profiles", held.sealed_profiles, "deleted: name, contacts, date of birth and the like"),
        Line("sealed messages", held.sealed_messages, "deleted: what was really typed and read"),
        Line("sealed pseudonyms", held.sealed_pseudonyms, "deleted: whom <PERSON_1> and the like stand for"),
        Line("waiting messages", held.waiting_messages, "withdrawn: nothing more is sent"),
        Line("unanswered messages", held.unanswered_messages, "left unanswered: their text is gone"),
    )


def _stays(held: Holdings, will_be_erased: bool) -> tuple[Line, ...]:
    links = held.open_conversations if will_be_erased else 0
    return (
        Line("accounts", held.accounts, "the creditor's ledger: the debt is not erased with the person's data"),
        Line("conversations", held.conversations, "closed for good: state and times, without circumstances"),
        Line("messages", held.messages, "redacted texts: proof of what was said, under pseudonyms"),
        Line("turns", held.turns, "traces: why each word was said, which the audit chain covers"),
        Line("quotes", held.quotes, "terms that were offered, without a name"),
        Line("plans", held.plans, "agreements that the creditor must be able to prove"),
        Line("instalments", held.instalments, "of these plans"),
        Line("cases", held.cases, "what was put before a person, without a name"),
        Line("outbox rows", held.outbox, "when what was delivered; they hold no text"),
        Line("audit links", held.audit_links + links, "the proof that nothing was altered, this erasure included"),
        Line("reveals", held.reveals, "who looked at an original, and the redacted reason"),
        Line("erasures", held.erasures + int(will_be_erased), "that, when and by whom the person was erased"),
        Line("borrower's id", 1, "the creditor's own number, so that an import does not bring the person back unasked"),
    )
