"""What a turn starts from: the message to answer and everything known before it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from service.domain.account import Account, Person
from service.domain.negotiation import ConversationView, Decision
from service.domain.writing import HistoryLine
from service.privacy import PseudonymMap


@dataclass(frozen=True)
class Heard:
    """A conversation at the moment when one of its messages is answered.

    Args:
        turn_id: of the turn that begins here.
        number: of the turn; 0 is the opening message, which answers nobody (`text` is None).
        text: the borrower's message in clear; it goes into redaction and nowhere else.
        person: what the vault knows of the borrower; None once they were erased.
        decided: a decision of an earlier try of this turn that already took effect.
        conditions: what the channel and the calendar add to the brief ("web", "returning").
        now: aware.
    """

    turn_id: str
    number: int
    inbound_id: str | None
    inbound_sequence: int
    text: str | None
    account: Account
    view: ConversationView
    person: Person | None
    pseudonyms: PseudonymMap
    history: tuple[HistoryLine, ...]
    decided: Decision | None
    conditions: frozenset[str]
    now: datetime

    @property
    def local_date(self) -> date:
        """The calendar day where the borrower is; in UTC when the zone is not known."""
        return self.now.astimezone(zone_of(self.account.timezone)).date()


def zone_of(name: str | None) -> ZoneInfo:
    """A time zone by its IANA name; UTC when there is none or nobody knows it."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
