"""What is stored comes back the same, on SQLite and on PostgreSQL."""

from __future__ import annotations

import sqlite3
import threading
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.domain.account import AccountImport
from service.domain.negotiation import Quote
from service.identifiers import new_id
from service.records import Database, DatabaseUnavailable
from service.records.accounts import find_account, upsert_account
from service.records.audit import append_link, broken_links
from service.records.conversations import create_conversation, locked, unopened_conversations, view_of
from service.records.database import MIGRATIONS
from service.records.keys import add_key, add_login_code, find_key, redeem_login_code
from service.records.messages import add_inbound, messages_after, oldest_unanswered
from service.records.models import AuditRow, Base, BorrowerRow, ConversationRow, MessageRow, OutboxRow
from service.records.quotes import accepted_quote, make_plan, open_quotes, put_on_the_table
from tests.conftest import MONDAY


def _conversation(session: Session, incoming: AccountImport) -> ConversationRow:
    upsert_account(session, incoming, b"key", MONDAY)
    account = find_account(session, incoming.id)
    assert account is not None
    return create_conversation(session, account, "web", False, MONDAY)


def test_migrations_give_exactly_the_tables_of_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_twice_changes_nothing(database: Database) -> None:
    database.migrate()
    database.check()


def test_a_database_of_the_first_version_is_brought_up_to_date_and_keeps_what_waits(
    database_url: str, card_account: AccountImport
) -> None:
    old = Database(database_url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with old.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text("INSERT INTO borrowers (id, created_at) VALUES ('b', '2026-11-01')"))
    old.migrate()
    with old.reading() as session:
        assert session.get_one(BorrowerRow, "b").erased_at is None
        assert session.query(OutboxRow).filter(OutboxRow.withdrawn_at.is_(None)).count() == 0
    with old.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
        command.upgrade(config, "head")
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    old.close()


def test_money_survives_to_the_cent(database: Database, card_account: AccountImport) -> None:
    exact = card_account.model_copy(update={"balance": Decimal("999999999999.99")})
    with database.writing() as session:
        upsert_account(session, exact, b"key", MONDAY)
    with database.reading() as session:
        stored = find_account(session, exact.id)
    assert stored is not None
    assert stored.balance == Decimal("999999999999.99")


def test_an_account_is_updated_in_place_and_keeps_its_borrower(database: Database, card_account: AccountImport) -> None:
    with database.writing() as session:
        assert upsert_account(session, card_account, b"key", MONDAY) is True
        changed = card_account.model_copy(update={"balance": Decimal("10.00")})
        assert upsert_account(session, changed, b"other", MONDAY) is False
        stored = find_account(session, card_account.id)
    assert stored is not None
    assert (stored.balance, stored.borrower_id, stored.flags) == (Decimal("10.00"), "bor-1", frozenset({"autopay_off"}))


def test_an_error_rolls_the_whole_transaction_back(database: Database, card_account: AccountImport) -> None:
    with pytest.raises(RuntimeError), database.writing() as session:
        upsert_account(session, card_account, b"key", MONDAY)
        raise RuntimeError
    with database.reading() as session:
        assert find_account(session, card_account.id) is None


def test_messages_are_numbered_in_order_and_a_client_id_is_taken_once(
    database: Database, card_account: AccountImport
) -> None:
    with database.writing() as session:
        conversation = _conversation(session, card_account)
        for number in range(3):
            add_inbound(session, conversation, f"c{number}", MONDAY)
        identifier = conversation.id
    with database.reading() as session:
        assert [row.sequence for row in messages_after(session, identifier, after=1)] == [2, 3]
        oldest = oldest_unanswered(session, identifier)
        assert oldest is not None
        assert oldest.client_message_id == "c0"
    with pytest.raises(IntegrityError), database.writing() as session:
        add_inbound(session, session.get_one(ConversationRow, identifier), "c0", MONDAY)


def test_simultaneous_writers_lose_no_sequence_number(database: Database, card_account: AccountImport) -> None:
    with database.writing() as session:
        identifier = _conversation(session, card_account).id

    def send() -> None:
        with database.writing() as session:
            add_inbound(session, locked(session, identifier), None, MONDAY)

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert [row.sequence for row in messages_after(session, identifier, 0)] == list(range(1, 9))


def test_a_new_conversation_waits_for_its_opening(database: Database, card_account: AccountImport) -> None:
    with database.writing() as session:
        row = _conversation(session, card_account)
        view = view_of(session, row)
        waiting = unopened_conversations(session, MONDAY + timedelta(seconds=1))
    assert view.open_quotes == ()
    assert view.state == "unverified"
    assert waiting == [row.id]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"content_hash": "f" * 64}, "altered"),
        ({"previous_hash": "f" * 64}, "does not follow"),
        ({"position": 7}, "missing"),
    ],
)
def test_an_altered_link_is_found(
    database: Database, card_account: AccountImport, change: dict[str, object], problem: str
) -> None:
    with database.writing() as session:
        conversation = _conversation(session, card_account)
        for number in range(3):
            append_link(session, conversation, "note", f"n{number}", f'{{"n":{number}}}', MONDAY)
    with database.reading() as session:
        assert list(broken_links(session)) == []
    with database.writing() as session:
        row = session.query(AuditRow).filter_by(position=1).one()
        for name, value in change.items():
            setattr(row, name, value)
    with database.reading() as session:
        assert any(problem in link.problem for link in broken_links(session))


