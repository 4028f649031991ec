"""An original is seen with a reason only, and whoever hides that they saw it is found out; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from service.console import RecordsConsole
from service.domain.account import AccountImport
from service.domain.vocabulary import Act
from service.erasure import erase
from service.program import Foundation, lay_foundation
from service.reasons import ReasonRefused
from service.reception import Reception
from service.records.audit import append_link, broken_links
from service.records.conversations import locked
from service.records.messages import add_outbound
from service.records.models import AuditRow, MessageRow, RevealRow
from service.revealing import NoSuchMessage, OriginalGone, Revealed, Revealer
from service.review import Original, RevealRefused, Reviewer
from service.settings import Settings
from tests.conftest import MONDAY, fixed_clock
from tests.service.people import settle

CLEAR = "I am Maria Delgado and I lost my job"
REASON = "complaint 118: what did she say of her job?"


@dataclass(frozen=True)
class Talked:
    """A conversation with a message in each direction, and one of somebody else's."""

    foundation: Foundation
    conversation: str
    incoming: str
    outgoing: str
    other: str

    def reveal(self, message_id: str, reason: str = REASON) -> Revealed:
        revealer = Revealer(self.foundation.database, self.foundation.vault, fixed_clock)
        return revealer.reveal(self.conversation, message_id, "key_1", "Ana Reyes", reason)

    def problems(self) -> list[str]:
        with self.foundation.database.reading() as session:
            return [link.problem for link in broken_links(session)]

    def reveals(self) -> int:
        with self.foundation.database.reading() as session:
            return session.query(RevealRow).count()


@pytest.fixture
def talked(database_url: str, tmp_path: Path, card_account: AccountImport) -> Iterator[Talked]:
    settings = Settings(data_dir=tmp_path / "var", database_url=database_url, log_level="ERROR", _env_file=None)
    foundation = lay_foundation(settings, fixed_clock)
    settle(foundation, card_account, 2)
    reception = Reception(foundation.database, foundation.vault, fixed_clock)
    mine, theirs = (
        reception.open_conversation("acc-000", "web", True),
        reception.open_conversation("acc-001", "web", True),
    )
    assert mine is not None and theirs is not None
    incoming = reception.receive(mine, CLEAR, None).message.id
    other = reception.receive(theirs, "Somebody else's words", None).message.id
    with foundation.database.writing() as session:
        conversation = locked(session, mine)
        append_link(session, conversation, "note", "n0", "{}", MONDAY)
        outgoing = add_outbound(
            session, conversation, MONDAY, author="scripted", text="Hello <PERSON_1>.", act=Act.OPEN, language="en",
            in_reply_to=incoming, quote_ids=[], citations=[],
        ).id  # fmt: skip
        foundation.vault.put(session, "bor-000", "message", outgoing, "Hello Maria Delgado 0.", MONDAY)
    yield Talked(foundation, mine, incoming, outgoing, other)
    foundation.database.close()


def test_the_original_is_shown_in_both_directions(talked: Talked) -> None:
    assert talked.reveal(talked.incoming).text == CLEAR
    assert talked.reveal(talked.outgoing).text == "Hello Maria Delgado 0."


def test_who_when_which_and_a_hash_of_the_reason_are_in_the_chain(talked: Talked) -> None:
    seen = talked.reveal(talked.incoming)
    with talked.foundation.database.reading() as session:
        link = session.scalars(select(AuditRow).where(AuditRow.kind == "reveal")).one()
        row = session.get_one(RevealRow, link.subject_id)
        assert (link.hash, link.position, link.created_at) == (seen.link_hash, 1, MONDAY)
        assert (row.message_id, row.reviewer_id, row.reviewer_name) == (talked.incoming, "key_1", "Ana Reyes")
        assert row.reason == REASON
    assert talked.problems() == []


def test_every_look_is_a_link_of_its_own(talked: Talked) -> None:
    assert talked.reveal(talked.incoming).link_hash != talked.reveal(talked.incoming).link_hash
    assert talked.reveals() == 2


def test_the_reason_is_redacted_before_it_is_kept(talked: Talked) -> None:
    seen = talked.reveal(talked.incoming, "Maria Delgado complained, call 212-555-0147 back")
    assert "Delgado" not in seen.reason and "0147" not in seen.reason
    with talked.foundation.database.reading() as session:
        assert session.scalars(select(RevealRow.reason)).one() == seen.reason


@pytest.mark.parametrize("reason", ["", "because", "          ", "x" * 501])
def test_a_reason_that_says_nothing_shows_nothing(talked: Talked, reason: str) -> None:
    with pytest.raises(ReasonRefused):
        talked.reveal(talked.incoming, reason)
    assert talked.reveals() == 0


