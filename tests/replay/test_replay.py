"""A replay over real conversations: what other packs would have changed, and nothing else."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from service.domain.trace import Trace
from service.guard import build_guard
from service.guard.packs import PackBook
from service.privacy import find_personal_data
from service.records.models import AccountRow, Base, BorrowerRow, MessageRow, TurnRow
from service.replay import Filters, load_candidate
from service.replay.run import ACCOUNT_CHANGED, ERASED, WITHOUT_TURN, replay
from service.samples.stories import load_stories
from service.settings import PROJECT_FOLDER
from tests.replay.conftest import POLICIES, Lived, WritePack, rule

ALL = Filters()


def _traces(lived: Lived) -> list[Trace]:
    with lived.foundation.database.reading() as session:
        rows = session.scalars(select(TurnRow.trace).where(TurnRow.trace.is_not(None))).all()
    return [Trace.model_validate_json(row) for row in rows if row]


def _sent(lived: Lived) -> dict[str, MessageRow]:
    with lived.foundation.database.reading() as session:
        return {row.id: row for row in session.scalars(select(MessageRow).where(MessageRow.direction == "out"))}


@contextmanager
def _for_a_while(lived: Lived, table: type[Base], **values: object) -> Iterator[None]:
    """Change every row of a table, and change it back."""
    key = table.__mapper__.primary_key[0]
    names = [table.__mapper__.columns[name] for name in values]

    def before(session: Session) -> list[tuple[object, ...]]:
        return [tuple(row) for row in session.execute(select(key, *names))]

    with lived.foundation.database.writing() as session:
        kept = before(session)
        session.execute(update(table).values(**values))
    yield
    with lived.foundation.database.writing() as session:
        for one, *old in kept:
            session.execute(update(table).where(key == one).values(dict(zip(values, old, strict=True))))


def test_the_history_holds_sent_messages_and_stopped_drafts(lived: Lived) -> None:
    attempts = [attempt for trace in _traces(lived) for attempt in trace.attempts]
    assert sum(attempt.verdict.outcome == "block" for attempt in attempts) > 50
    found = {finding.rule_id for attempt in attempts for finding in attempt.verdict.findings}
    assert {"core.threat.arrest", "core.disclosure.automated"} <= found


@pytest.mark.parametrize("given", [[POLICIES], [POLICIES / "us" / "conduct.yaml"], [POLICIES / "core"]], ids=str)
def test_unchanged_packs_change_nothing(lived: Lived, given: list[Path]) -> None:
    report = replay(lived.foundation, load_candidate(POLICIES, given), ALL)
    attempts = [attempt for trace in _traces(lived) for attempt in trace.attempts]
    assert report.rules == {}
    assert (report.judged, report.changed, report.kept) == (len(attempts), 0, 0)
    assert not report.gaps
    assert not report.not_judged


def test_a_replay_writes_nothing(lived: Lived, book: PackBook) -> None:
    def everything() -> dict[str, list[tuple[object, ...]]]:
        with lived.foundation.database.reading() as session:
            return {
                table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
                for table in Base.metadata.sorted_tables
            }

    before = everything()
    replay(lived.foundation, book, ALL)
    assert everything() == before


@pytest.mark.parametrize(
    ("on_fail", "change"), [("block", "newly_blocked"), ("repair", "newly_blocked"), ("hold", "newly_held")]
)
def test_a_new_rule_stops_the_messages_that_it_is_about(
    lived: Lived, write_pack: WritePack, on_fail: str, change: str
) -> None:
    about = {id_ for id_, row in _sent(lived).items() if re.search("balance|余额", (row.text or "").lower())}
    path = write_pack(rule("core.trial.balance", "balance|余额", on_fail=on_fail))
    report = replay(lived.foundation, load_candidate(POLICIES, [path]), ALL, examples=1000)
    assert set(report.rules) == {"core.trial.balance"}
    entry = report.rules["core.trial.balance"]
    assert (dict(entry.counts), report.changed) == ({change: len(about)}, len(about))
    assert {id_ for ids in entry.examples.values() for id_ in ids} == about
    assert entry.unsure == 0


def test_examples_are_as_many_as_wanted(lived: Lived, write_pack: WritePack) -> None:
    path = write_pack(rule("core.trial.balance", "balance|余额"))
    report = replay(lived.foundation, load_candidate(POLICIES, [path]), ALL, examples=2)
    assert [len(ids) for ids in report.rules["core.trial.balance"].examples.values()] == [2]


def test_a_rule_about_a_name_sees_the_name_and_not_its_pseudonym(lived: Lived, write_pack: WritePack) -> None:
    """The guard judges what is read, so the replay does too."""
    named = [row for row in _sent(lived).values() if "<PERSON_1>" in (row.text or "") and row.language == "en"]
    assert named
    path = write_pack(rule("core.trial.name", "person_1"))
    assert replay(lived.foundation, load_candidate(POLICIES, [path]), ALL).rules == {}


def test_a_rule_taken_away_lets_drafts_leave(lived: Lived, write_pack: WritePack, tmp_path: Path) -> None:
    stricter = tmp_path / "policies"
    shutil.copytree(POLICIES, stricter)
    shutil.copyfile(write_pack(rule("core.trial.thanks", "thank you|谢谢|感谢")), stricter / "core" / "trial.yaml")
    guard = build_guard(stricter, PROJECT_FOLDER / "prompts", find_personal_data, 30.0)
    since = lived.now + timedelta(seconds=1)
    with _undone(lived):
        for story in load_stories():
            lived.tell(story, replace(lived.program.stages, guard=guard))
        same = replay(lived.foundation, load_candidate(POLICIES, [stricter]), Filters(since=since))
        milder = replay(lived.foundation, load_candidate(POLICIES, [POLICIES]), Filters(since=since), examples=1000)
    guard.close()
    assert same.rules == {}
    assert set(milder.rules) == {"core.trial.thanks"}
    entry = milder.rules["core.trial.thanks"]
    assert entry.counts["no_longer_blocked"] == milder.changed > 10
    assert all(re.fullmatch(r"trn_\w+#\d", id_) for id_ in entry.examples["no_longer_blocked"])


@contextmanager
def _undone(lived: Lived) -> Iterator[None]:
    """Take back the conversations that were opened meanwhile, so that tests do not see each other's."""
    with lived.foundation.database.reading() as session:
        last = session.scalar(text("SELECT max(id) FROM conversations"))
    now = lived.now
    yield
    lived.now = now
    with lived.foundation.database.writing() as session:
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        plans = "SELECT id FROM plans WHERE conversation_id > :l"
        session.execute(text(f"DELETE FROM instalments WHERE plan_id IN ({plans})"), {"l": last})
        session.execute(text("DELETE FROM vault WHERE kind = 'pseudonyms' AND subject_id > :l"), {"l": last})
        for table in ("cases", "outbox", "audit_links", "turns", "plans", "quotes", "messages"):
            session.execute(text(f"DELETE FROM {table} WHERE conversation_id > :l"), {"l": last})
        session.execute(text("DELETE FROM conversations WHERE id > :l"), {"l": last})


