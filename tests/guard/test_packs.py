"""Loading packs: mistakes name file, line and fix; composition is strictest-wins."""

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.datafiles import DataFileError
from service.domain.vocabulary import Outcome
from service.guard.inspection import Inspection
from service.guard.pack_examples import check_packs
from service.guard.packs import PackBook, load_packs
from service.guard.rules import rules_check
from tests.guard.conftest import POLICIES
from tests.guard.drafts import SAY_BALANCE, brief, context, draft

RULE = """
id: core.sample
version: "1"
jurisdiction: core
title: A sample
rules:
  - id: core.sample.rule
    title: Says boo
    citation: Somewhere 1
    kind: prohibit
    family: tone
    severity: low
    on_fail: block
    detection:
      en: ['\\bboo\\b']
    repair: Do not say boo.
    examples:
      violating: {en: [boo, Boo!, boo boo, Say boo., "Well, boo.", "boo?"]}
      compliant: {en: [Hello., Good day., Not boo., Fine., Thanks., Bye.]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copytree(POLICIES / "core" / "scope", tmp_path / "core" / "scope")
    return tmp_path


def _write(folder: Path, text: str, name: str = "sample.yaml") -> Path:
    path = folder / "core" / name
    path.write_text(text, encoding="utf-8")
    return path


def _inspect(text: str, jurisdiction: str = "uk") -> Inspection:
    return Inspection(text, "en", jurisdiction, None, None)


def test_loads_a_good_pack(folder: Path) -> None:
    _write(folder, RULE)
    assert load_packs(folder).find("core.sample.rule") is not None


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("'\\bboo\\b'", "'(boo'", "not valid RE2"),
        ("'\\bboo\\b'", "'(?=boo)'", "not valid RE2"),
        ("'\\bboo\\b'", "'{missing}'", "unknown term"),
        ("    citation: Somewhere 1\n", "", "citation"),
        ("    citation: Somewhere 1\n", "    citation: ''\n", "citation"),
        ("[boo, Boo!, boo boo,", "[boo,", "violating en examples"),
        ("[Hello., Good day.,", "[", "compliant en examples"),
        ("family: tone", "family: loud", "family"),
        ("    severity: low\n", "    severity: low\n    surprise: 1\n", "surprise"),
        ("jurisdiction: core", "jurisdiction: uk", "in the folder"),
    ],
)
def test_a_mistake_names_file_line_and_fix(folder: Path, old: str, new: str, problem: str) -> None:
    assert old in RULE
    path = _write(folder, RULE.replace(old, new))
    with pytest.raises(DataFileError) as caught:
        load_packs(folder)
    assert caught.value.path == path
    assert caught.value.line is not None
    assert problem in str(caught.value)
    assert caught.value.fix


def test_a_duplicate_rule_id_is_refused(folder: Path) -> None:
    _write(folder, RULE)
    second = _write(folder, RULE.replace("id: core.sample\n", "id: core.other\n"), "tother.yaml")
    with pytest.raises(DataFileError) as caught:
        load_packs(folder)
    assert caught.value.path == second
    assert caught.value.line == 7
    assert "core.sample.rule" in str(caught.value)


def test_a_folder_without_core_is_refused(tmp_path: Path) -> None:
    copytree(POLICIES / "core" / "scope", tmp_path / "core" / "scope")
    copytree(POLICIES / "uk", tmp_path / "uk")
    with pytest.raises(DataFileError, match="core pack"):
        load_packs(tmp_path)


def test_unverified_rules_are_off_by_default(folder: Path) -> None:
    _write(folder, RULE.replace("    kind: prohibit", "    status: unverified\n    kind: prohibit"))
    off, on = load_packs(folder), load_packs(folder, unverified=True)
    assert [f.rule_id for f in rules_check(off)(_inspect("boo", "core"))] == ["guard.jurisdiction"]
    assert "core.sample.rule" in [f.rule_id for f in rules_check(on)(_inspect("boo", "core"))]


@pytest.mark.parametrize(("day", "found"), [(date(2026, 12, 31), 0), (date(2027, 1, 1), 1), (date(2027, 7, 1), 0)])
def test_a_rule_is_in_force_between_its_dates(folder: Path, day: date, found: int) -> None:
    dates = "    effective_from: 2027-01-01\n    effective_to: 2027-06-30\n    kind: prohibit"
    _write(folder, RULE.replace("    kind: prohibit", dates))
    book = load_packs(folder)
    assert len(list(book.rules(book.packs, day))) == found


def test_an_unknown_jurisdiction_is_held(book: PackBook) -> None:
    findings = list(rules_check(book)(_inspect("Thank you for writing.", "atlantis")))
    assert [finding.outcome for finding in findings] == [Outcome.HOLD]


CONTACT = """
id: core.hours
version: "1"
jurisdiction: core
title: Hours
rules:
  - id: core.hours.night
    title: At night or so
    citation: Somewhere 2
    kind: timing
    family: contact_time
    severity: low
    on_fail: block
    window: {hours: [{open: "08:00", close: "20:00"}]}
    repair: Wait a little.
    examples:
      refused:
        - {at: 2026-11-24 20:00:00, zones: [Europe/London]}
        - {at: 2026-11-24 07:00:00, zones: [Europe/London]}
      allowed:
        - {at: 2026-11-24 08:00:00, zones: [Europe/London]}
        - {at: 2026-11-24 19:00:00, zones: [Europe/London]}
