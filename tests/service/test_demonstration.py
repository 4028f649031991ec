"""The sample links: they open, and making them again changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from service.demonstration import Demonstration, demonstrate
from service.program import Foundation, lay_foundation
from service.records.keys import redeem_login_code
from service.records.models import AccountRow, BorrowerRow, ConversationRow
from service.samples import load_sample_accounts
from service.settings import Settings


@pytest.fixture
def foundation(settings: Settings) -> Iterator[Foundation]:
    opened = lay_foundation(settings)
    yield opened
    opened.database.close()


def _counts(foundation: Foundation) -> list[int | None]:
    with foundation.database.reading() as session:
        return [
            session.scalar(select(func.count()).select_from(row)) for row in (AccountRow, BorrowerRow, ConversationRow)
        ]


def _conversations(foundation: Foundation, made: Demonstration) -> dict[str, str]:
    """Account id to the conversation that its link's token opens."""
    found = {}
    for link in made.links:
        address, _, token = link.url.partition("#token=")
        opened = foundation.tokens.read(token)
        assert address == f"{foundation.settings.public_url}/chat/{opened.conversation_id}"
        found[link.account_id] = opened.conversation_id
    return found


def test_every_link_opens_the_conversation_of_its_account(foundation: Foundation) -> None:
    conversations = _conversations(foundation, demonstrate(foundation))
    assert list(conversations) == [sample.id for sample in load_sample_accounts()]
    with foundation.database.reading() as session:
        for account_id, conversation_id in conversations.items():
            row = session.get_one(ConversationRow, conversation_id)
            assert (row.account_id, row.channel) == (account_id, "web")
            assert row.identity_verified_at is None


def test_making_them_again_makes_no_second_conversation(foundation: Foundation) -> None:
    first = demonstrate(foundation)
    counted = _counts(foundation)
    second = demonstrate(foundation)
    assert _counts(foundation) == counted
    assert _conversations(foundation, second) == _conversations(foundation, first)


def test_a_link_made_after_the_old_one_was_revoked_opens(foundation: Foundation) -> None:
    conversation_id = next(iter(_conversations(foundation, demonstrate(foundation)).values()))
    with foundation.database.writing() as session:
        row = session.get_one(ConversationRow, conversation_id)
        row.token_version += 1
        version = row.token_version
    token = demonstrate(foundation).links[0].url.partition("#token=")[2]
    assert foundation.tokens.read(token).version == version


def test_each_console_link_opens_once(foundation: Foundation) -> None:
    urls = [demonstrate(foundation).console_url for _ in range(2)]
    for url in urls:
        code = url.rpartition("/")[2]
        with foundation.database.writing() as session:
            assert redeem_login_code(session, code, foundation.clock()) == "demo reviewer"
        with foundation.database.writing() as session:
            assert redeem_login_code(session, code, foundation.clock()) is None


def test_what_proves_the_borrower_is_what_the_account_holds(foundation: Foundation) -> None:
    samples = {sample.id: sample.borrower for sample in load_sample_accounts()}
    for link in demonstrate(foundation).links:
        person = samples[link.account_id]
        assert link.name == person.name
        assert str(person.date_of_birth) in link.proof or str(person.id_last4) in link.proof


def test_an_erased_sample_comes_back(foundation: Foundation) -> None:
    demonstrate(foundation)
    with foundation.database.writing() as session:
        for row in session.scalars(select(BorrowerRow)):
            row.data_key = None
    assert all("erased" not in link.name for link in demonstrate(foundation).links)


def test_no_name_is_readable_in_the_files(foundation: Foundation, settings: Settings) -> None:
    demonstrate(foundation)
    stored = b"".join(path.read_bytes() for path in Path(settings.data_dir).rglob("*") if path.is_file())
    for sample in load_sample_accounts():
        assert sample.borrower.name.encode() not in stored
