"""The whole service on PostgreSQL: records, queue and outbox in one real server."""

from __future__ import annotations

from pathlib import Path

from service.domain.account import AccountImport
from service.records.audit import broken_links
from service.records.models import InstalmentRow
from service.settings import Settings
from tests.serving import serving


def test_a_conversation_to_an_agreed_plan(new_postgres: str, tmp_path: Path, card_account: AccountImport) -> None:
    settings = Settings(data_dir=tmp_path / "var", database_url=new_postgres, log_level="ERROR", _env_file=None)
    with serving(settings) as running:
        talk = running.converse(running.add(card_account))
        talk.say("hello, who is this?")
        assert talk.say("I was born on 14 March 1988")["state"] == "verified"
        talk.say("I lost my job and can only pay 110 a month")
        agreed = talk.say("Yes, I accept that plan")
        assert agreed["state"] == "agreed"
        plan = agreed["plan"]
        with running.program.foundation.database.reading() as session:
            assert list(broken_links(session)) == []
            stored = session.query(InstalmentRow).order_by(InstalmentRow.number).all()
    assert [str(row.amount) for row in stored] == [item["amount"] for item in plan["instalments"]]
