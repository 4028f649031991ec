"""An export holds everything about a person, as data; it is put on record without a word of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from service.account_import import store_account
from service.domain.account import AccountImport
from service.export import Export, MadeExport, make_export
from service.privacy import CannotDecrypt, Cipher
from service.program import Foundation
from service.records.audit import broken_links
from service.records.models import AuditRow, BorrowerRow, CaseRow, ConversationRow, MessageRow, TurnRow
from service.retention import Retention, load_retention
from service.vault import Vault
from tests.export.conftest import Talked


def _made(foundation: Foundation, account: AccountImport) -> MadeExport:
    made = make_export(foundation, account.borrower.id)
    assert made is not None
    return made


def _exported(foundation: Foundation, account: AccountImport) -> Export:
    return Export.model_validate_json(_made(foundation, account).data)


def erase(foundation: Foundation, borrower_id: str) -> None:
    """What erasing a person comes to: their key is gone."""
    with foundation.database.writing() as session:
        row = session.get_one(BorrowerRow, borrower_id)
        row.data_key, row.erased_at = None, foundation.clock()


@pytest.mark.parametrize("who", ["english", "chinese"])
def test_every_message_is_there_as_typed_and_as_sent(talked: Talked, who: str) -> None:
    account = getattr(talked, who)
    export = _exported(talked.foundation, account)
    (conversation,) = export.conversations
    typed = [message for message in conversation.messages if message.direction == "in"]
    sent = [message for message in conversation.messages if message.direction == "out"]
    assert [message.text for message in typed] == talked.typed(account)
    assert len(sent) == len(typed) + 1
    for message in sent:
        assert message.text is not None
        assert "<PERSON_1>" not in message.text
        assert message.delivered_at is not None
        assert message.delivery is not None
        assert message.delivery.delivered_at == message.delivered_at
    assert {message.original for message in conversation.messages} == {"kept"}
    assert account.borrower.name in (sent[0].text or "")


def test_the_person_their_contacts_and_their_accounts_are_there(talked: Talked) -> None:
    export = _exported(talked.foundation, talked.english)
    assert export.profile == talked.english.borrower
    (account,) = export.accounts
    assert account.contacts == talked.english.contacts
    assert (account.balance, account.creditor) == (talked.english.balance, talked.english.creditor)


def test_offers_plans_and_payments_are_there(talked: Talked) -> None:
    export = _exported(talked.foundation, talked.english)
    (plan,) = export.conversations[0].plans
    assert sum(payment.amount for payment in plan.payments) == plan.total
    (accepted,) = [offer for offer in export.accounts[0].offers if offer.status == "accepted"]
    assert accepted.terms.id == plan.offer_id


def test_every_decision_says_what_was_understood_and_why(talked: Talked) -> None:
    conversation = _exported(talked.foundation, talked.english).conversations[0]
    assert [one.number for one in conversation.decisions] == list(range(len(talked.typed(talked.english)) + 1))
    hardship = conversation.decisions[2]
    assert "hardship_job_loss" in hardship.understood
    assert hardship.act == "explore_hardship"
    assert hardship.reasons
    assert hardship.versions
    assert {one.record for one in conversation.decisions} == {"kept"}
    assert "hardship_job_loss" in conversation.hardship


def test_cases_are_there(talked: Talked) -> None:
    kinds = {case.kind for case in _exported(talked.foundation, talked.chinese).conversations[0].cases}
    assert "dispute" in kinds


def test_sensitive_messages_and_their_answers_are_marked(talked: Talked) -> None:
    messages = _exported(talked.foundation, talked.english).conversations[0].messages
    marked = [message.sensitive for message in messages if message.sensitive]
    assert marked == [("family", "health"), ("family", "health")]


def test_what_placeholders_stand_for_is_told(talked: Talked) -> None:
    placeholders = _exported(talked.foundation, talked.english).conversations[0].placeholders
    assert placeholders["<PERSON_1>"] == talked.english.borrower.name
    assert "Anna Kowalski" in placeholders.values()


def test_it_says_until_when_everything_is_kept_and_what_holds_it(talked: Talked) -> None:
    export = _exported(talked.foundation, talked.chinese)
    kept = {one.kind: one for one in export.keeping}
    assert len(kept) == 8
    assert kept["audit_links"].kept_until is None
    originals, sensitive = kept["message_originals"], kept["sensitive_messages"]
    assert originals.kept_until is not None
    assert sensitive.kept_until is not None
    assert sensitive.kept_until < originals.kept_until
    assert {one.held for one in export.keeping} == {"dispute"}


def test_the_export_is_on_record_without_a_word_of_it(talked: Talked) -> None:
    made = _made(talked.foundation, talked.english)
    with talked.foundation.database.reading() as session:
        (link,) = session.scalars(select(AuditRow).where(AuditRow.kind == "exported")).all()
        assert list(broken_links(session)) == []
    content = json.dumps({"export": made.id, "sha256": made.sha256}, sort_keys=True, separators=(",", ":"))
    assert link.subject_id == made.id
    assert link.content_hash == hashlib.sha256(content.encode()).hexdigest()
    assert made.sha256 == hashlib.sha256(made.data.encode()).hexdigest()
    later = Export.model_validate_json(_made(talked.foundation, talked.english).data)
    assert [one.subject_id for one in later.conversations[0].audit if one.kind == "exported"] == [made.id]


def test_nobody_else_is_in_it(talked: Talked) -> None:
    data = _made(talked.foundation, talked.english).data
    assert talked.chinese.borrower.name not in data
    assert talked.silent.borrower.name not in data


def test_somebody_who_never_talked_gets_what_the_creditor_told(talked: Talked) -> None:
    export = _exported(talked.foundation, talked.silent)
    assert export.profile == talked.silent.borrower
    assert export.conversations == ()


def test_an_unknown_person_has_no_export(talked: Talked) -> None:
    assert make_export(talked.foundation, "nobody") is None


@pytest.mark.parametrize("who", ["english", "chinese"])
def test_of_an_erased_person_nothing_personal_is_left(talked: Talked, who: str) -> None:
    account = getattr(talked, who)
    erase(talked.foundation, account.borrower.id)
    made = _made(talked.foundation, account)
    export = Export.model_validate_json(made.data)
    assert export.erased_at is not None
    assert export.profile is None
    assert export.accounts[0].contacts == ()
    (conversation,) = export.conversations
    assert conversation.placeholders == {}
    assert {message.original for message in conversation.messages} == {"destroyed"}
    assert "<PERSON_1>" in (conversation.messages[0].text or "")
    person = account.borrower
    for secret in (person.name, str(person.date_of_birth), person.phone, person.email, person.address, "Kowalski"):
        assert secret not in made.data
        assert secret not in made.page


def test_what_retention_took_is_said_to_be_gone(talked: Talked) -> None:
    foundation = talked.foundation
    policies = foundation.settings.policies_dir
    later = foundation.clock() + timedelta(days=20 * 366)
    with foundation.database.writing() as session:
        for open_case in session.scalars(select(CaseRow)):
            open_case.status = "closed"
        for talk in session.scalars(select(ConversationRow)).unique():
            talk.pause_reason = None
    Retention(foundation.database, load_retention(policies, {}), lambda: later).apply(later.date())
    made = _made(foundation, talked.english)
    export = Export.model_validate_json(made.data)
    assert export.erased_at is None
    assert export.profile is None
    assert export.accounts[0].expired_at is not None
    (conversation,) = export.conversations
    assert {message.text for message in conversation.messages} == {None}
    assert {one.record for one in conversation.decisions} == {"destroyed"}
    assert (conversation.plans, conversation.cases, conversation.hardship) == ((), (), ())
    assert [link.kind for link in conversation.audit][-1] == "traces_expired"
    assert talked.english.borrower.name not in made.page
    with foundation.database.reading() as session:
        assert list(broken_links(session)) == []


def test_a_turn_that_was_only_decided_is_told_from_its_decision(talked: Talked) -> None:
    with talked.foundation.database.writing() as session:
        turn = session.scalars(select(TurnRow).order_by(TurnRow.created_at.desc())).first()
        assert turn is not None
        decision = json.loads(turn.trace or "")["decision"]
        turn.decided, turn.trace, turn.status = json.dumps(decision), None, "decided"
        owner = turn.borrower_id
    account = talked.english if owner == talked.english.borrower.id else talked.chinese
    decided = _exported(talked.foundation, account).conversations[0].decisions[-1]
    assert (decided.record, decided.reasons) == ("kept", tuple(decision["reasons"]))


def test_the_whole_record_of_a_turn_is_there_even_in_a_form_of_the_past(talked: Talked) -> None:
    conversation = _exported(talked.foundation, talked.english).conversations[0]
    recorded = conversation.decisions[2].recorded
    assert recorded is not None
    assert recorded["sent"] in [row.text for row in _rows(talked.foundation)]
    with talked.foundation.database.writing() as session:
        turn = session.get_one(TurnRow, conversation.decisions[2].turn_id)
        turn.trace = json.dumps({"written": "long ago"})
    old = _exported(talked.foundation, talked.english).conversations[0].decisions[2]
    assert (old.recorded, old.record, old.act) == ({"written": "long ago"}, "kept", "explore_hardship")


def _rows(foundation: Foundation) -> list[MessageRow]:
    with foundation.database.reading() as session:
        return list(session.scalars(select(MessageRow)))


def test_with_another_master_key_there_is_no_export(talked: Talked) -> None:
    foreign = replace(talked.foundation, vault=Vault(Cipher(bytes(32))))
    with pytest.raises(CannotDecrypt):
        make_export(foreign, talked.english.borrower.id)


def test_two_accounts_of_a_person_are_both_there(talked: Talked) -> None:
    second = talked.english.model_copy(update={"id": "us-second", "contacts": ()})
    store_account(talked.foundation, second)
    export = _exported(talked.foundation, talked.english)
    assert {account.id for account in export.accounts} == {talked.english.id, "us-second"}


def test_the_data_say_what_they_are(talked: Talked) -> None:
    data: dict[str, Any] = json.loads(_made(talked.foundation, talked.english).data)
    assert (data["format"], data["version"], data["language"]) == ("forbear-export", 1, "en")
