"""The vault over a real database: what is sealed opens in its own place, for its own borrower, with its own key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from service.account_import import store_account
from service.domain.account import AccountImport
from service.privacy import CannotDecrypt, Cipher
from service.program import Foundation, lay_foundation
from service.records.models import BorrowerRow, VaultRow
from service.settings import Settings
from service.vault import Vault
from tests.conftest import MONDAY, fixed_clock


@dataclass(frozen=True)
class Kept:
    foundation: Foundation
    borrower_id: str


@pytest.fixture
def kept(settings: Settings, card_account: AccountImport) -> Iterator[Kept]:
    """A database with one borrower, and two sealed messages."""
    foundation = lay_foundation(settings, fixed_clock)
    store_account(foundation, card_account)
    with foundation.database.writing() as session:
        for subject, text in (("m1", "I lost my job 😟"), ("m2", "我失业了")):
            foundation.vault.put(session, card_account.borrower.id, "message", subject, text, MONDAY)
    yield Kept(foundation, card_account.borrower.id)
    foundation.database.close()


def test_what_was_put_is_got(kept: Kept) -> None:
    with kept.foundation.database.reading() as session:
        vault = kept.foundation.vault
        assert vault.get(session, kept.borrower_id, "message", "m1") == "I lost my job 😟"
        assert vault.get_all(session, kept.borrower_id, "message", ["m2", "m3"]) == {"m2": "我失业了"}
        assert vault.get(session, kept.borrower_id, "profile", "m1") is None
        assert vault.get_all(session, kept.borrower_id, "message", []) == {}


def test_what_is_put_again_replaces(kept: Kept) -> None:
    with kept.foundation.database.writing() as session:
        kept.foundation.vault.put(session, kept.borrower_id, "message", "m1", "new", MONDAY)
    with kept.foundation.database.reading() as session:
        assert kept.foundation.vault.get(session, kept.borrower_id, "message", "m1") == "new"


def test_the_person_comes_back_whole(kept: Kept, card_account: AccountImport) -> None:
    with kept.foundation.database.reading() as session:
        assert kept.foundation.vault.person(session, kept.borrower_id) == card_account.borrower
        pseudonyms = kept.foundation.vault.pseudonyms(session, "cnv_1", kept.borrower_id)
    assert pseudonyms.model_dump_json().count(card_account.borrower.name) >= 1


def test_a_row_put_in_anothers_place_does_not_open(kept: Kept) -> None:
    with kept.foundation.database.writing() as session:
        one, two = (
            session.scalars(select(VaultRow).where(VaultRow.subject_id == subject)).one() for subject in ("m1", "m2")
        )
        one.sealed, two.sealed = two.sealed, one.sealed
    with kept.foundation.database.reading() as session, pytest.raises(CannotDecrypt):
        kept.foundation.vault.get(session, kept.borrower_id, "message", "m1")


def test_another_master_key_opens_nothing(kept: Kept) -> None:
    with kept.foundation.database.reading() as session, pytest.raises(CannotDecrypt):
        Vault(Cipher(b"x" * 32)).get(session, kept.borrower_id, "message", "m1")


def test_an_erased_person_is_gone_and_nothing_more_is_sealed(kept: Kept) -> None:
    vault, database = kept.foundation.vault, kept.foundation.database
    with database.writing() as session:
        session.get_one(BorrowerRow, kept.borrower_id).data_key = None
    with database.reading() as session:
        assert vault.get(session, kept.borrower_id, "message", "m1") is None
        assert vault.person(session, kept.borrower_id) is None
        assert vault.pseudonyms(session, "cnv_1", kept.borrower_id).model_dump() != {}
    with database.writing() as session, pytest.raises(CannotDecrypt, match="erased"):
        vault.put(session, kept.borrower_id, "message", "m3", "late", MONDAY)


def test_a_borrower_nobody_knows_has_nothing(kept: Kept) -> None:
    with kept.foundation.database.reading() as session:
        assert kept.foundation.vault.get(session, "nobody", "message", "m1") is None
