"""Creditors and help lines: the shipped files are sound, and broken ones are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.datafiles import DataFileError
from service.writing.directory import find_creditor, load_creditors, load_help
from tests.writing.cases import POLICIES

CREDITOR = "id: Made-up Lender\nname: {en: Made-up Lender, zh: 虚构贷款}\n"


def test_the_sample_creditors_are_there() -> None:
    assert set(load_creditors(POLICIES)) == {
        "Harbor Light Bank",
        "Juniper Street Recovery",
        "Northgate Credit",
        "Willow Medical Finance",
        "安和消费金融",
        "云杉银行",
    }


@pytest.mark.parametrize("creditor", load_creditors(POLICIES).values(), ids=lambda item: item.id)
def test_a_sample_creditor_can_be_reached_and_paid_only_at_made_up_places(creditor: object) -> None:
    made = find_creditor(load_creditors(POLICIES), creditor.id)  # type: ignore[attr-defined]
    assert made.payment_page is not None
    assert made.payment_page.endswith(".example")
    assert made.phone is not None
    assert "555" in made.phone or "1632 960" in made.phone


def test_an_unknown_creditor_has_its_id_for_a_name() -> None:
    made = find_creditor({}, "Nobody Knows Ltd")
    assert (made.name.en, made.name.zh, made.phone) == ("Nobody Knows Ltd", "Nobody Knows Ltd", None)


@pytest.mark.parametrize(("place", "crisis"), [("us", "988"), ("uk", "116 123"), ("cn", "12356")])
def test_help_lines(place: str, crisis: str) -> None:
    lines = load_help(POLICIES)[place]
    assert lines.crisis.phone == crisis
    assert lines.regulator is not None


def test_numbers_that_nobody_checked_say_so() -> None:
    for lines in load_help(POLICIES).values():
        found = [getattr(lines, name) for name in type(lines).model_fields if name != "jurisdiction"]
        assert all(line.verified is (line.source != "general knowledge") for line in found if line is not None)


def test_a_creditor_described_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "creditors").mkdir()
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / "creditors" / name).write_text(CREDITOR, encoding="utf-8")
    with pytest.raises(DataFileError, match="described twice"):
        load_creditors(tmp_path)


def test_help_lines_in_the_wrong_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "fr").mkdir()
    text = (POLICIES / "uk/help.yaml").read_text(encoding="utf-8")
    (tmp_path / "fr/help.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match="in the folder 'fr'"):
        load_help(tmp_path)