def test_a_rule_of_next_year_counts_only_on_its_day(lived: Lived, write_pack: WritePack) -> None:
    path = write_pack(rule("core.trial.later", "balance|余额", effective_from=date(2027, 1, 1)))
    book = load_candidate(POLICIES, [path])
    assert replay(lived.foundation, book, ALL).rules == {}
    assert replay(lived.foundation, book, ALL, on=date(2027, 1, 1)).rules["core.trial.later"].counts["newly_blocked"]


def test_an_account_that_changed_since_leaves_unchanged_packs_without_effect(lived: Lived, book: PackBook) -> None:
    with _for_a_while(lived, AccountRow, updated_at=lived.now + timedelta(days=9)):
        report = replay(lived.foundation, book, ALL)
    assert (report.rules, report.changed) == ({}, 0)
    assert report.gaps == {ACCOUNT_CHANGED: report.judged}


@pytest.mark.parametrize(
    "applies_to", [{"flags": ["represented"]}, {"time_barred": True}, {"time_barred": False}], ids=str
)
def test_what_the_record_does_not_say_is_read_strictly_and_called_unsure(
    lived: Lived, write_pack: WritePack, applies_to: dict[str, object]
) -> None:
    """No sample account is represented; which were time-barred is known only while the account stands unchanged."""
    book = load_candidate(POLICIES, [write_pack(rule("core.trial.flag", "balance|余额", applies_to=applies_to))])
    certain = replay(lived.foundation, book, ALL)
    with _for_a_while(lived, AccountRow, updated_at=lived.now + timedelta(days=9), flags=[]):
        guessed = replay(lived.foundation, book, ALL)
    sure = certain.rules["core.trial.flag"].counts["newly_blocked"] if certain.rules else 0
    strict = guessed.rules["core.trial.flag"]
    assert strict.counts["newly_blocked"] >= sure
    assert strict.unsure > 0
    assert all(entry.unsure == 0 for entry in certain.rules.values())


def test_an_erased_borrower_is_judged_by_pseudonyms(lived: Lived, book: PackBook) -> None:
    with _for_a_while(lived, BorrowerRow, data_key=None):
        report = replay(lived.foundation, book, ALL)
    assert (report.rules, report.changed) == ({}, 0)
    named = [a for trace in _traces(lived) for a in trace.attempts if "<PERSON_1>" in a.draft.text]
    assert report.gaps == {ERASED: len(named)}
    assert named


def test_messages_of_people_are_counted_and_not_judged(lived: Lived, book: PackBook) -> None:
    with _for_a_while(lived, TurnRow, outbound_id=None):
        report = replay(lived.foundation, book, ALL)
    assert report.not_judged == {WITHOUT_TURN: len(_sent(lived))}


def test_filters(lived: Lived, book: PackBook) -> None:
    def turns(**wanted: object) -> int:
        return replay(lived.foundation, book, Filters.model_validate(wanted)).turns

    with lived.foundation.database.reading() as session:
        total = len(session.scalars(select(TurnRow.id)).all())
    assert sum(turns(jurisdiction=place) for place in ("us", "uk", "cn")) == turns() == total
    assert turns(jurisdiction="cn") > 0
    assert turns(limit=7) == 7
    assert turns(since=lived.now + timedelta(seconds=1)) == 0
    assert 0 < turns(since=lived.now - timedelta(minutes=10)) < total


def test_the_newest_come_first_over_pages(lived: Lived, book: PackBook, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is a matter of memory alone."""
    monkeypatch.setattr("service.replay.history._PAGE", 3)
    seen: list[tuple[int, int]] = []
    report = replay(lived.foundation, book, Filters(limit=10), progress=lambda done, total: seen.append((done, total)))
    assert (report.turns, report.rules) == (10, {})
    assert seen == [(number, 10) for number in range(1, 11)]
