"""An erased borrower cannot be read again by anybody, is written to no more, and the record still proves itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from service.account_import import import_accounts, store_account
from service.domain.account import AccountImport
from service.domain.negotiation import Decision, StateChange
from service.domain.vocabulary import Act
from service.erasure import Survey, UnknownBorrower, erase, survey
from service.privacy import CannotDecrypt, ExternalKeys, Keyring
from service.program import Foundation, lay_foundation
from service.reasons import ReasonRefused, checked_reason
from service.reception import Reception
from service.recording import Recorder
from service.records.accounts import BorrowerErased, find_account
from service.records.audit import append_link, broken_links
from service.records.conversations import locked, unopened_conversations
from service.records.erasures import WITHDRAWN_BECAUSE
from service.records.messages import add_outbound, unanswered
from service.records.models import (
    AccountRow,
    AuditRow,
    BorrowerRow,
    ConversationRow,
    ErasureRow,
    MessageRow,
    OutboxRow,
    VaultRow,
)
from service.records.outbox import conversations_with_undelivered, put_in_outbox
from service.records.vault import put_sealed
from service.settings import Settings
from service.vault import Vault
from tests.conftest import MONDAY
from tests.privacy.test_keyring import CountingService
from tests.service.people import account_of, borrower_id, in_files, settle

NAME = "Maria Delgado 0"
BORROWER = borrower_id(0)


@dataclass
class Now:
    """A clock that is set by hand."""

    at: Any = MONDAY

    def __call__(self) -> Any:
        return self.at


@dataclass(frozen=True)
class Known:
    """A database with two borrowers; the first one has two conversations, one of them with something waiting."""

    foundation: Foundation
    now: Now
    template: AccountImport
    conversations: tuple[str, str]

    def audit_problems(self) -> list[str]:
        with self.foundation.database.reading() as session:
            return [link.problem for link in broken_links(session)]


@pytest.fixture
def known(database_url: str, tmp_path: Path, card_account: AccountImport) -> Iterator[Known]:
    settings = Settings(data_dir=tmp_path / "var", database_url=database_url, log_level="ERROR", _env_file=None)
    now = Now()
    foundation = lay_foundation(settings, now)
    settle(foundation, card_account, 2)
    reception = Reception(foundation.database, foundation.vault, now)
    first, second = (reception.open_conversation("acc-000", "web", True) for _ in range(2))
    assert first is not None and second is not None
    reception.receive(first, f"My name is {NAME} and I lost my job", "c-1")
    with foundation.database.writing() as session:
        conversation = locked(session, first)
        conversation.hardship = ["hardship_job_loss"]
        message = add_outbound(
            session, conversation, MONDAY, author="scripted", text="Hello <PERSON_1>.", act=Act.OPEN, language="en",
            in_reply_to=None, quote_ids=[], citations=[],
        )  # fmt: skip
        foundation.vault.put(session, BORROWER, "message", message.id, f"Hello {NAME}.", MONDAY)
        put_in_outbox(session, message, "web", MONDAY)
        append_link(session, conversation, "note", "n", "{}", MONDAY)
    yield Known(foundation, now, card_account, (first, second))
    foundation.database.close()


def erase_now(known: Known, reason: str = "") -> Any:
    return erase(known.foundation, BORROWER, "test", reason)


def test_nothing_of_the_person_can_be_read_and_the_other_one_is_untouched(known: Known) -> None:
    assert erase_now(known).was_new
    with known.foundation.database.reading() as session:
        borrower = session.get_one(BorrowerRow, BORROWER)
        assert (borrower.data_key, borrower.erased_at) == (None, MONDAY)
        assert session.scalars(select(VaultRow).where(VaultRow.borrower_id == BORROWER)).all() == []
        assert known.foundation.vault.person(session, BORROWER) is None
        other = known.foundation.vault.person(session, borrower_id(1))
        assert other is not None and other.name == "Maria Delgado 1"
        assert session.get_one(AccountRow, "acc-000").timezone is None
        assert session.get_one(AccountRow, "acc-001").timezone == "America/New_York"


def test_it_is_linked_into_every_conversation_and_the_chains_hold(known: Known) -> None:
    erase_now(known)
    with known.foundation.database.reading() as session:
        links = session.scalars(select(AuditRow).where(AuditRow.kind == "erased")).all()
        assert sorted(link.conversation_id for link in links) == sorted(known.conversations)
        assert {link.position for link in links} == {0, 1}
    assert known.audit_problems() == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (update(ErasureRow).values(erased_by="nobody"), "erasure that the link covers was altered"),
        (update(ErasureRow).values(reason="something else"), "erasure that the link covers was altered"),
        (
            update(AuditRow).where(AuditRow.kind == "erased").values(content_hash="0" * 64),
            "the link itself was altered",
        ),
        (ErasureRow.__table__.delete(), "the erasure that the link covers is missing"),  # type: ignore[attr-defined]
        (
            AuditRow.__table__.delete().where(AuditRow.kind == "erased"),  # type: ignore[attr-defined]
            "the erasure of the borrower has no link",
        ),
    ],
    ids=["who", "why", "link", "erasure removed", "link removed"],
)
def test_an_erasure_that_is_altered_or_hidden_is_found(known: Known, change: Any, problem: str) -> None:
    erase_now(known, "request of a made-up person")
    with known.foundation.database.writing() as session:
        session.execute(change)
    assert any(problem in found for found in known.audit_problems())


def test_what_waits_is_withdrawn_and_nothing_is_left_to_do(known: Known) -> None:
    erase_now(known)
    later = MONDAY + timedelta(days=1)
    with known.foundation.database.reading() as session:
        row = session.scalars(select(OutboxRow)).one()
        assert (row.withdrawn_at, row.waits_for) == (MONDAY, WITHDRAWN_BECAUSE)
        assert {message.status for message in session.scalars(select(MessageRow))} == {"erased", "withdrawn"}
        assert conversations_with_undelivered(session, later, later) == []
        assert unanswered(session, later) == []
        assert unopened_conversations(session, later) == []
        for one in known.conversations:
            conversation = session.get_one(ConversationRow, one)
            assert (conversation.state, conversation.erased_at, conversation.hardship) == ("closed", MONDAY, [])
    recorder = Recorder(known.foundation.database, known.foundation.vault, known.now)
    assert [recorder.next_message(one) for one in known.conversations] == [None, None]


def test_nobody_can_write_in_an_erased_conversation_or_open_another(known: Known) -> None:
    erase_now(known)
    reception = Reception(known.foundation.database, known.foundation.vault, known.now)
    with pytest.raises(BorrowerErased, match=r"bor-000.*2026-11-23"):
        reception.receive(known.conversations[0], "Hello again", None)
    with pytest.raises(BorrowerErased):
        reception.open_conversation("acc-000", "web", True)


def test_doing_it_again_changes_nothing(known: Known) -> None:
    erase_now(known, "a first request")
    with known.foundation.database.reading() as session:
        before = [(link.id, link.hash) for link in session.scalars(select(AuditRow).order_by(AuditRow.id))]
    known.now.at = MONDAY + timedelta(hours=1)
    assert not erase_now(known, "a second request").was_new
    with known.foundation.database.reading() as session:
        assert before == [(link.id, link.hash) for link in session.scalars(select(AuditRow).order_by(AuditRow.id))]
        assert session.get_one(BorrowerRow, BORROWER).erased_at == MONDAY
        assert session.query(ErasureRow).count() == 1


def counted(found: Survey) -> dict[str, int]:
    return {line.what: line.count for line in (*found.goes, *found.stays)}


def test_the_table_counts_what_goes_and_what_stays(known: Known) -> None:
    before = counted(survey(known.foundation, BORROWER))
    assert {what: before[what] for what in ("data key", "sealed profiles", "sealed messages", "waiting messages")} == {
        "data key": 1, "sealed profiles": 2, "sealed messages": 3, "waiting messages": 1,
    }  # fmt: skip
    assert counted(erase_now(known).survey) == before
    after = survey(known.foundation, BORROWER)
    assert [line.count for line in after.goes] == [0] * len(after.goes)
    # What was said to stay is what is there.
    assert {line.what: line.count for line in after.stays} == {line.what: before[line.what] for line in after.stays}
    assert after.erased_at == "2026-11-23 15:00 UTC"


def test_a_survey_changes_nothing(known: Known) -> None:
    assert survey(known.foundation, BORROWER) == survey(known.foundation, BORROWER)
    with known.foundation.database.reading() as session:
        assert known.foundation.vault.person(session, BORROWER) is not None


def test_an_error_in_the_middle_leaves_everything_as_it_was(known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: Any) -> None:
        raise SQLAlchemyError("disk")

    before = counted(survey(known.foundation, BORROWER))
    monkeypatch.setattr("service.records.erasures.append_link", fail)
    with pytest.raises(SQLAlchemyError):
        erase_now(known)
    assert counted(survey(known.foundation, BORROWER)) == before
    with known.foundation.database.reading() as session:
        assert known.foundation.vault.person(session, BORROWER) is not None


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("acc-000", "its borrower is 'bor-000'"),
        ("BOR-00", "Similar: bor-000, bor-001"),
        ("nobody", "Give the `borrower.id`"),
        ("%", "Give the `borrower.id`"),
    ],
)
def test_an_unknown_borrower_is_told_with_a_hint(known: Known, given: str, hint: str) -> None:
    with pytest.raises(UnknownBorrower, match=hint):
        erase(known.foundation, given, "test", "")


def test_the_reason_is_redacted_before_it_is_kept(known: Known) -> None:
    erase_now(known, checked_reason(f"{NAME} asked for it by mail from r.jones@example.com"))
    with known.foundation.database.reading() as session:
        reason = session.scalars(select(ErasureRow.reason)).one()
    assert reason is not None
    assert "Delgado" not in reason and "example.com" not in reason
    assert reason.startswith("<PERSON_1>")


@pytest.mark.parametrize(
    "text", ["", "short", " " * 40, "a\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200bz", "x" * 501]
)
def test_a_reason_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(ReasonRefused):
        checked_reason(text)


def test_an_import_brings_nobody_back_unasked(known: Known) -> None:
    erase_now(known)
    rows = [account_of(known.template, number).model_dump_json() for number in range(3)]
    report = import_accounts(known.foundation, "\n".join(rows).encode(), is_csv=False)
    assert (report.imported, report.updated, report.begun_anew) == (1, 1, 0)
    assert [(error.line, error.field) for error in report.errors] == [(1, "new_start_at")]
    assert "was erased on 2026-11-23 15:00 UTC" in report.errors[0].detail
    with known.foundation.database.reading() as session:
        assert known.foundation.vault.person(session, BORROWER) is None


@pytest.mark.parametrize("minutes", [-60, 0])
def test_an_agreement_from_before_the_erasure_is_none(known: Known, minutes: int) -> None:
    erase_now(known)
    again = account_of(known.template, 0).model_copy(update={"new_start_at": MONDAY + timedelta(minutes=minutes)})
    with pytest.raises(BorrowerErased):
        store_account(known.foundation, again)


def test_who_agrees_to_begin_anew_gets_a_new_key_and_what_was_stays_closed(known: Known) -> None:
    erase_now(known)
    again = account_of(known.template, 0).model_copy(update={"new_start_at": MONDAY + timedelta(days=2)})
    report = import_accounts(known.foundation, again.model_dump_json().encode(), is_csv=False)
    assert (report.updated, report.begun_anew, report.errors) == (1, 1, [])
    reception = Reception(known.foundation.database, known.foundation.vault, known.now)
    with pytest.raises(BorrowerErased):
        reception.receive(known.conversations[0], "Hello again", None)
    fresh = reception.open_conversation("acc-000", "web", True)
    assert fresh is not None
    reception.receive(fresh, "Hello, it is me again", None)
    with known.foundation.database.reading() as session:
        person = known.foundation.vault.person(session, BORROWER)
        assert person is not None and person.name == NAME
    assert known.audit_problems() == []
    # A second erasure ends the new conversation and leaves the old ones alone.
    known.now.at = MONDAY + timedelta(days=3)
    assert erase_now(known).was_new
    with known.foundation.database.reading() as session:
        links = session.scalars(select(AuditRow.conversation_id).where(AuditRow.kind == "erased")).all()
        assert sorted(links) == sorted([*known.conversations, fresh])
    assert known.audit_problems() == []


def test_an_answer_that_was_being_written_is_not_kept(known: Known) -> None:
    """The turn holds what it heard while the borrower is erased; the transaction that would keep it is refused."""
    recorder = Recorder(known.foundation.database, known.foundation.vault, known.now)
    heard = recorder.next_message(known.conversations[0])
    assert heard is not None
    erase_now(known)
    stop = Decision(act=Act.CONFIRM_STOP, change=StateChange.model_validate({"to": "stopped", "cause": "stop_contact"}))
    with pytest.raises(BorrowerErased):
        recorder.keep_decision(heard, stop, proven_now=False)
    with known.foundation.database.reading() as session:
        assert session.get_one(ConversationRow, known.conversations[0]).state == "closed"


def test_a_message_that_comes_in_at_the_same_time_is_either_erased_or_refused(known: Known) -> None:
    """It is sealed but not committed when the erasure begins, and must not outlive it."""
    erasing = threading.Thread(target=erase_now, args=(known,))
    with known.foundation.database.writing() as session:
        known.foundation.vault.put(session, BORROWER, "message", "late", "what came in late", MONDAY)
        session.flush()
        erasing.start()
        erasing.join(timeout=0.5)
        assert erasing.is_alive()  # it waits for this transaction
    erasing.join()
    with known.foundation.database.reading() as session:
        assert session.scalars(select(VaultRow).where(VaultRow.borrower_id == BORROWER)).all() == []
    with known.foundation.database.writing() as session, pytest.raises(CannotDecrypt, match="erased"):
        known.foundation.vault.put(session, BORROWER, "message", "later", "what came in later", MONDAY)


def test_the_key_leaves_the_memory_of_this_process(known: Known) -> None:
    service = CountingService()
    ring = Keyring(b"1" * 32, external=ExternalKeys("kms", service))
    wrapped = ring.wrap(b"2" * 32)
    ring.unwrap(wrapped)
    vault = Vault(known.foundation.vault._cipher)
    vault._cipher.keyring = ring
    with known.foundation.database.writing() as session:
        session.get_one(BorrowerRow, BORROWER).data_key = wrapped
    assert len(ring._cache) == 1
    erase_now(known)
    assert len(ring._cache) == 0


def _sealed(foundation: Foundation) -> list[bytes]:
    with foundation.database.reading() as session:
        found = list(session.scalars(select(VaultRow.sealed).where(VaultRow.borrower_id == BORROWER)))
        key = session.get_one(BorrowerRow, BORROWER).data_key
    assert key is not None
    return [key, *found]


def test_the_bytes_are_gone_from_the_database_files(tmp_path: Path, card_account: AccountImport) -> None:
    folder = tmp_path / "var"
    foundation = lay_foundation(Settings(data_dir=folder, _env_file=None), Now())
    settle(foundation, card_account, 60)
    with foundation.database.writing() as session:
        for number in range(40):  # from a few bytes to several pages
            foundation.vault.put(session, BORROWER, "message", f"long-{number}", "lost " * 7 ** (number % 5), MONDAY)
    with foundation.database.writing() as session:
        for number in range(0, 40, 3):  # what is replaced must go as well
            sealed = session.scalars(select(VaultRow.sealed).where(VaultRow.subject_id == f"long-{number}")).one()
            foundation.vault.put(session, BORROWER, "message", f"long-{number}", "short", MONDAY)
            assert sealed
    needles = [sealed[-40:] for sealed in _sealed(foundation)]
    assert len(needles) == 44
    later = erase(foundation, borrower_id(1), "test", "", files_later=True)
    assert (later.was_new, later.left_in_files) == (True, "later")
    assert all(in_files(folder, needle) for needle in needles), "the search would find nothing anyhow"
    done = erase(foundation, BORROWER, "test", "")
    assert done.left_in_files == "gone"
    assert [in_files(folder, needle) for needle in needles] == [[]] * len(needles)
    assert (folder / "forbear.sqlite-wal").stat().st_size == 0
    foundation.database.close()


def test_copies_that_moving_rows_leaves_behind_are_gone_too(tmp_path: Path) -> None:
    """Rows that come in and grow in no order make SQLite split pages, and old copies stay in their unused parts."""
    random, folder = Random(0), tmp_path / "var"
    foundation = lay_foundation(Settings(data_dir=folder, _env_file=None), Now())
    written: dict[str, list[bytes]] = {f"bor-{number}": [] for number in range(40)}
    subjects = [(borrower, number) for borrower in written for number in range(15)]
    with foundation.database.writing() as session:
        for borrower in written:
            session.add(BorrowerRow(id=borrower, data_key=b"key", created_at=MONDAY, erased_at=None))
    for _ in range(4):
        random.shuffle(subjects)
        for start in range(0, len(subjects), 200):
            with foundation.database.writing() as session:
                for borrower, number in subjects[start : start + 200]:
                    sealed = random.randbytes(random.choice((40, 80, 150, 400, 900, 3000, 9000)))
                    written[borrower].append(sealed)
                    put_sealed(
                        session, borrower_id=borrower, kind="message", subject_id=f"{borrower}-{number}",
                        sealed=sealed, now=MONDAY,
                    )  # fmt: skip
    chosen = random.sample(sorted(written), 12)
    for borrower in chosen:
        erase(foundation, borrower, "test", "", files_later=True)
    assert erase(foundation, chosen[0], "test", "").left_in_files == "gone"
    files = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert [sealed for borrower in chosen for sealed in written[borrower] if sealed[:24] in files] == []
    foundation.database.close()


def test_a_reader_holds_the_log_and_running_again_clears_it(
    tmp_path: Path, card_account: AccountImport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.records.database.BUSY_SECONDS", 0.1)
    folder = tmp_path / "var"
    foundation = lay_foundation(Settings(data_dir=folder, _env_file=None), Now())
    settle(foundation, card_account, 2)
    needles = [sealed[-40:] for sealed in _sealed(foundation)]
    with foundation.database.reading() as session:
        session.scalars(select(BorrowerRow)).all()
        assert erase(foundation, BORROWER, "test", "").left_in_files == "busy"
    again = erase(foundation, BORROWER, "test", "")
    assert (again.was_new, again.left_in_files) == (False, "gone")
    assert [in_files(folder, needle) for needle in needles] == [[]] * len(needles)
    foundation.database.close()


def test_on_postgresql_it_says_that_vacuum_is_needed(known: Known) -> None:
    expected = "gone" if known.foundation.database.is_sqlite else "vacuum"
    assert erase_now(known).left_in_files == expected
    with known.foundation.database.reading() as session:
        assert find_account(session, "acc-000") is not None