def test_a_removed_link_is_found(database: Database, card_account: AccountImport) -> None:
    with database.writing() as session:
        conversation = _conversation(session, card_account)
        for number in range(3):
            append_link(session, conversation, "note", f"n{number}", "{}", MONDAY)
    with database.writing() as session:
        session.delete(session.query(AuditRow).filter_by(position=1).one())
    with database.reading() as session:
        assert [link.position for link in broken_links(session)] == [2]


def test_a_key_is_found_by_itself_only_and_not_once_revoked(database: Database) -> None:
    with database.writing() as session:
        secret = add_key(session, "Harbor", "creditor", MONDAY)
    with database.writing() as session:
        found = find_key(session, secret)
        assert found is not None
        assert secret not in (found.key_hash, found.name)
        assert find_key(session, secret + "x") is None
        found.revoked_at = MONDAY
    with database.reading() as session:
        assert find_key(session, secret) is None


def test_a_login_code_opens_once_and_in_time(database: Database) -> None:
    with database.writing() as session:
        code, late = add_login_code(session, "Ana", MONDAY), add_login_code(session, "Ben", MONDAY)
        assert redeem_login_code(session, code, MONDAY) == "Ana"
        assert redeem_login_code(session, code, MONDAY) is None
        assert redeem_login_code(session, late, MONDAY + timedelta(days=1)) is None
        assert redeem_login_code(session, "nothing", MONDAY) is None


def test_a_locked_sqlite_says_unavailable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.records.database.BUSY_SECONDS", 0.1)
    database = Database(f"sqlite:///{tmp_path / 'x.sqlite'}")
    database.migrate()
    with database.writing(), pytest.raises(DatabaseUnavailable), database.writing():
        pass
    database.close()


def test_an_error_of_the_database_quotes_no_parameter(
    database: Database, card_account: AccountImport, caplog: pytest.LogCaptureFixture
) -> None:
    """SQLAlchemy would print the parameters of a statement that failed, and of every one while its log is on."""
    caplog.set_level("INFO", "sqlalchemy.engine")
    assert not database.engine.echo
    with database.writing() as session:
        conversation = _conversation(session, card_account)
        add_inbound(session, conversation, "Maria wrote this", MONDAY)
    with pytest.raises(IntegrityError) as failed, database.writing() as session:
        session.execute(update(MessageRow).values(id=None, text="Maria Delgado"))
    assert "Maria" not in f"{failed.value!s} {failed.value!r} {failed.value.orig!s} {failed.value.orig!r}"
    assert "messages" in str(failed.value)
    assert "Maria" not in caplog.text


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ("disk I/O error while writing Maria", "disk failure"),
        ("database is locked by Maria", "locked"),
        ("server closed the connection, Maria", "out of reach"),
        ("No space left for Maria", "no space"),
    ],
)
def test_an_outage_in_a_statement_is_told_by_its_cause_alone(tmp_path: Path, said: str, cause: str) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.sqlite'}")
    database.migrate()

    def fail(_cursor: object, statement: str, _parameters: object, _context: object) -> None:
        if statement.startswith("UPDATE"):
            raise sqlite3.OperationalError(said)

    event.listen(database.engine, "do_execute", fail)
    with pytest.raises(DatabaseUnavailable) as failed, database.writing() as session:
        session.execute(update(MessageRow).values(text="x"))
    assert (str(failed.value), failed.value.cause) == (cause, cause)
    database.close()


def test_a_full_disk_says_unavailable_and_stores_nothing(tmp_path: Path, card_account: AccountImport) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.sqlite'}")
    database.migrate()
    with database.writing() as session:
        conversation = _conversation(session, card_account).id
        session.connection().exec_driver_sql("PRAGMA max_page_count=1")
    with pytest.raises(DatabaseUnavailable):
        for _ in range(2000):
            with database.writing() as session:
                session.connection().exec_driver_sql("PRAGMA max_page_count=1")
                add_inbound(session, session.get_one(ConversationRow, conversation), None, MONDAY)
    with database.reading() as session:
        assert session.query(MessageRow).count() == session.get_one(ConversationRow, conversation).last_sequence
    database.close()


@given(st.integers(min_value=2, max_value=50))
def test_identifiers_are_different_and_sort_by_time(several: int) -> None:
    made = [new_id("msg") for _ in range(several)]
    assert len(set(made)) == several
    assert [identifier[:13] for identifier in made] == sorted(identifier[:13] for identifier in made)


def test_an_accepted_quote_that_is_stated_again_stays_accepted(database: Database, card_account: AccountImport) -> None:
    quote = Quote.model_validate(
        {
            "id": "q_1", "account_id": card_account.id, "kind": "lump_sum", "discount_percent": "0",
            "balance": {"amount": "100.00", "currency": "USD"}, "discount": {"amount": "0.00", "currency": "USD"},
            "total": {"amount": "100.00", "currency": "USD"}, "residue": {"amount": "0.00", "currency": "USD"},
            "down_payment": None, "cadence": "once", "count": 1, "expires_on": "2026-12-01", "authority": "a@1",
            "instalments": [{"number": 1, "due_on": "2026-12-01", "amount": {"amount": "100.00", "currency": "USD"}}],
        }
    )  # fmt: skip
    with database.writing() as session:
        conversation = _conversation(session, card_account)
        put_on_the_table(session, conversation.id, [quote], MONDAY)
        message = add_inbound(session, conversation, None, MONDAY)
        make_plan(session, conversation.id, quote, message.id, MONDAY)
        put_on_the_table(session, conversation.id, [quote], MONDAY)
        assert accepted_quote(session, conversation.id) == quote
        assert open_quotes(session, conversation.id) == ()