"""


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        pytest.param("        - {at: 2026-11-24 19:00:00, zones: [Europe/London]}\n", "", "1 allowed", id="few"),
        pytest.param(
            "    window:", "    cap: {max: 1, days: 1}\n    window:", "one block and no detection", id="two blocks"
        ),
        pytest.param("    window:", "    detection: {en: [night]}\n    window:", "no detection", id="with patterns"),
        pytest.param("kind: timing", "kind: frequency", "is of kind 'timing'", id="another kind"),
        pytest.param("    window:", "    applies_to: {verified: true}\n    window:", "and products", id="state"),
        pytest.param("20:00:00, zones", "20:00:00+01:00, zones", "without an offset", id="offset"),
        pytest.param('close: "20:00"', "close: 20:00", "close", id="unquoted hour"),
    ],
)
def test_a_mistake_in_a_contact_rule_names_file_line_and_fix(folder: Path, old: str, new: str, problem: str) -> None:
    assert old in CONTACT
    path = _write(folder, CONTACT.replace(old, new, 1))
    with pytest.raises(DataFileError) as caught:
        load_packs(folder)
    assert (caught.value.path, problem in str(caught.value)) == (path, True), str(caught.value)
    assert caught.value.line is not None


def test_an_attempt_that_is_judged_otherwise_than_its_example_says_fails_the_check(folder: Path) -> None:
    _write(folder, CONTACT.replace("2026-11-24 19:00:00", "2026-11-24 21:00:00"))
    report = check_packs(folder, date(2026, 11, 25))
    assert [(one.rule_id, one.expected, one.line) for one in report.failures] == [("core.hours.night", "allowed", 7)]
    assert report.examples == 4


def test_a_pack_without_a_rule_in_force_is_warned_about(folder: Path) -> None:
    path = _write(folder, RULE)
    _write(folder, CONTACT.replace("    kind: timing", "    effective_to: 2026-11-24\n    kind: timing"), "hours.yaml")
    assert check_packs(folder, date(2026, 11, 24)).warnings == ()
    report = check_packs(folder, date(2026, 11, 25))
    assert report.passed
    assert len(report.warnings) == 1
    assert "hours.yaml:10: no rule of core.hours is in force" in report.warnings[0]
    assert path.is_file()


def test_a_creditors_own_pack_binds_its_accounts_alone(folder: Path) -> None:
    _write(folder, RULE)
    _write(folder, CONTACT.replace("title: Hours\n", "title: Hours\ncreditor: Harbor Light Bank\n", 1), "own.yaml")
    book = load_packs(folder)
    names = {
        creditor: {ready.pack.id for ready in book.composed("core", None, creditor)}
        for creditor in ("harbor-light bank", "Other Bank", None)
    }
    own = {"core.sample", "core.hours"}
    assert names == {"harbor-light bank": own, "Other Bank": {"core.sample"}, None: {"core.sample"}}


@pytest.mark.parametrize(
    ("region", "whole", "in_part"),
    [
        ("us-tx", set(), set()),
        ("us-ny-nyc", {"us.ny", "us.nyc"}, set()),
        ("us-ny", {"us.ny"}, {"us.nyc"}),
        ("us-ca", {"us.ca"}, set()),
        (None, set(), {"us.ny", "us.nyc", "us.ma", "us.fl", "us.dc", "us.wa", "us.ca", "us.me", "us.ut"}),
    ],
)
def test_what_may_bind_there_forbids_and_requires_nothing(
    book: PackBook, region: str | None, whole: set[str], in_part: set[str]
) -> None:
    overlays = {ready.pack.id: ready for ready in book.composed("us", region) if ready.pack.region is not None}
    assert overlays.keys() == whole | in_part
    for name in in_part:
        assert all(item.rule.kind != "require" for item in overlays[name].rules)
    originals = {ready.pack.id: ready for ready in book.packs}
    assert all(overlays[name] == originals[name] for name in whole)


@pytest.mark.parametrize("place", ["eu", "in", "au"])
def test_a_seed_judges_texts_and_lets_no_draft_pass(book: PackBook, place: str) -> None:
    made = brief()
    written = draft((SAY_BALANCE,), made)
    context_there = context(jurisdiction=place)
    seen = Inspection(written.text, "en", place, None, context_there, written, made)
    assert "guard.jurisdiction" in {finding.rule_id for finding in rules_check(book)(seen)}
    assert "guard.jurisdiction" not in {finding.rule_id for finding in rules_check(book)(_inspect("Hello.", place))}
    assert place not in book.served


TEXTS = [
    text
    for ready in load_packs(POLICIES).packs
    for item in ready.rules
    for text in (*item.rule.examples.violating.en, *item.rule.examples.violating.zh)
]


@given(text=st.sampled_from(TEXTS), kept=st.sets(st.integers(0, 8)), added=st.integers(0, 8))
@settings(max_examples=60, deadline=None)
def test_adding_a_pack_never_takes_a_finding_away(book: PackBook, text: str, kept: set[int], added: int) -> None:
    fewer = PackBook(tuple(pack for index, pack in enumerate(book.packs) if index in kept))
    more = PackBook(tuple(pack for index, pack in enumerate(book.packs) if index in kept | {added}))
    before = {finding.rule_id for finding in rules_check(fewer)(_inspect(text, "us"))} - {"guard.jurisdiction"}
    after = {finding.rule_id for finding in rules_check(more)(_inspect(text, "us"))}
    assert before <= after
