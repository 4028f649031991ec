"""The pages of the rules: what they say, that they follow the packs, and that those on disk are up to date."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from service.datafiles import DataFileError
from service.guard.packs import load_packs
from service.rule_pages import all_pages, out_of_date, write_pages
from service.rule_pages.folder import MARK
from service.rule_pages.markdown import cell, code, plain
from service.rule_pages.pages import rule_texts
from service.rule_pages.quality import Quality
from service.rule_pages.rule_page import RuleText, rule_page
from service.settings import PROJECT_FOLDER
from tests.commands.conftest import Forbear, data_dir, forbear

__all__ = ["data_dir", "forbear"]  # fixtures

POLICIES = PROJECT_FOLDER / "policies"
PAGES = all_pages(POLICIES)
RULES = [item.rule for pack in load_packs(POLICIES, unverified=True).packs for item in pack.rules]


def test_the_pages_in_the_repository_are_up_to_date() -> None:
    """After a change of a pack: `forbear policies pages`."""
    assert list(out_of_date(PROJECT_FOLDER / "docs" / "rules", PAGES)) == []


def test_there_is_a_page_for_each_rule_and_an_index() -> None:
    assert set(PAGES) == {"index.md", *(f"{rule.id}.md" for rule in RULES)}


def test_the_same_packs_make_the_same_pages() -> None:
    assert all_pages(POLICIES) == PAGES


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_page_holds_all_that_the_rule_says(rule: Any) -> None:
    page = PAGES[f"{rule.id}.md"]
    assert page.startswith(MARK)
    for told in (rule.title, rule.citation, rule.repair):
        assert cell(plain(told)) in page or plain(told) in page
    for texts in (rule.examples.violating, rule.examples.compliant):
        for text in (*texts.en, *texts.zh):
            assert f"\n- {plain(text)}\n" in page
    assert f"| severity | {rule.severity} |" in page


def test_every_link_leads_somewhere() -> None:
    for name, page in PAGES.items():
        for target in re.findall(r"\]\(([^)]+)\)", re.sub(r"`+[^`]*`+", "", page)):
            file, _, anchor = target.partition("#")
            if file.startswith("../../policies/"):
                assert (POLICIES / file.removeprefix("../../policies/")).is_file(), name
            else:
                assert file in PAGES, (name, target)
                assert not anchor or f'id="{anchor}"' in PAGES[file], (name, target)


def test_rules_of_a_family_link_to_each_other() -> None:
    for rule in RULES:
        others = [other.id for other in RULES if other.family == rule.family and other.id != rule.id]
        assert all(f"]({other}.md)" in PAGES[f"{rule.id}.md"] for other in others)
        assert f"]({rule.id}.md)" not in PAGES[f"{rule.id}.md"]


def counts(texts: int, stopped: int, blocked: int) -> dict[str, int]:
    return {"texts": texts, "stopped": stopped, "blocked": blocked, "false_blocks": 1, "false_holds": 2}


def _changed(**fields: Any) -> str:
    """The page of a rule that says something else."""
    text = next(text for text in rule_texts(POLICIES) if text.id == "core.threat.arrest")
    return rule_page(RuleText(text.rule | fields, text.pack, text.source), [text], Quality())


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (
            {"window": {"hours": [{"open": "08:00", "close": "21:00"}], "holidays": None}},
            "- window:\n  - hours: (open: 08:00; close: 21:00)\n",
        ),
        ({"cap": {"max": 7, "days": 7.0, "of": ["voice"]}}, "- cap:\n  - max: 7\n  - days: 7\n  - of: voice\n"),
        ({"consent": True}, "- consent: yes"),
        ({"subject": "calls_a_week"}, "- subject: calls\\_a\\_week"),
        ({"kind": "frequency", "detection": {}}, "Not by words"),
        ({"kind": "something_new"}, "| kind | something new |"),
        ({"detection": {"check": "a_new_check"}}, "By code: `a_new_check`."),
        ({"detection": {"model": {"name": "m", "above": 0.5}}}, "- model:\n  - name: m\n  - above: 0.5"),
        (
            {"examples": {"refused": [{"at": "21:01", "zones": ["A/B", "C/D"], "reply": None}]}},
            "## Refused\n\n- at: 21:01; zones: A/B, C/D\n",
        ),
        (
            {"applies_to": {"products": ["card", "loan"], "verified": False}},
            "- products: card, loan\n- the person has not proved",
        ),
        ({"applies_to": {"time_barred": True}}, "- the debt may be too old to sue on, or nobody knows"),
        ({"applies_to": {"flags": ["disputed"]}}, "- the account is marked disputed"),
        ({"effective_from": "2027-01-01"}, "| in force | since 2027-01-01 |"),
        ({"effective_from": "2026-01-01", "effective_to": "2026-12-31"}, "since 2026-01-01 until 2026-12-31 |"),
        ({"effective_to": "2026-12-31"}, "| in force | until 2026-12-31 |"),
        ({"status": "unverified"}, "| status | unverified: nobody has read the law"),
        ({"on_fail": "hold"}, "| on a breach | the message waits until a person has looked at it |"),
        ({"title": "Says <b>a | b</b> in *stars*"}, "# Says \\<b\\>a \\| b\\</b\\> in \\*stars\\*"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_whatever_a_rule_says_is_shown(fields: dict[str, Any], says: str) -> None:
    assert says in _changed(**fields)


@pytest.mark.parametrize(
    ("quality", "says"),
    [
        (None, "Not measured for the family threat arrest."),
        ({"families": {}}, "Not measured for the family threat arrest."),
        ({"families": {"threat_arrest": {"en": counts(40, 38, 31)}}}, "| English | 40 | 38 | 31 | 1 | 2 |"),
    ],
    ids=["no file", "no family", "measured"],
)
def test_what_was_measured_is_told_and_what_was_not_too(tmp_path: Path, quality: object, says: str) -> None:
    policies = _copied(tmp_path)
    file = policies / "core" / "reader" / "quality.json"
    file.parent.mkdir(exist_ok=True)
    file.unlink(missing_ok=True)
    if quality is not None:
        file.write_text(json.dumps(quality), encoding="utf-8")
    pages = all_pages(policies)
    assert says in pages["core.threat.arrest.md"]
    assert says in pages["index.md"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "JSON"),
        ('{"families": {"no_such_family": {}}}', "families"),
        (json.dumps({"families": {"tone": {"en": counts(1, 2, 0)}}}), "among those stopped"),
    ],
    ids=["syntax", "family", "sums"],
)
def test_a_broken_file_of_measurements_is_named(tmp_path: Path, text: str, says: str) -> None:
    policies = _copied(tmp_path)
    file = policies / "core" / "reader" / "quality.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match=says) as caught:
        all_pages(policies)
    assert caught.value.path == file


def _copied(folder: Path) -> Path:
    return Path(shutil.copytree(POLICIES, folder / "policies"))


def test_pages_are_written_once_and_follow_their_rules(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    assert write_pages(folder, PAGES) == (len(PAGES), 0)
    (folder / "notes.md").write_text("# Written by hand\n", encoding="utf-8")
    assert write_pages(folder, PAGES) == (0, 0)
    fewer = {name: text for name, text in PAGES.items() if name != "core.care.tone.md"}
    changed = fewer | {"index.md": f"{MARK}\nother\n", "core.new.md": f"{MARK}\nnew\n"}
    assert [line.split(": ")[1] for line in out_of_date(folder, changed)] == [
        "the page does not say what its rule says",
        "the page is missing",
        "there is no such rule any more",
    ]
    assert write_pages(folder, changed) == (2, 1)
    assert list(out_of_date(folder, changed)) == []
    assert (folder / "notes.md").is_file()


def test_the_command_writes_compares_and_names_what_is_old(forbear: Forbear, tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    before, made = (
        forbear("policies", "pages", "--folder", str(folder), "--check"),
        forbear("policies", "pages", "--folder", str(folder)),
    )
    assert (before.code, made.code) == (1, 0)
    assert f"{folder / 'index.md'}: the page is missing. Run forbear policies pages" in before.err
    assert made.out == f"{len(PAGES)} pages: {len(PAGES)} written, 0 deleted, 0 as they were\n"
    after = forbear("policies", "pages", "--folder", str(folder), "--check")
    assert (after.code, after.out, after.err) == (0, f"{len(PAGES)} pages, 0 out of date\n", "")


@pytest.mark.parametrize(("text", "expected"), [("a", "`a`"), ("a`b", "`` a`b ``"), ("a``b", "``` a``b ```")])
def test_code_that_holds_backticks(text: str, expected: str) -> None:
    assert code(text) == expected


def test_a_region_is_named(tmp_path: Path) -> None:
    text = next(text for text in rule_texts(POLICIES) if text.id == "us.overshadow")
    pack = replace(text.pack, pack=text.pack.pack.model_copy(update={"region": "us-ny"}))
    assert "| where | `us`, `us-ny` |" in rule_page(replace(text, pack=pack), [text], Quality())
