"""What falls is deleted, everywhere and for good; what is held, or not over, stays; the record can still be proved."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import select, update

from service.domain.retention import DataKind
from service.records.accounts import find_account, upsert_account
from service.records.audit import broken_links
from service.records.models import (
    AccountRow,
    AuditRow,
    ConversationRow,
    InstalmentRow,
    MessageRow,
    PlanRow,
    QuoteRow,
    TurnRow,
    VaultRow,
)
from service.retention import sweep as sweeping
from tests.retention.conftest import Archive

EVERYTHING = {"message": 5, "pseudonyms": 1, "profile": 2}
LAST_DAY_OF_SENSITIVE = date(2023, 5, 10)  # one year after the last activity
LAST_DAY_OF_ORIGINALS = date(2025, 5, 10)  # 12 CFR 1006.100(a): three years
LAST_DAY_OF_PLAN = date(2025, 8, 1)  # three years after the last instalment


def _broken(archive: Archive) -> list[str]:
    with archive.database.reading() as session:
        return [link.problem for link in broken_links(session)]


@pytest.mark.parametrize(
    ("today", "deleted"),
    [
        (date(2022, 6, 9), {}),
        (date(2022, 6, 10), {DataKind.IDEMPOTENCY_KEYS: 2}),
        (LAST_DAY_OF_SENSITIVE, {DataKind.IDEMPOTENCY_KEYS: 2}),
        (LAST_DAY_OF_SENSITIVE + timedelta(1), {DataKind.IDEMPOTENCY_KEYS: 2, DataKind.SENSITIVE_MESSAGES: 2}),
        (LAST_DAY_OF_ORIGINALS, {DataKind.IDEMPOTENCY_KEYS: 2, DataKind.SENSITIVE_MESSAGES: 2}),
        (
            LAST_DAY_OF_ORIGINALS + timedelta(1),
            {
                DataKind.IDEMPOTENCY_KEYS: 2, DataKind.SENSITIVE_MESSAGES: 2, DataKind.MESSAGE_ORIGINALS: 3,
                DataKind.PSEUDONYM_TABLES: 1, DataKind.PROFILE: 2, DataKind.TRACES: 3,
            },
        ),
        (
            LAST_DAY_OF_PLAN + timedelta(1),
            {
                DataKind.IDEMPOTENCY_KEYS: 2, DataKind.SENSITIVE_MESSAGES: 2, DataKind.MESSAGE_ORIGINALS: 3,
                DataKind.PSEUDONYM_TABLES: 1, DataKind.PROFILE: 2, DataKind.TRACES: 3, DataKind.ACCOUNTS: 1,
            },
        ),
    ],
)  # fmt: skip
def test_each_kind_falls_on_the_day_after_its_last(archive: Archive, today: date, deleted: dict[DataKind, int]) -> None:
    archive.add()
    sweep = archive.retention()
    survey = sweep.survey(today)
    assert {line.kind: line.falls for line in survey.lines.values() if line.falls} == deleted
    assert archive.sealed() == EVERYTHING
    assert sweep.apply(today) == deleted
    assert sweep.apply(today) == {}
    assert sweep.survey(today).falls == 0
    assert _broken(archive) == []


def test_the_vault_row_goes_and_the_redacted_record_stays(archive: Archive) -> None:
    archive.add()
    archive.retention().apply(LAST_DAY_OF_SENSITIVE + timedelta(1))
    assert archive.sealed() == EVERYTHING | {"message": 3}
    with archive.database.reading() as session:
        texts = session.scalars(select(MessageRow.text).where(MessageRow.direction == "in")).all()
        assert sorted(texts, key=str) == [
            "<PERSON_1> here, I can pay 50 a month", "I am in hospital with cancer, this is <PERSON_1>",
        ]  # fmt: skip
        assert session.scalars(select(TurnRow.trace)).all() == ['{"number":0}', '{"number":1}', '{"number":2}']


def test_expired_traces_leave_a_chain_that_can_still_be_proved(archive: Archive) -> None:
    conversation = archive.add()
    archive.retention().apply(LAST_DAY_OF_ORIGINALS + timedelta(1))
    with archive.database.reading() as session:
        assert set(session.scalars(select(TurnRow.trace))) == {None}
        assert set(session.scalars(select(MessageRow.text))) == {None}
        links = session.scalars(select(AuditRow).order_by(AuditRow.position)).all()
        assert [link.kind for link in links] == ["turn", "turn", "turn", "traces_expired"]
        assert {link.conversation_id for link in links} == {conversation}
    assert _broken(archive) == []
    with archive.database.writing() as session:
        session.execute(update(AuditRow).where(AuditRow.position == 1).values(content_hash="0" * 64))
    assert _broken(archive) == ["the link itself was altered"]


def test_a_trace_that_vanished_without_its_time_being_over_is_still_found(archive: Archive) -> None:
    archive.add()
    with archive.database.writing() as session:
        session.execute(update(TurnRow).where(TurnRow.number == 1).values(trace=None))
    assert _broken(archive) == ["the trace of the turn that the link covers is missing"]


def test_an_expired_account_keeps_its_name_only_and_an_import_brings_it_back(archive: Archive) -> None:
    conversation = archive.add()
    archive.retention().apply(LAST_DAY_OF_PLAN + timedelta(1))
    with archive.database.reading() as session:
        row = session.get_one(AccountRow, "acc-1")
        assert (row.balance, row.days_past_due, row.creditor) == (Decimal(0), 0, "Harbor Light Bank")
        assert not row.flags
        assert find_account(session, "acc-1") is None
        for table in (QuoteRow, PlanRow, InstalmentRow):
            assert session.scalars(select(table)).all() == []
        talk = session.get_one(ConversationRow, conversation)
        assert (talk.state, talk.token_version) == ("closed", 2)
    with archive.database.writing() as session:
        upsert_account(session, archive.incoming, b"", datetime(2026, 1, 1, tzinfo=UTC))
        found = find_account(session, "acc-1")
        assert found is not None
        assert found.balance == archive.incoming.balance


@pytest.mark.parametrize("flag", ["legal_hold", "Disputed", "identity_theft", "complaint"])
def test_a_flag_holds_everything_of_the_person(archive: Archive, flag: str) -> None:
    archive.add(flags=(flag,))
    archive.add(id="acc-2")  # another account of the same borrower
    archive.add(id="acc-3", borrower={"id": "bor-2"})
    sweep = archive.retention()
    today = LAST_DAY_OF_PLAN + timedelta(1)
    survey = sweep.survey(today)
    assert (survey.falls, survey.held) == (14, 27)
    assert sum(survey.holds.values()) == 1
    assert sum(sweep.apply(today).values()) == 14
    with archive.database.reading() as session:
        assert set(session.scalars(select(VaultRow.borrower_id))) == {"bor-1"}


@pytest.mark.parametrize(
    ("kind", "status", "is_held"),
    [
        ("dispute", "open", True), ("complaint", "open", True), ("identity_theft", "open", True),
        ("dispute", "closed", False), ("payment_check", "open", False),
    ],
)  # fmt: skip
def test_an_open_case_holds_as_long_as_it_is_open(archive: Archive, kind: str, status: str, is_held: bool) -> None:
    archive.open_case(archive.add(), kind, status)
    archive.retention().apply(LAST_DAY_OF_PLAN + timedelta(1))
    assert archive.sealed() == (EVERYTHING if is_held else {})


def test_a_conversation_paused_over_a_dispute_is_held(archive: Archive) -> None:
    conversation = archive.add()
    with archive.database.writing() as session:
        paused = update(ConversationRow).where(ConversationRow.id == conversation)
        session.execute(paused.values(state="paused", pause_reason="dispute"))
    archive.retention().apply(LAST_DAY_OF_PLAN + timedelta(1))
    assert archive.sealed() == EVERYTHING


def test_the_person_is_kept_as_long_as_any_account_needs_them(archive: Archive) -> None:
    archive.add()
    archive.add(id="acc-2", jurisdiction="uk", region=None)  # six years
    archive.retention().apply(LAST_DAY_OF_ORIGINALS + timedelta(1))
    with archive.database.reading() as session:
        kept = session.scalars(select(VaultRow.subject_id).where(VaultRow.kind == "profile")).all()
    assert sorted(kept) == ["acc-2/contacts", "bor-1"]


def test_an_account_that_is_still_reported_is_not_dormant(archive: Archive) -> None:
    archive.add()
    with archive.database.writing() as session:
        upsert_account(session, archive.incoming, b"", datetime(2025, 5, 1, tzinfo=UTC))
    assert archive.retention().apply(LAST_DAY_OF_PLAN + timedelta(1)) == {DataKind.IDEMPOTENCY_KEYS: 2}
    assert archive.sealed() == EVERYTHING


def test_batches_reach_every_borrower(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "BATCH", 2)
    for number in range(5):
        archive.add(id=f"acc-{number}", borrower={"id": f"bor-{number}"})
    sweep = archive.retention()
    today = LAST_DAY_OF_ORIGINALS + timedelta(1)
    after, first = sweep.apply_batch(today, "")
    assert after == "bor-1"
    assert first[DataKind.TRACES] == 6
    assert archive.sealed()["message"] == 15
    assert sweep.apply(today)[DataKind.TRACES] == 9  # as after a crash: what is done is not done again
    assert archive.sealed() == {}


def test_rows_are_counted_for_operators(archive: Archive) -> None:
    def counted() -> float:
        return REGISTRY.get_sample_value("forbear_retention_rows_total", {"kind": "traces"}) or 0.0

    archive.add()
    before = counted()
    archive.retention().apply(LAST_DAY_OF_ORIGINALS + timedelta(1))
    assert counted() - before == 3


def test_a_deleted_original_is_nowhere_in_the_files(archive: Archive, tmp_path: Path) -> None:
    if not archive.database.is_sqlite:
        pytest.skip("PostgreSQL frees its pages when it vacuums")
    archive.add()
    with archive.database.reading() as session:
        sealed = session.scalars(select(VaultRow.sealed).where(VaultRow.kind == "message")).all()

    def found() -> list[bool]:
        files = b"".join(path.read_bytes() for path in tmp_path.glob("forbear.sqlite*"))
        return [secret in files for secret in sealed]

    assert found() == [True] * 5
    archive.retention().apply(LAST_DAY_OF_ORIGINALS + timedelta(1))
    assert found() == [False] * 5
