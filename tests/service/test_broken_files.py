"""The service does not start with a broken file: the real folders, with one thing broken in each test."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pytest

from service.datafiles import DataFileError
from service.guard.judge import load_judge_prompts
from service.guard.packs import load_packs
from service.guard.rapport import load_rapport
from service.guard.reader import load_reader
from service.knowledge import load_documents
from service.negotiation import load_authorities
from service.retention import load_retention
from service.samples import SAMPLE_ACCOUNTS_PATH, load_sample_accounts
from service.samples.stories import STORIES_FOLDER, load_stories
from service.settings import PROJECT_FOLDER
from service.writing import load_creditors, load_help, load_library
from service.writing.prompt import load_prompt
from service.zones import load_zones

Load = Callable[[Path], object]


@dataclass(frozen=True)
class Kind:
    """A kind of file: one real example, and how all of its kind are read from a copy of the folders."""

    file: str
    load: Load


PACK = Kind("policies/core/money.yaml", lambda root: load_packs(root / "policies"))
SCOPE = Kind("policies/core/scope/en.yaml", lambda root: load_packs(root / "policies"))
AUTHORITY = Kind("policies/us/authority/card-harbor-light.yaml", lambda root: load_authorities(root / "policies"))
CREDITOR = Kind("policies/creditors/harbor-light-bank.yaml", lambda root: load_creditors(root / "policies"))
HELP = Kind("policies/us/help.yaml", lambda root: load_help(root / "policies"))
RETENTION = Kind("policies/us/retention.yaml", lambda root: load_retention(root / "policies", {}))
TIME_ZONES = Kind("policies/zones.yaml", lambda root: load_zones(root / "policies"))
CONTACT = Kind("policies/us/nyc.yaml", lambda root: load_packs(root / "policies"))
FLORIDA = Kind("policies/us/fl.yaml", lambda root: load_packs(root / "policies"))
EUROPE = Kind("policies/eu/contact.yaml", lambda root: load_packs(root / "policies"))
RULES = Kind("prompts/statements/rules/debt.yaml", lambda root: load_library(root / "prompts"))
WORDINGS = Kind("prompts/statements/en/debt.yaml", lambda root: load_library(root / "prompts"))
PROMPT = Kind("prompts/negotiator.en.md", lambda root: load_prompt(root / "prompts" / "negotiator.en.md"))
JUDGE = Kind("prompts/judge.zh.md", lambda root: load_judge_prompts(root / "prompts"))
RAPPORT = Kind("prompts/rapport/en.yaml", lambda root: load_rapport(root / "policies", root / "prompts"))
REFUSED = Kind(
    "policies/core/rapport/not_rapport.zh.yaml", lambda root: load_rapport(root / "policies", root / "prompts")
)
TOPICS = Kind("policies/core/rapport/topics.en.yaml", lambda root: load_rapport(root / "policies", root / "prompts"))
DOCUMENT = Kind("knowledge/us/en/dispute.md", lambda root: load_documents(root / "knowledge"))
SAMPLES = Kind("samples/accounts.jsonl", lambda root: load_sample_accounts(root / "samples" / "accounts.jsonl"))
STORY = Kind("stories/a-story.yaml", lambda root: load_stories(root / "stories"))

YAML_KINDS = {
    "pack": PACK, "scope": SCOPE, "authority": AUTHORITY, "creditor": CREDITOR, "help": HELP, "rules": RULES,
    "zones": TIME_ZONES, "contact": CONTACT, "retention": RETENTION,
    "wordings": WORDINGS, "rapport": RAPPORT, "refused": REFUSED, "topics": TOPICS, "story": STORY,
}  # fmt: skip
KINDS = YAML_KINDS | {"prompt": PROMPT, "judge": JUDGE, "document": DOCUMENT, "samples": SAMPLES}


def of_kinds(kinds: dict[str, Kind]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("kind", kinds.values(), ids=kinds.keys())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of every folder that people edit; the story is the first of its folder, alone."""
    for folder in ("policies", "prompts", "knowledge"):
        copytree(PROJECT_FOLDER / folder, tmp_path / folder)
    (tmp_path / "samples").mkdir()
    (tmp_path / "samples" / "accounts.jsonl").write_bytes(SAMPLE_ACCOUNTS_PATH.read_bytes())
    (tmp_path / "stories").mkdir()
    story = min(STORIES_FOLDER.glob("*.yaml")).read_text(encoding="utf-8")
    named = re.sub(r"^id: .*$", "id: a-story", story, flags=re.MULTILINE)
    (tmp_path / "stories" / "a-story.yaml").write_text(named, encoding="utf-8")
    return tmp_path


