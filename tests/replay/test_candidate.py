"""Packs under trial: which take whose place, what is said of a broken one, and that the sieve changes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.datafiles import DataFileError
from service.domain.verdict import Finding
from service.domain.vocabulary import Language
from service.guard.context import GuardContext
from service.guard.inspection import Inspection
from service.guard.packs import PackBook, load_packs
from service.guard.rules import rules_check
from service.guard.sieve import Sieve, sifted
from service.replay import load_candidate
from tests.replay.conftest import POLICIES, WritePack, rule

PLAIN = load_packs(POLICIES)
SIFTED = sifted(PLAIN)


def _ids(book: PackBook) -> list[str]:
    return sorted(item.rule.id for pack in book.packs for item in pack.rules)


def _found(book: PackBook, text: str, language: Language) -> Sequence[Finding]:
    context = GuardContext(jurisdiction="us", today=date(2026, True, 23), verified=True, first_message=True)
    return list(rules_check(book)(Inspection(text, language, "us", None, context)))


def test_a_pack_with_a_known_id_takes_that_place_and_a_new_one_is_added(tmp_path: Path, write_pack: WritePack) -> None:
    changed = tmp_path / "mine.yaml"
    source = (POLICIES / "uk" / "conduct.yaml").read_text(encoding="utf-8")
    changed.write_text(source.replace("id: uk.breathing_space", "id: uk.breathing_place"), encoding="utf-8")
    before, after = _ids(PLAIN), _ids(load_candidate(POLICIES, [changed, write_pack(rule("core.trial.one", "zzz"))]))
    renamed = {"uk.breathing_space"} & set(before)
    assert set(after) == (set(before) - renamed) | {"core.trial.one"} | ({"uk.breathing_place"} if renamed else set())


@pytest.mark.parametrize("given", [POLICIES, POLICIES / "us", POLICIES / "us" / "conduct.yaml"], ids=str)
def test_the_packs_in_use_given_again_are_the_packs_in_use(given: Path) -> None:
    assert _ids(load_candidate(POLICIES, [given])) == _ids(PLAIN)


def test_a_whole_folder_takes_the_place_of_everything(tmp_path: Path) -> None:
    shutil.copytree(POLICIES, tmp_path / "policies")
    (tmp_path / "policies" / "us" / "conduct.yaml").unlink()
    gone = [item.rule.id for pack in PLAIN.packs if pack.path.name == "conduct.yaml" for item in pack.rules]
    us = {id_ for id_ in gone if id_.startswith("us.")}
    assert us
    assert us.isdisjoint(_ids(load_candidate(POLICIES, [tmp_path / "policies"])))


@pytest.mark.parametrize(
    ("broken", "in_pattern", "says"),
    [
        (rule("core.trial.one", "(?=ahead)"), True, "is not valid RE2"),
        (rule("core.trial.one", "{nobody}"), True, "unknown term"),
        (rule("core.trial.one", "x", severity="awful"), False, "severity"),
        (rule("core.threat.arrest", "xx"), False, "also in threats.yaml"),
    ],
    ids=["pattern", "term", "schema", "twice"],
)
def test_a_broken_pack_is_named_as_it_was_given(
    write_pack: WritePack, broken: dict[str, object], in_pattern: bool, says: str
) -> None:
    path = write_pack(broken)
    with pytest.raises(DataFileError, match=says) as caught:
        load_candidate(POLICIES, [path])
    assert caught.value.path == path
    assert caught.value.line is not None
    assert caught.value.fix
    if in_pattern:
        written = path.read_text(encoding="utf-8").splitlines()[caught.value.line - 1]
        assert str(broken["detection"]["en"][0]["find"]) in written  # type: ignore[index]


def test_a_folder_without_packs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="no pack in this folder"):
        load_candidate(POLICIES, [tmp_path])


LANGUAGES: tuple[Language, ...] = ("en", "zh")
EXAMPLES = [
    (text, language)
    for pack in PLAIN.packs
    for item in pack.rules
    for texts in (item.rule.examples.violating, item.rule.examples.compliant)
    for language in LANGUAGES
    for text in texts.in_language(language)
]


def test_the_sieve_changes_no_finding_of_the_examples() -> None:
    for text, language in EXAMPLES:
        assert _found(SIFTED, text, language) == _found(PLAIN, text, language), text


@given(st.lists(st.one_of(st.sampled_from([text for text, _ in EXAMPLES]), st.text(max_size=40)), max_size=4))
def test_the_sieve_changes_no_finding_of_any_text(parts: list[str]) -> None:
    text = " ".join(parts)
    assert _found(SIFTED, text, "en") == _found(PLAIN, text, "en")


def test_a_sieve_that_gives_up_lets_everything_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """An automaton out of memory answers "nothing"; taken at its word, every rule would be silent."""
    sieve = Sieve(["abc", "xyz"])
    assert [sieve.may_match(number, "an abc") for number in (0, 1)] == [True, False]
    monkeypatch.setattr(sieve, "_filter", _GivenUp())
    assert [sieve.may_match(number, "another") for number in (0, 1)] == [True, True]


class _GivenUp:
    def Match(self, text: str, potential: bool) -> list[int]:  # noqa: N802  (the name of the library)
        return []
