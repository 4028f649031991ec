"""`forbear privacy retention`: it counts, and deletes only when told to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from service.domain.account import AccountImport
from service.program import Foundation
from tests.commands.conftest import Forbear
from tests.retention.conftest import SPOKEN, Archive

FOUR_YEARS_LATER = (SPOKEN + timedelta(days=4 * 366)).date().isoformat()


@pytest.fixture
def archive(foundation: Foundation, card_account: AccountImport) -> Archive:
    found = Archive(foundation.database, foundation.vault, card_account)
    found.add()
    found.add(id="acc-2", borrower={"id": "bor-2"}, flags=("legal_hold",))
    return found


def test_by_itself_it_only_counts_and_names_rule_and_citation(forbear: Forbear, archive: Archive) -> None:
    before = archive.sealed()
    ended = forbear("privacy", "retention", "--today", FOUR_YEARS_LATER)
    assert ended.code == 0, ended.err
    traces = next(line for line in ended.out.splitlines() if " traces " in line)
    assert [cell.strip() for cell in traces.split("│")[1:7]] == [
        "us", "traces", "3", "2022-05-10", "3", "3 years after last activity",
    ]  # fmt: skip
    assert "12 CFR 1006.100(a)" in ended.out
    assert "1 borrowers are left alone: legal hold" in ended.out
    assert "14 rows would fall, 14 are kept for a hold; only --apply deletes" in ended.out
    assert archive.sealed() == before
    assert "Maria" not in ended.out


def test_with_apply_it_deletes_and_leaves_who_is_held_alone(forbear: Forbear, archive: Archive) -> None:
    ended = forbear("privacy", "retention", "--apply")
    assert ended.out.endswith("14 rows deleted, 14 are kept for a hold\n"), ended.out
    assert archive.sealed() == {"message": 5, "pseudonyms": 1, "profile": 2}
    assert forbear("audit", "verify").out.endswith(" 0 broken\n")


def test_what_is_not_over_yet_is_never_deleted(forbear: Forbear, archive: Archive) -> None:
    before = archive.sealed()
    ended = forbear("privacy", "retention", "--apply", "--today", "2200-01-01")
    assert (ended.code, archive.sealed()) == (2, before)
    assert "what is not over yet is not deleted" in ended.err
