"""Whether a message that interrupts may go now: the attempt is put together from the records, the guard judges it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from service.channels import sender_for
from service.domain.account import Account, Contact, Person
from service.domain.contact import ConsentRecord, ContactAttempt, ContactVerdict, Medium, PastContact, medium_of
from service.domain.vocabulary import Act
from service.records.accounts import account_of
from service.records.models import ConversationRow, MessageRow
from service.records.outbox import Ended, Sent, ended_by_borrower, sent_since
from service.vault import Vault
from service.zones import ZoneTable, zones_of

# An answer that comes so soon is still part of the talk that the borrower began.
LIVE_SESSION = timedelta(minutes=30)
# What a borrower in danger, or one who ended the contact, is owed: it goes at any hour of the day after.
OWED_FOR = timedelta(hours=24)
OWED_ACTS = frozenset(
    {Act.SUPPORT_CRISIS, Act.SUPPORT_SAFETY, Act.CONFIRM_STOP, Act.CONFIRM_CHANNEL_STOP, Act.KEEP_STOPPED}
)
# No cap and no cooldown of the packs looks further back.
_REMEMBERED = timedelta(days=62)

Judge = Callable[[ContactAttempt], ContactVerdict]


@dataclass(frozen=True)
class ContactDesk:
    """Judges messages just before they are sent.

    Args:
        judge: the guard's judgement of an attempt.
        zones: where each place lies on the clock.
    """

    vault: Vault
    judge: Judge
    zones: ZoneTable

    def verdict(
        self, session: Session, conversation: ConversationRow, message: MessageRow, now: datetime
    ) -> ContactVerdict:
        """Whether a message of a channel that interrupts may go now."""
        return self.judge(self.attempt(session, conversation, message, now))

    def attempt(
        self, session: Session, conversation: ConversationRow, message: MessageRow, now: datetime
    ) -> ContactAttempt:
        """The message as an attempt at contact, with all that is known of the borrower at this moment."""
        account, channel = account_of(conversation.account), conversation.channel
        person = self.vault.person(session, conversation.borrower_id)
        contacts = self.vault.contacts(session, conversation.borrower_id, account.id)
        used = next((one for one in contacts if one.channel == channel and one.revoked_at is None), None)
        past = sent_since(session, conversation.borrower_id, now - _REMEMBERED)
        return ContactAttempt(
            channel=channel,
            live_reply=_is_live(conversation, message, past, now),
            purpose="confirm_stop" if message.act in (Act.CONFIRM_STOP, Act.CONFIRM_CHANNEL_STOP) else "collect",
            at=now,
            zones=self._zones(account, person, contacts),
            quiet_hours=person.quiet_hours if person is not None else (),
            agreed_hours=person.agreed_hours if person is not None else (),
            jurisdiction=account.jurisdiction.lower(),
            region=account.place,
            actor_role=account.actor_role,
            creditor=account.creditor,
            product=account.product,
            account=account.id,
            address=used.address if used is not None else None,
            at_work=used is not None and used.at_work,
            flags=account.flags,
            history=tuple(_past_contact(one) for one in past),
            consents=(
                *_consents(contacts),
                *_revocations(ended_by_borrower(session, conversation.borrower_id), channel),
            ),
        )

    def _zones(self, account: Account, person: Person | None, contacts: Sequence[Contact]) -> tuple[str, ...]:
        phones = [one.address for one in contacts if medium_of(one.channel) is not Medium.EMAIL]
        if person is not None and person.phone is not None:
            phones.append(person.phone)
        return zones_of(self.zones, account.jurisdiction.lower(), account.place, account.timezone, phones)


def _is_live(conversation: ConversationRow, message: MessageRow, past: Sequence[Sent], now: datetime) -> bool:
    """Whether the borrower is talking here right now, or is owed this answer."""
    here = (conversation.channel, conversation.account_id)
    wrote = max((one.at for one in past if one.incoming and (one.channel, one.account_id) == here), default=None)
    if wrote is None:
        return False
    return now - wrote <= (OWED_FOR if message.act in OWED_ACTS else LIVE_SESSION)


def _past_contact(sent: Sent) -> PastContact:
    return PastContact(
        at=sent.at,
        channel=sent.channel,
        account=sent.account_id,
        incoming=sent.incoming,
        live_reply=sent.answers is not None and sent.at - sent.answers <= LIVE_SESSION,
        interrupts=_interrupts(sent.channel),
    )


def _interrupts(channel: str) -> bool:
    """Whether a channel rings; one that is no longer there counts as one that does."""
    try:
        return sender_for(channel).capabilities.interrupts
    except LookupError:
        return True


def _consents(contacts: Sequence[Contact]) -> Iterator[ConsentRecord]:
    """Consents whose origin and date are known, and revocations in any case."""
    for one in contacts:
        given = one.given_at or one.revoked_at
        if given is None or (one.consent is not True and one.revoked_at is None):
            continue
        if one.provenance is None and one.revoked_at is None:
            continue
        yield ConsentRecord(
            channel=one.channel,
            address=one.address,
            provenance=one.provenance or "direct_consent",
            given_at=given,
            last_confirmed_at=one.last_confirmed_at,
            revoked_at=one.revoked_at,
            written=one.written,
        )


def _revocations(ended: Sequence[Ended], channel: str) -> Iterator[ConsentRecord]:
    for one in ended:
        if one.channel in (None, channel):
            yield ConsentRecord(channel=channel, provenance="direct_consent", given_at=one.at, revoked_at=one.at)