def test_a_message_of_another_conversation_is_not_shown(talked: Talked) -> None:
    for message_id in (talked.other, "msg_nothing", ""):
        with pytest.raises(NoSuchMessage):
            talked.reveal(message_id)
    revealer = Revealer(talked.foundation.database, talked.foundation.vault, fixed_clock)
    with pytest.raises(NoSuchMessage):
        revealer.reveal("cnv_nothing", talked.incoming, "key_1", "Ana Reyes", REASON)
    assert talked.reveals() == 0


def test_of_an_erased_borrower_the_original_is_gone_and_earlier_looks_stay_on_record(talked: Talked) -> None:
    talked.reveal(talked.incoming)
    erase(talked.foundation, "bor-000", "test", "")
    with pytest.raises(OriginalGone, match="erased on 2026-11-23 15:00 UTC") as caught:
        talked.reveal(talked.incoming)
    assert caught.value.erased_at == MONDAY
    assert (talked.reveals(), talked.problems()) == (1, [])


def test_a_message_without_an_original_says_so(talked: Talked) -> None:
    with talked.foundation.database.writing() as session:
        bare = add_outbound(
            session, locked(session, talked.conversation), MONDAY, author="scripted", text="Hello.", act=Act.OPEN,
            language="en", in_reply_to=None, quote_ids=[], citations=[],
        ).id  # fmt: skip
    with pytest.raises(OriginalGone, match="there is no original"):
        talked.reveal(bare)


def test_what_cannot_be_kept_is_not_shown(talked: Talked, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: Any) -> None:
        raise RuntimeError("disk")

    monkeypatch.setattr("service.records.reveals.append_link", fail)
    with pytest.raises(RuntimeError, match="disk"):
        talked.reveal(talked.incoming)
    assert talked.reveals() == 0


def _last(statement: Any, kind: str = "reveal") -> Any:
    return statement.where(AuditRow.kind == kind)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (_last(delete(AuditRow)), "has no link: its link was removed"),
        (_last(update(AuditRow).values(content_hash="0" * 64)), "the link itself was altered"),
        (_last(update(AuditRow).values(kind="note")), "has no link: its link was removed"),
        (update(RevealRow).values(reviewer_name="Somebody Else"), "the reveal that the link covers was altered"),
        (update(RevealRow).values(reason="another reason"), "the reveal that the link covers was altered"),
        (update(RevealRow).values(reason_hash="0" * 64, reason=None), "the reveal that the link covers was altered"),
        (update(RevealRow).values(created_at=MONDAY.replace(year=2025)), "the reveal that the link covers was altered"),
        (delete(RevealRow), "the reveal that the link covers is missing"),
    ],
    ids=["link removed", "link altered", "link renamed", "who", "why", "hash", "when", "reveal removed"],
)
@pytest.mark.parametrize("later", [False, True], ids=["last link", "a link follows"])
def test_a_reveal_that_is_altered_or_hidden_is_found(talked: Talked, change: Any, problem: str, later: bool) -> None:
    talked.reveal(talked.incoming)
    with talked.foundation.database.writing() as session:
        if later:
            append_link(session, locked(session, talked.conversation), "note", "n1", "{}", MONDAY)
    with talked.foundation.database.writing() as session:
        session.execute(change)
    assert any(problem in found for found in talked.problems())


def test_the_reason_may_be_deleted_one_day_and_the_chain_holds(talked: Talked) -> None:
    talked.reveal(talked.incoming)
    with talked.foundation.database.writing() as session:
        session.execute(update(RevealRow).values(reason=None))
    assert talked.problems() == []


def test_the_console_shows_it_over_the_records(talked: Talked) -> None:
    console, ana = RecordsConsole(talked.foundation), Reviewer(id="code:ana", name="Ana Reyes")
    shown = console.reveal(talked.conversation, talked.incoming, ana, REASON)
    assert isinstance(shown, Original)
    assert (shown.text, shown.incoming, shown.reason) == (CLEAR, True, REASON)
    refused = console.reveal(talked.conversation, talked.incoming, ana, "short")
    assert isinstance(refused, RevealRefused) and not refused.gone
    assert console.reveal(talked.conversation, "msg_nothing", ana, REASON) is None
    erase(talked.foundation, "bor-000", "test", "")
    gone = console.reveal(talked.conversation, talked.incoming, ana, REASON)
    assert isinstance(gone, RevealRefused) and gone.gone
    detail = console.conversation(talked.conversation)
    assert detail is not None
    assert detail.erased_at == MONDAY
    assert [(seen.message_id, seen.reviewer) for seen in detail.revealed(talked.incoming)] == [
        (talked.incoming, "Ana Reyes")
    ]
    assert CLEAR not in detail.model_dump_json()
    with talked.foundation.database.reading() as session:
        assert session.get_one(MessageRow, talked.incoming).status == "erased"