def _refusal(kind: Kind, root: Path) -> DataFileError:
    with pytest.raises(DataFileError) as caught:
        kind.load(root)
    assert caught.value.fix.strip()
    return caught.value


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _edit(path: Path, old: str, new: str) -> int:
    """Replace the first occurrence; its line, counted from 1."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@of_kinds(KINDS)
def test_the_copy_as_it_is_can_be_read(root: Path, kind: Kind) -> None:
    assert kind.load(root) is not None


@of_kinds(KINDS)
def test_a_file_that_is_not_utf8_is_named_with_its_line(root: Path, kind: Kind) -> None:
    path = root / kind.file
    first, rest = path.read_bytes().split(b"\n", 1)
    path.write_bytes(first + b"\n# \xff\xfe\n" + rest)
    error = _refusal(kind, root)
    assert (error.path, error.line, error.problem) == (path, 2, "the file is not UTF-8")


@of_kinds({name: kind for name, kind in KINDS.items() if name not in ("samples",)})
def test_an_empty_file_is_named(root: Path, kind: Kind) -> None:
    (root / kind.file).write_bytes(b"")
    error = _refusal(kind, root)
    assert error.path == root / kind.file
    assert error.line in (None, 1)


@of_kinds(YAML_KINDS)
def test_bad_yaml_is_named_with_its_line(root: Path, kind: Kind) -> None:
    path = root / kind.file
    lines = _lines(path)
    _write(path, [*lines, "]"])
    error = _refusal(kind, root)
    assert (error.path, error.line) == (path, len(lines) + 1)
    assert "not valid YAML" in error.problem


@of_kinds(YAML_KINDS)
def test_an_unknown_key_is_named_with_its_line(root: Path, kind: Kind) -> None:
    path = root / kind.file
    lines = _lines(path)
    _write(path, [*lines, "moonlight: 1"])
    error = _refusal(kind, root)
    assert (error.path, error.line) == (path, len(lines) + 1)
    assert error.problem.startswith("moonlight: ")


@of_kinds(YAML_KINDS)
def test_a_key_given_twice_is_named(root: Path, kind: Kind) -> None:
    path = root / kind.file
    lines = _lines(path)
    key = next(line for line in lines if re.match(r"[a-z_]+:", line)).split(":")[0]
    _write(path, [*lines, f"{key}: x"])
    error = _refusal(kind, root)
    assert (error.path, error.line) == (path, len(lines) + 1)
    assert f"{key!r} is given twice" in error.problem


CHANGES: list[tuple[str, Kind, str, str, str, bool]] = [
    ("pack-wrong-type", PACK, "rules:", "rules: many\nold:", "rules", True),
    ("pack-bad-family", PACK, "    family: ", "    family: rudeness #", "family", True),
    ("pack-elsewhere", PACK, "jurisdiction: core", "jurisdiction: mars", "jurisdiction 'mars'", True),
    ("contact-bad-hours", FLORIDA, 'open: "08:00", close: "21:00"', 'open: "21:00", close: "08:00"', "empty", False),
    ("contact-hour-of-25", FLORIDA, 'close: "21:00"', 'close: "25:00"', "close", True),
    ("contact-no-citation", CONTACT, "    citation: ", "    source: ", "citation", False),
    ("contact-no-refusals", CONTACT, "      refused:", "      refuses:", "refuses", False),
    ("contact-other-family", CONTACT, "family: contact_frequency", "family: contact_time", "a cap is of kind", False),
    ("contact-unknown-zone", CONTACT, "zones: [America/New_York]", "zones: [America/Gotham]", "'America/Gotham'", True),
    ("contact-bad-region", CONTACT, "region: us-ny-nyc", "region: New York", "such as us-ny", True),
    ("contact-ends-first", CONTACT, "effective_from: 2026-09-01", "effective_to: 1999-01-01", "before it", False),
    ("contact-overlap", FLORIDA, "effective_to: 2025-05-15", "effective_to: 2025-05-16", "both in force", False),
    ("contact-no-calendar", EUROPE, "      agreed: replaces", "      holidays: closed", "holidays of 'eu'", False),
    ("zones-unknown", TIME_ZONES, "[Asia/Shanghai]", "[Asia/Atlantis]", "no time zone", False),
    ("scope-bad-word", SCOPE, "negations:\n", "negations:\n  - '(?<=x)'\n", "does not compile", False),
    ("scope-no-number", SCOPE, "reach: ", "reach: far #", "reach", True),
    ("authority-elsewhere", AUTHORITY, "jurisdiction: us", "jurisdiction: uk", "stands in the folder of 'us'", True),
    ("creditor-no-name", CREDITOR, "\nname:", "\ntitle:", "name: Field required", False),
    ("help-elsewhere", HELP, "jurisdiction: us", "jurisdiction: uk", "jurisdiction is 'uk'", False),
    ("help-no-crisis", HELP, "\ncrisis:", "\ncrisis_line:", "crisis: Field required", False),
    ("help-no-source", HELP, "  source: ", "  sauce: ", "source: Field required", False),
    ("rules-unknown-act", RULES, "acts: [", "acts: [dance, ", "acts.0", True),
    ("wording-orphan", WORDINGS, "wordings:\n", "wordings:\n  zz.moon: {neutral: [Hi.]}\n", "no rule says", False),
    ("prompt-no-head", PROMPT, "---\n", "", "front matter is missing", True),
    ("prompt-bad-version", PROMPT, "version: ", "version: new", "version", True),
    ("prompt-no-mark", PROMPT, "<!-- message -->", "", "is missing", False),
    ("prompt-unknown-slot", PROMPT, "<!-- message -->", "<!-- message --> $moonlight", "unknown ['moonlight']", False),
    ("rapport-changed", RAPPORT, "groups:\n", "groups:\n  more: [Good for you.]\n", "other examples", False),
    ("topics-bad-pattern", TOPICS, "topics:\n", "topics:\n  moon: {family: tone, patterns: ['(']}\n", "", False),
    ("document-bad-topic", DOCUMENT, "topic: ", "topic: weather #", "topic", True),
    ("document-bad-date", DOCUMENT, "effective_from: ", "effective_from: 2026-02-30 #", "day is out of range", True),
    ("document-markup", DOCUMENT, "\n## ", "\n## Is it **bold**?\n\nIt is **bold**.\n\n## ", "markup", False),
    ("story-unknown-act", STORY, "acts: [", "acts: [dance, ", "acts.0", True),
    ("story-elsewhere", STORY, "id: a-story", "id: another", "the id is 'another'", True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "old", "new", "problem", "on_its_line"), [change[1:] for change in CHANGES], ids=[c[0] for c in CHANGES]
)
def test_one_wrong_thing_is_named_where_it_stands(
    root: Path, kind: Kind, old: str, new: str, problem: str, on_its_line: bool
) -> None:
    line = _edit(root / kind.file, old, new)
    error = _refusal(kind, root)
    assert problem in error.problem
    if problem != "other examples":
        assert error.path == root / kind.file
    if on_its_line:
        assert error.line == line


@pytest.mark.parametrize("given", ["(?<=a)b", "(a", "{moonlight}", "[z-a]", "a**"])
def test_a_bad_pattern_is_named_with_its_line(root: Path, given: str) -> None:
    path = root / PACK.file
    line = next(n for n, text in enumerate(_lines(path), 1) if text.lstrip().startswith("en:") and text.endswith("en:"))
    lines = _lines(path)
    indent = " " * (len(lines[line]) - len(lines[line].lstrip()))
    _write(path, [*lines[:line], f"{indent}- '{given}'", *lines[line:]])
    error = _refusal(PACK, root)
    assert (error.path, error.line) == (path, line + 1)
    assert repr(given) in error.problem
    assert "RE2" in error.fix


def test_a_rule_without_a_citation_is_named_with_its_line(root: Path) -> None:
    path = root / PACK.file
    lines = _lines(path)
    place = next(number for number, text in enumerate(lines) if text.startswith("    citation:"))
    starts = [number for number, text in enumerate(lines[:place], 1) if text.startswith("  - id:")]
    _write(path, lines[:place] + lines[place + 1 :])
    error = _refusal(PACK, root)
    assert (error.path, error.line) == (path, starts[-1])
    assert "citation: Field required" in error.problem


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        (PACK, "is also in"),
        (AUTHORITY, "is already used in"),
        (CREDITOR, "is described twice"),
        (RULES, "is already used in"),
        (WORDINGS, "is already worded in"),
        (DOCUMENT, "is already in"),
    ],
    ids=["pack", "authority", "creditor", "rules", "wordings", "document"],
)
def test_a_file_copied_under_another_name_is_refused(root: Path, kind: Kind, says: str) -> None:
    path = root / kind.file
    copy = path.with_stem("zz-copy")
    copy.write_bytes(path.read_bytes())
    error = _refusal(kind, root)
    assert (error.path, says in error.problem) == (copy, True)


@pytest.mark.parametrize(
    "kind",
    [SCOPE, RAPPORT, REFUSED, TOPICS, PROMPT, SAMPLES],
    ids=["scope", "rapport", "refused", "topics", "prompt", "samples"],
)
def test_a_missing_file_is_named(root: Path, kind: Kind) -> None:
    (root / kind.file).unlink()
    error = _refusal(kind, root)
    assert (error.path, error.problem) == (root / kind.file, "the file is missing")


@pytest.mark.parametrize("kind", [RULES, WORDINGS], ids=["rules", "wordings"])
def test_statements_without_their_other_half_are_refused(root: Path, kind: Kind) -> None:
    (root / kind.file).unlink()
    error = _refusal(kind, root)
    assert "no rule says when" in error.problem or "has no wording in language 'en'" in error.problem
    assert error.path.name == Path(kind.file).name


@pytest.mark.parametrize(
    ("folder", "load"),
    [
        ("policies", lambda root: load_packs(root / "policies")),
        ("knowledge", lambda root: load_documents(root / "knowledge")),
        ("prompts", lambda root: load_library(root / "prompts")),
        ("stories", lambda root: load_stories(root / "stories")),
    ],
    ids=["policies", "knowledge", "prompts", "stories"],
)
def test_a_folder_that_is_not_there_is_named(root: Path, folder: str, load: Load) -> None:
    (root / folder).rename(root / "elsewhere")
    error = _refusal(Kind("", load), root)
    assert (root / folder) in (error.path, *error.path.parents)


def test_classifiers_that_are_not_there_are_named_with_the_command_that_makes_them(root: Path) -> None:
    for name, load in (
        ("rapport/heads.npz", lambda: load_rapport(root / "policies", root / "prompts")),
        ("reader/weights.npz", lambda: load_reader(root / "policies", load_packs(root / "policies"))),
    ):
        path = root / "policies" / "core" / name
        path.unlink()
        with pytest.raises(DataFileError) as caught:
            load()
        assert caught.value.path == path
        assert "Run python -m service.guard." in caught.value.fix


def test_a_broken_sample_names_its_line_and_tells_nothing_of_the_person(root: Path) -> None:
    path = root / SAMPLES.file
    lines = _lines(path)
    name = load_sample_accounts()[2].borrower.name
    for broken in (lines[2].replace('"currency": "', '"currency": "?'), lines[2][:-1], lines[0]):
        _write(path, [*lines[:2], broken, *lines[3:]])
        error = _refusal(SAMPLES, root)
        assert (error.path, error.line) == (path, 3)
        assert name not in str(error)
