"""The typed blocks of contact rules: a window of hours, a cap, a consent, a bar. Packs carry them as data."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, model_validator

from service.domain.base import Value
from service.domain.contact import (
    ConsentRecord,
    ContactAttempt,
    ContactOutcome,
    Hours,
    Medium,
    PastContact,
    Provenance,
    Purpose,
)
from service.domain.vocabulary import ActorRole


class Window(Value):
    """When contact is allowed, in local time.

    Args:
        hours: contact is allowed in any of them.
        holidays: whether public holidays are closed.
        exempt_channels: media that the rule does not bind.
        agreed: "replaces" when hours agreed with the borrower stand in place of these, "ignored" when they do not.
        at_work: True binds only contact at the borrower's work.
    """

    hours: tuple[Hours, ...] = Field(min_length=1)
    holidays: Literal["open", "closed"] = "open"
    exempt_channels: tuple[Medium, ...] = ()
    agreed: Literal["replaces", "ignored"] = "ignored"
    at_work: bool | None = None


class Cap(Value):
    """How often contact is allowed.

    Args:
        max: so many in the days before; the next one is refused.
        days: a rolling span on the borrower's clock: a week lasts until the same time a week later.
        per: what is counted together. A debt is an account.
        channels: media that are counted together and bound; empty for all.
        counts: everything tried, only what reached somebody, or only what reached nobody.
        replies: whether answers in a live session count; they are never refused.
        cooldown_days: after a conversation, nothing for so long.
        at_work: True counts and binds only contact at the borrower's work.
    """

    max: int = Field(ge=1, le=100)
    days: int = Field(ge=1, le=366)
    per: Literal["account", "debt", "number", "borrower"] = "borrower"
    channels: tuple[Medium, ...] = ()
    counts: Literal["attempts", "contacts", "unanswered"] = "attempts"
    replies: Literal["count", "ignore"] = "count"
    cooldown_days: int | None = Field(default=None, ge=1, le=366)
    at_work: bool | None = None


class Asking(Value):
    """How often consent may be asked for without having it."""

    max: int = Field(ge=1, le=10)
    days: int = Field(ge=1, le=366)


class ConsentNeed(Value):
    """What must be on record before a medium is used.

    Args:
        provenance: any of these; empty for any.
        max_age_days: since it was given or last confirmed.
        may_ask: messages that only ask for the consent.
        at_work: True binds only addresses at the borrower's work.
    """

    channels: tuple[Medium, ...] = Field(min_length=1)
    provenance: tuple[Provenance, ...] = ()
    max_age_days: int | None = Field(default=None, ge=1, le=3660)
    written: bool = False
    may_ask: Asking | None = None
    at_work: bool | None = None


class Bar(Value):
    """What forbids contact altogether; at least one must be given.

    Args:
        flags: any of these on the account; answers in a live session are still allowed.
        missing_flags: all of these must be on the account first (a notice was sent, say).
        third_party, public: nobody but the borrower may get or see it.
        channels: only these media; empty for all.
    """

    flags: tuple[str, ...] = ()
    missing_flags: tuple[str, ...] = ()
    third_party: bool = False
    public: bool = False
    channels: tuple[Medium, ...] = ()

    @model_validator(mode="after")
    def _bars_something(self) -> Bar:
        if not (self.flags or self.missing_flags or self.third_party or self.public):
            raise ValueError("the bar is empty: give flags, missing_flags, third_party or public")
        return self


class PastExample(Value):
    """Earlier contacts of an example, so many hours before it."""

    hours_before: float = Field(ge=0)
    times: int = Field(default=1, ge=1, le=50)
    channel: str | None = None
    outcome: ContactOutcome = "reached"
    purpose: Purpose = "collect"
    account: str = "this"
    address: str = "this"
    live_reply: bool = False
    at_work: bool = False


class ConsentExample(Value):
    """A consent of an example, so many days old."""

    channel: str | None = None
    provenance: Provenance = "direct_consent"
    days_old: int = Field(default=1, ge=0)
    confirmed_days_ago: int | None = Field(default=None, ge=0)
    written: bool = False
    revoked: bool = False


class AttemptExample(Value):
    """An attempt that a contact rule allows or refuses; a test of the rule.

    Args:
        at: local time in the first zone.
    """

    channel: str = "sms"
    at: datetime
    zones: tuple[str, ...] = Field(min_length=1)
    live_reply: bool = False
    purpose: Purpose = "collect"
    actor_role: ActorRole | None = None
    product: str | None = None
    at_work: bool = False
    recipient: Literal["borrower", "third_party"] = "borrower"
    public: bool = False
    flags: tuple[str, ...] = ()
    agreed_hours: tuple[Hours, ...] = ()
    history: tuple[PastExample, ...] = ()
    consents: tuple[ConsentExample, ...] = ()

    @model_validator(mode="after")
    def _is_local_and_somewhere(self) -> AttemptExample:
        if self.at.tzinfo is not None:
            raise ValueError("write the time without an offset: it is local in the first zone")
        for zone in self.zones:
            try:
                ZoneInfo(zone)
            except (ZoneInfoNotFoundError, OSError, ValueError) as error:
                raise ValueError(f"there is no time zone {zone!r}") from error
        return self

    def attempt(self, jurisdiction: str, region: str | None, creditor: str | None) -> ContactAttempt:
        """The attempt at a place."""
        at = self.at.replace(tzinfo=ZoneInfo(self.zones[0]))
        return ContactAttempt(
            **self.model_dump(
                include={
                    "channel", "live_reply", "purpose", "zones", "actor_role", "product", "at_work", "recipient",
                    "public", "flags",
                }
            ),
            agreed_hours=self.agreed_hours,
            at=at,
            jurisdiction=jurisdiction,
            region=region,
            creditor=creditor,
            account="this",
            address="this",
            history=tuple(self._past(at)),
            consents=tuple(self._consent(item, at) for item in self.consents),
        )  # fmt: skip

    def _past(self, at: datetime) -> list[PastContact]:
        return [
            PastContact(
                at=at - timedelta(hours=item.hours_before, seconds=number),
                channel=item.channel or self.channel,
                **item.model_dump(include={"outcome", "purpose", "account", "address", "live_reply", "at_work"}),
            )
            for item in self.history
            for number in range(item.times)
        ]

    def _consent(self, item: ConsentExample, at: datetime) -> ConsentRecord:
        confirmed = item.confirmed_days_ago
        return ConsentRecord(
            channel=item.channel or self.channel,
            provenance=item.provenance,
            given_at=at - timedelta(days=item.days_old),
            last_confirmed_at=None if confirmed is None else at - timedelta(days=confirmed),
            revoked_at=at - timedelta(hours=1) if item.revoked else None,
            written=item.written,
        )
