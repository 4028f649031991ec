"""Messages on a channel that interrupts are judged once more just before they go, on both databases."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from service.channels import CHANNELS, ChannelCapabilities, OutgoingMessage
from service.channels.capabilities import DeliveryFailed
from service.contacting import ContactDesk
from service.delivery import Delivery
from service.domain.account import AccountImport
from service.domain.vocabulary import Act
from service.guard.contact import judge_contact
from service.guard.packs import load_packs
from service.privacy import Cipher
from service.records import Database
from service.records.accounts import find_account, upsert_account
from service.records.conversations import create_conversation, locked
from service.records.messages import add_inbound, add_outbound
from service.records.models import BorrowerRow, MessageRow, OutboxRow
from service.records.outbox import conversations_with_undelivered, put_in_outbox
from service.vault import Vault
from service.zones import load_zones
from tests.guard.conftest import POLICIES

BOOK = load_packs(POLICIES)
ZONES = load_zones(POLICIES)
EAST = ZoneInfo("America/New_York")
DAY = timedelta(days=1)


class Ringing:
    """A channel that rings; it remembers what it sent, and fails when it is told to."""

    def __init__(self, name: str) -> None:
        self.capabilities = ChannelCapabilities(name=name, interrupts=True, longest_message=1600, idempotent=True)
        self.sent: list[str] = []
        self.down = False

    def send(self, message: OutgoingMessage) -> str:
        if self.down:
            raise DeliveryFailed("the carrier is away")
        self.sent.append(message.text)
        return f"receipt-{message.id}"


@dataclass
class Desk:
    """A database with one borrower, a clock that tests set, and a sender."""

    database: Database
    sms: Ringing
    now: datetime = datetime(2026, 11, 24, 12, tzinfo=EAST)
    vault: Vault = field(default_factory=lambda: Vault(Cipher(os.urandom(32))))

    @property
    def delivery(self) -> Delivery:
        desk = ContactDesk(self.vault, lambda attempt: judge_contact(attempt, BOOK), ZONES)
        return Delivery(self.database, self.vault, lambda: self.now.astimezone(UTC), desk)

    def conversation(self, account: AccountImport, channel: Any = "sms") -> str:
        with self.database.writing() as session:
            upsert_account(session, account, self.vault.new_data_key(), self.now)
            self.vault.put_person(session, account, self.now)
            stored = find_account(session, account.id)
            assert stored is not None
            return create_conversation(session, stored, channel, True, self.now).id

    def queue(self, conversation_id: str, text: str, act: Act = Act.OFFER_PLAN, reply_to: str | None = None) -> None:
        with self.database.writing() as session:
            row = add_outbound(
                session, locked(session, conversation_id), self.now.astimezone(UTC), author="scripted", text=text,
                act=act, language="en", in_reply_to=reply_to, quote_ids=[], citations=[],
            )  # fmt: skip
            put_in_outbox(session, row, locked(session, conversation_id).channel, self.now.astimezone(UTC))

    def hear(self, conversation_id: str) -> str:
        with self.database.writing() as session:
            return add_inbound(session, locked(session, conversation_id), None, self.now.astimezone(UTC)).id

    def send(self, conversation_id: str, text: str) -> int:
        self.queue(conversation_id, text)
        return self.delivery.deliver(conversation_id)

    def outbox(self, conversation_id: str) -> list[OutboxRow]:
        query = select(OutboxRow).join(MessageRow, MessageRow.id == OutboxRow.message_id).order_by(MessageRow.sequence)
        with self.database.reading() as session:
            return list(session.scalars(query.where(OutboxRow.conversation_id == conversation_id)))


@pytest.fixture
def desk(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    sms = Ringing("sms")
    monkeypatch.setitem(CHANNELS, "sms", sms)
    yield Desk(database, sms)


@pytest.fixture
def texted(card_account: AccountImport) -> AccountImport:
    """The card account with a number that may be texted."""
    contact = {
        "channel": "sms", "address": "+16145550142", "consent": True, "provenance": "direct_consent",
        "given_at": "2026-11-01T12:00:00Z", "written": True,
    }  # fmt: skip
    return AccountImport.model_validate(card_account.model_dump(mode="json") | {"contacts": [contact]})


def test_what_may_go_goes_and_is_counted(desk: Desk, texted: AccountImport) -> None:
    talk = desk.conversation(texted)
    assert desk.send(talk, "one") == 1
    assert desk.sms.sent == ["one"]
    assert [(row.waits_for, row.not_before) for row in desk.outbox(talk)] == [(None, None)]


def test_at_night_it_waits_with_the_reason_and_goes_in_the_morning_in_order(desk: Desk, texted: AccountImport) -> None:
    talk = desk.conversation(texted)
    desk.now = datetime(2026, 11, 24, 22, tzinfo=EAST)
    desk.queue(talk, "one")
    assert desk.send(talk, "two") == 0
    first, second = desk.outbox(talk)
    assert "us.contact.hours_house" in (first.waits_for or "")
    assert first.not_before == second.not_before == datetime(2026, 11, 25, 8, tzinfo=EAST)
    assert "an earlier message" in (second.waits_for or "")
    desk.now = datetime(2026, 11, 25, 8, tzinfo=EAST)
    assert desk.delivery.deliver(talk) == 1
    # The second is over the house's cap of one message a day, and goes a day later.
    assert desk.sms.sent == ["one"]
    assert desk.outbox(talk)[1].not_before == desk.now + DAY
    desk.now += DAY
    assert desk.delivery.deliver(talk) == 1
    assert desk.sms.sent == ["one", "two"]


def test_the_sweep_leaves_a_waiting_message_alone_until_its_time(desk: Desk, texted: AccountImport) -> None:
    talk = desk.conversation(texted)
    desk.now = datetime(2026, 11, 24, 22, tzinfo=EAST)
    desk.send(talk, "one")

    def due(now: datetime) -> list[str]:
        with desk.database.reading() as session:
            return conversations_with_undelivered(session, now, now)

    assert due(desk.now + timedelta(hours=9)) == []
    assert due(desk.now + timedelta(hours=10)) == [talk]


def test_without_a_consent_it_waits_for_no_known_time_and_is_judged_again_every_hour(
    desk: Desk, texted: AccountImport
) -> None:
    talk = desk.conversation(texted.model_copy(update={"contacts": ()}))
    assert desk.send(talk, "one") == 0
    row = desk.outbox(talk)[0]
    assert row.not_before is None
    assert "us.contact.automated" in (row.waits_for or "")
    with desk.database.reading() as session:
        assert conversations_with_undelivered(session, desk.now + DAY, desk.now + timedelta(minutes=59)) == []
        assert conversations_with_undelivered(session, desk.now + DAY, desk.now + timedelta(minutes=60)) == [talk]
    desk.conversation(texted)  # the creditor sends the consent
    assert desk.delivery.deliver(talk) == 1


def test_only_what_was_really_sent_is_counted(desk: Desk, texted: AccountImport) -> None:
    talk = desk.conversation(texted)
    desk.sms.down = True
    desk.queue(talk, "one")
    for _ in range(4):
        with pytest.raises(DeliveryFailed):
            desk.delivery.deliver(talk)
    desk.sms.down = False
    assert desk.delivery.deliver(talk) == 1
    assert desk.send(talk, "two") == 0
    assert "core.contact.messages_a_day" in (desk.outbox(talk)[1].waits_for or "")


def test_two_accounts_of_one_borrower_share_the_cap_and_another_borrower_does_not(
    desk: Desk, texted: AccountImport
) -> None:
    other_debt = texted.model_copy(update={"id": "acc-2"})
    somebody = texted.model_copy(update={"id": "acc-3", "borrower": texted.borrower.model_copy(update={"id": "bor-9"})})
    talks = [desk.conversation(account) for account in (texted, other_debt, somebody)]
    assert [desk.send(talk, talk) for talk in talks] == [1, 0, 1]


def test_an_answer_goes_at_any_hour_and_counts_for_no_house_cap(desk: Desk, texted: AccountImport) -> None:
    talk = desk.conversation(texted)
    desk.now = datetime(2026, 11, 24, 23, tzinfo=EAST)
    for number in range(3):
        desk.queue(talk, f"answer {number}", reply_to=desk.hear(talk))
        assert desk.delivery.deliver(talk) == 1
    desk.now = datetime(2026, 11, 25, 12, tzinfo=EAST)
    assert desk.send(talk, "later") == 1


def test_an_answer_that_comes_late_waits_for_the_morning_but_a_crisis_does_not(
    desk: Desk, texted: AccountImport
) -> None:
    talk = desk.conversation(texted)
    desk.now = datetime(2026, 11, 24, 23, tzinfo=EAST)
    inbound = desk.hear(talk)
    desk.now += timedelta(hours=2)
    desk.queue(talk, "late", reply_to=inbound)
    assert desk.delivery.deliver(talk) == 0
    desk.queue(talk, "please call this line", act=Act.SUPPORT_CRISIS, reply_to=inbound)
    assert desk.delivery.deliver(talk) == 1
    assert desk.sms.sent == ["please call this line"]


def test_a_stop_withdraws_what_waits_and_one_confirmation_goes(desk: Desk, texted: AccountImport) -> None:
    talk = desk.conversation(texted)
    desk.now = datetime(2026, 11, 24, 22, tzinfo=EAST)
    desk.send(talk, "an offer")
    desk.now += timedelta(minutes=5)
    desk.queue(talk, "We will not message you here again.", act=Act.CONFIRM_STOP, reply_to=desk.hear(talk))
    assert desk.delivery.deliver(talk) == 1
    assert desk.sms.sent == ["We will not message you here again."]
    assert [row.withdrawn_at is not None for row in desk.outbox(talk)] == [True, False]
    desk.now = datetime(2026, 12, 8, 12, tzinfo=EAST)
    assert desk.send(talk, "another offer") == 0
    assert "guard.contact.revoked" in (desk.outbox(talk)[2].waits_for or "")


def test_a_stop_of_one_channel_leaves_the_others_open(
    desk: Desk, texted: AccountImport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(CHANNELS, "whatsapp", chat := Ringing("whatsapp"))
    talk, other = desk.conversation(texted), desk.conversation(texted, "whatsapp")
    desk.queue(talk, "no more texts", act=Act.CONFIRM_CHANNEL_STOP, reply_to=desk.hear(talk))
    desk.delivery.deliver(talk)
    desk.now += 2 * DAY
    assert (desk.send(talk, "text"), desk.send(other, "chat")) == (0, 1)
    assert chat.sent == ["chat"]


def test_an_account_without_any_zone_is_never_rung_up(desk: Desk, texted: AccountImport) -> None:
    nowhere = texted.model_copy(
        update={
            "region": None,
            "borrower": texted.borrower.model_copy(update={"timezone": None}),
            "contacts": (texted.contacts[0].model_copy(update={"address": "+18005550100"}),),
        }
    )
    talk = desk.conversation(nowhere)
    assert desk.send(talk, "one") == 0
    assert "guard.contact.zone" in (desk.outbox(talk)[0].waits_for or "")


def test_the_number_s_own_zone_counts_beside_the_address(desk: Desk, texted: AccountImport) -> None:
    western = texted.model_copy(
        update={"contacts": (texted.contacts[0].model_copy(update={"address": "+14155550168"}),)}
    )
    talk = desk.conversation(western)
    desk.now = datetime(2026, 11, 24, 9, tzinfo=EAST)
    assert desk.send(talk, "one") == 0
    assert desk.outbox(talk)[0].not_before == datetime(2026, 11, 24, 11, tzinfo=EAST)


def test_nothing_goes_to_an_erased_borrower(desk: Desk, texted: AccountImport) -> None:
    talk = desk.conversation(texted)
    desk.queue(talk, "one")
    with desk.database.writing() as session:
        session.get_one(BorrowerRow, texted.borrower.id).data_key = None
    assert desk.delivery.deliver(talk) == 0
    assert (desk.sms.sent, desk.outbox(talk)[0].waits_for) == ([], "the borrower was erased")


@pytest.mark.parametrize("channel", ["web", "terminal"])
def test_what_is_looked_at_never_waits(desk: Desk, texted: AccountImport, channel: str) -> None:
    silent = texted.model_copy(update={"contacts": (), "flags": ("do_not_contact",), "region": None})
    talk = desk.conversation(silent, channel)
    desk.now = datetime(2026, 11, 24, 3, tzinfo=EAST)
    desk.queue(talk, "one")
    assert desk.send(talk, "two") == 2
    assert all(row.delivered_at is not None and row.waits_for is None for row in desk.outbox(talk))
