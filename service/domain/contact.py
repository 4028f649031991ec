"""A contact as a value: what is about to be sent to whom, when, and what went before."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, Field, model_validator

from service.domain.base import Value
from service.domain.verdict import Finding
from service.domain.vocabulary import ActorRole

# In UTC, so that times of one zone are compared as moments and not by their clocks.
Instant = Annotated[AwareDatetime, AfterValidator(lambda moment: moment.astimezone(UTC))]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Provenance = Literal["used_by_borrower", "direct_consent", "creditor_notice", "prior_collector"]
Purpose = Literal["collect", "ask_consent", "confirm_stop"]
ContactOutcome = Literal["attempted", "reached", "conversation"]


class Medium(StrEnum):
    """What rules call a channel by; every chat app is `chat`."""

    VOICE = "voice"
    SMS = "sms"
    EMAIL = "email"
    CHAT = "chat"


_MEDIA = {"call": Medium.VOICE, "phone": Medium.VOICE} | {medium.value: medium for medium in Medium}


def medium_of(channel: str) -> Medium:
    """The medium of a channel: a channel that is no call, text message or email is a chat app."""
    return _MEDIA.get(channel.lower(), Medium.CHAT)


class Hours(Value):
    """A span of the local day on some weekdays, from `open` to just before `close` ("24:00" is the day's end)."""

    days: tuple[Weekday, ...] = Field(default=WEEKDAYS, min_length=1)
    open: str = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    close: str = Field(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Hours:
        if minutes_of(self.open) >= minutes_of(self.close):
            raise ValueError(
                f"the hours {self.open!r} to {self.close!r} are empty: give an opening before the closing "
                "(hours past midnight are two spans)"
            )
        return self

    def hold(self, local: datetime) -> bool:
        """Whether a local time lies in them."""
        minute = local.hour * 60 + local.minute
        return WEEKDAYS[local.weekday()] in self.days and minutes_of(self.open) <= minute < minutes_of(self.close)


def minutes_of(clock: str) -> int:
    """Minutes since midnight of a time such as "08:30"."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


class ConsentRecord(Value):
    """That an address may be used.

    Args:
        address: which one; None for every address of the channel.
        provenance: how it is known.
        last_confirmed_at: when it was last shown to be the borrower's still.
        written: given in writing.
    """

    channel: str
    address: str | None = None
    provenance: Provenance
    given_at: Instant
    last_confirmed_at: Instant | None = None
    revoked_at: Instant | None = None
    written: bool = False

    @property
    def fresh_at(self) -> datetime:
        return max(self.given_at, self.last_confirmed_at or self.given_at)


class PastContact(Value):
    """One earlier contact with the same borrower, by whoever works the account.

    Args:
        account: None when it is not known; it then counts for every account. `address` likewise.
        incoming: the borrower wrote or called.
        live_reply: it answered the borrower in a live session.
        outcome: only tried, reached somebody, or became a conversation.
        interrupts: False for what rang nowhere; it counts for no cap.
    """

    at: Instant
    channel: str
    account: str | None = None
    address: str | None = None
    incoming: bool = False
    live_reply: bool = False
    outcome: ContactOutcome = "reached"
    purpose: Purpose = "collect"
    at_work: bool = False
    interrupts: bool = True


class ContactAttempt(Value):
    """A message or call that is about to go out.

    Args:
        interrupts: whether it rings at the borrower's side; what does not is bound by nothing here.
        live_reply: it answers the borrower in a session that is going on.
        at: now, aware.
        zones: IANA names of all time zones that address and telephone imply; empty when none is known.
        quiet_hours: when the borrower does not want to be contacted.
        agreed_hours: when the borrower agreed to be contacted.
        region: canonical; None when not known.
        creditor, product, flags: of the account.
        recipient: who would read it.
        public: whether others could see it.
        history: earlier contacts of this borrower, in any order.
    """

    channel: str
    interrupts: bool = True
    live_reply: bool = False
    purpose: Purpose = "collect"
    at: Instant
    zones: tuple[str, ...] = ()
    quiet_hours: tuple[Hours, ...] = ()
    agreed_hours: tuple[Hours, ...] = ()
    jurisdiction: str
    region: str | None = None
    actor_role: ActorRole | None = None
    creditor: str | None = None
    product: str | None = None
    account: str | None = None
    address: str | None = None
    at_work: bool = False
    recipient: Literal["borrower", "third_party"] = "borrower"
    public: bool = False
    flags: frozenset[str] = frozenset()
    history: tuple[PastContact, ...] = ()
    consents: tuple[ConsentRecord, ...] = ()

    @property
    def medium(self) -> Medium:
        return medium_of(self.channel)


class ContactVerdict(Value):
    """Whether an attempt may go now.

    Args:
        next_allowed: the first moment at which it may; None when waiting does not help.
    """

    findings: tuple[Finding, ...] = ()
    next_allowed: datetime | None

    @property
    def allowed(self) -> bool:
        return not self.findings
