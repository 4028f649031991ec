"""What the console shows, as plain values, and whom it asks for them."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from pydantic import Field

from service.domain.base import Value
from service.domain.money import Money
from service.domain.negotiation import Quote
from service.domain.trace import Trace
from service.domain.vocabulary import Act, Language, State

PAGE_SIZE = 25


class Reviewer(Value):
    """Who is looking."""

    id: str
    name: str


class ConversationFilter(Value):
    """What a list shall hold; an empty field lets everything through.

    Args:
        query: a conversation's id, or the beginning of one.
        page: counted from 1.
    """

    state: State | None = None
    language: Language | None = None
    jurisdiction: str = Field(default="", max_length=16)
    query: str = Field(default="", max_length=64)
    page: int = Field(default=1, ge=1, le=100_000)
    page_size: int = Field(default=PAGE_SIZE, ge=1, le=200)

    @property
    def empty(self) -> bool:
        return self.state is None and self.language is None and not self.jurisdiction and not self.query


class ConversationRow(Value):
    """One conversation in the list. Nobody's name: the borrower is a pseudonym.

    Args:
        borrower: a pseudonym that tells borrowers apart.
        creditor: its id or its name.
        last_act: of the latest message sent to the borrower.
        last_at: of the latest message in either direction.
        held: drafts that wait for a person.
        blocked: drafts that the guard stopped.
    """

    id: str
    state: State
    borrower: str
    creditor: str
    language: Language
    jurisdiction: str
    last_act: Act | None = None
    last_at: datetime | None = None
    created_at: datetime
    turns: int = 0
    held: int = 0
    blocked: int = 0


class Page(Value):
    """A page of the list.

    Args:
        total: conversations that match, on all pages.
        jurisdictions: what the filter can offer.
    """

    rows: tuple[ConversationRow, ...]
    total: int
    page: int = 1
    page_size: int = PAGE_SIZE
    jurisdictions: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.page_size))


class TurnRecord(Value):
    """A turn as it was recorded.

    Args:
        received_at: when the borrower's message came; None for the opening message.
        sent_at: when the answer was put into the outbox; `delivered_at`: when the channel took it.
        audit_hash: this turn's link of the audit chain; `audit_previous`: the link before.
    """

    trace: Trace
    received_at: datetime | None = None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    audit_hash: str | None = None
    audit_previous: str | None = None


class RevealRecord(Value):
    """Somebody saw an original.

    Args:
        reason: redacted; None once it was deleted.
    """

    message_id: str
    reviewer: str
    reason: str | None
    at: datetime


class Original(Value):
    """The original of a message, to be shown once and kept nowhere.

    Args:
        turn: the number of the turn in which it was said; None while no turn has answered it.
        reason: as it was kept, redacted.
    """

    message_id: str
    text: str
    incoming: bool
    reason: str
    at: datetime
    audit_hash: str
    turn: int | None = None


class RevealRefused(Value):
    """Why an original is not shown; `gone` when it never will be."""

    problem: str
    gone: bool = False


class ConversationDetail(Value):
    """One conversation with all its turns, oldest first, without personal data.

    Args:
        erased_at: when the borrower was erased, so that no original is left.
        reveals: who saw which original, oldest first.
        owed: the balance now, and `days_past_due`, as the ledger has them.
        plan: the agreed plan.
    """

    row: ConversationRow
    channel: str = "web"
    product: str = ""
    owed: Money | None = None
    days_past_due: int | None = None
    plan: Quote | None = None
    erased_at: datetime | None = None
    reveals: tuple[RevealRecord, ...] = ()
    turns: tuple[TurnRecord, ...] = ()

    def revealed(self, message_id: str | None) -> tuple[RevealRecord, ...]:
        """Who saw the original of a message."""
        return tuple(reveal for reveal in self.reveals if reveal.message_id == message_id)

    def turn(self, number: int) -> TurnRecord | None:
        return next((turn for turn in self.turns if turn.trace.number == number), None)


class ConsoleSource(Protocol):
    """Where the console's values come from. The methods may block: they run on worker threads."""

    def list_conversations(self, wanted: ConversationFilter, /) -> Page:
        """The conversations that match, latest first."""
        ...

    def conversation(self, conversation_id: str, /) -> ConversationDetail | None:
        """One conversation; None when there is none with this id."""
        ...

    def reveal(
        self, conversation_id: str, message_id: str, reviewer: Reviewer, reason: str, /
    ) -> Original | RevealRefused | None:
        """The original of a message, on record with its reason; None when there is no such message."""
        ...

    def check_login(self, key: str, /) -> Reviewer | None:
        """The reviewer behind an API key; None when it is no reviewer's key."""
        ...

    def redeem_code(self, code: str, /) -> Reviewer | None:
        """The reviewer behind a one-time login code, which is used up by this; None when it is not good (any more)."""
        ...

    def is_active(self, reviewer_id: str, /) -> bool:
        """Whether the reviewer may still look: asked on every page, so that a revoked key closes its sessions."""
        ...
