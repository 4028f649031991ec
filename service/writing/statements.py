"""The statement library: vetted sentences as data, with the rules for when each may and must be said.

`prompts/statements/rules/*.yaml` says when (once for both languages, so that they cannot drift apart);
`prompts/statements/en/*.yaml` and `zh/*.yaml` say it, in several wordings and tones.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from pydantic import Field, model_validator

from service.datafiles import DataFileError, lines_of, load_yaml
from service.domain.base import Value
from service.domain.vocabulary import Act, Language, Tone
from service.domain.writing import SlotType

Kind = Literal[
    "disclosure", "fact", "offer", "right", "next_step", "question", "acknowledgement", "notice", "safety"
]  # fmt: skip
LANGUAGES: tuple[Language, ...] = get_args(Language)


class Wordings(Value):
    """One statement in one language; without warm wordings the neutral ones serve."""

    neutral: tuple[str, ...] = Field(min_length=1)
    warm: tuple[str, ...] = ()

    def in_tone(self, tone: Tone) -> tuple[str, ...]:
        return self.warm if tone is Tone.WARM and self.warm else self.neutral

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.neutral, *self.warm)


class StatementRule(Value):
    """When a statement may be said, when it must be, and what fills it.

    Args:
        acts: acts in which it is allowed, or "any".
        except_acts: acts beside which it is never said, also when another act of the message allows it.
        required_for: acts that are incomplete without it while its conditions hold; "any" for all allowed ones.
        default: the scripted writer says it.
        once: the scripted writer leaves it out while the recent history already has it.
        order: position, low first. Below 100 it opens the message, from 800 on it closes it; each hundred
            is a paragraph.
        when: conditions that must all hold. unless: conditions of which none may hold.
        jurisdictions: codes in which it applies; everywhere when empty.
        citation: the law behind it.
        slots: name and type of what code fills in.
        each: one option for each quote or passage, numbered from 1.
        alias: the id that such options carry before the number, shared by variants ("offer.option").
    """

    id: str = Field(pattern=r"^[a-z_]+\.[a-z_]+$")
    acts: tuple[Act | Literal["any"], ...] = Field(min_length=1)
    except_acts: tuple[Act, ...] = ()
    required_for: tuple[Act | Literal["any"], ...] = ()
    default: bool = False
    once: bool = False
    order: int = Field(ge=0, lt=1000)
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    kind: Kind
    jurisdictions: tuple[str, ...] = ()
    citation: str | None = None
    slots: dict[str, SlotType] = Field(default_factory=dict)
    each: Literal["quote", "passage"] | None = None
    alias: str | None = None

    @model_validator(mode="after")
    def _alias_needs_each(self) -> StatementRule:
        if self.alias is not None and self.each is None:
            raise ValueError("alias is for statements with each: quote or passage")
        return self

    def allowed_in(self, act: Act) -> bool:
        return act not in self.except_acts and ("any" in self.acts or act in self.acts)

    def required_in(self, act: Act) -> bool:
        return self.allowed_in(act) and ("any" in self.required_for or act in self.required_for)

    def holds(self, conditions: frozenset[str], jurisdiction: str) -> bool:
        return (
            conditions.issuperset(self.when)
            and conditions.isdisjoint(self.unless)
            and (not self.jurisdictions or jurisdiction in self.jurisdictions)
        )


class RuleFile(Value):
    statements: tuple[StatementRule, ...]


class WordingFile(Value):
    wordings: dict[str, Wordings]


@dataclass(frozen=True)
class Place:
    """Where in the files something stands, for error messages."""

    path: Path
    line: int | None


@dataclass(frozen=True)
class Statement:
    """A rule with its wordings in both languages."""

    rule: StatementRule
    wordings: dict[Language, Wordings]
    place: Place


@dataclass(frozen=True)
class StatementLibrary:
    """All statements, in the order of their position in a message.

    Args:
        version: content hash (sha256, first 12 hex digits) of all the files.
    """

    statements: tuple[Statement, ...]
    version: str = "unversioned"

    def find(self, statement_id: str) -> Statement | None:
        return next((item for item in self.statements if item.rule.id == statement_id), None)

    def for_acts(self, acts: tuple[Act, ...]) -> tuple[Statement, ...]:
        """The statements that a message with these acts may hold."""
        return tuple(
            item
            for item in self.statements
            if any(item.rule.allowed_in(act) for act in acts) and not set(acts).intersection(item.rule.except_acts)
        )


def load_library(prompts_dir: Path) -> StatementLibrary:
    """The statements of `<prompts_dir>/statements`, checked.

    Raises:
        DataFileError: a file does not fit its schema, an id is given twice or is missing in a language, or the
            linter finds a problem (the first one is named, with file, line and fix).
    """
    library = read_library(prompts_dir)
    from service.writing.lint import lint_library

    for problem in lint_library(library):
        raise DataFileError(problem.place.path, problem.place.line, problem.text, problem.fix)
    return library


def read_library(prompts_dir: Path) -> StatementLibrary:
    """The statements without the linter's checks of their content."""
    folder = prompts_dir / "statements"
    rules = _read_rules(folder / "rules")
    spoken = {language: _read_wordings(folder / language) for language in LANGUAGES}
    for language, wordings in spoken.items():
        _refuse_orphans(rules, wordings, language)
    statements = (
        Statement(
            rule=rule,
            wordings={language: _wordings_of(rule.id, place, spoken[language], language) for language in LANGUAGES},
            place=place,
        )
        for rule, place in rules.values()
    )
    ordered = sorted(statements, key=lambda item: (item.rule.order, item.rule.id))
    return StatementLibrary(tuple(ordered), _version(folder))


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*/*.yaml")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _read_rules(folder: Path) -> dict[str, tuple[StatementRule, Place]]:
    found: dict[str, tuple[StatementRule, Place]] = {}
    for path in _yaml_files(folder):
        lines = lines_of(path, "statements")
        for index, rule in enumerate(load_yaml(path, RuleFile).statements):
            place = Place(path, lines.get(str(index)))
            if rule.id in found:
                other = found[rule.id][1]
                raise DataFileError(
                    path, place.line, f"the id {rule.id!r} is already used in {other.path.name}", "Give it its own id"
                )
            found[rule.id] = (rule, place)
    return found


def _read_wordings(folder: Path) -> dict[str, tuple[Wordings, Place]]:
    found: dict[str, tuple[Wordings, Place]] = {}
    for path in _yaml_files(folder):
        lines = lines_of(path, "wordings")
        for statement_id, wordings in load_yaml(path, WordingFile).wordings.items():
            place = Place(path, lines.get(statement_id))
            if statement_id in found:
                raise DataFileError(
                    path,
                    place.line,
                    f"{statement_id!r} is already worded in {found[statement_id][1].path.name}",
                    "Keep one of the two",
                )
            found[statement_id] = (wordings, place)
    return found


def _yaml_files(folder: Path) -> list[Path]:
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise DataFileError(folder, None, "no statement files here", "Restore them, or correct FORBEAR_PROMPTS_DIR")
    return paths


def _refuse_orphans(
    rules: dict[str, tuple[StatementRule, Place]], wordings: dict[str, tuple[Wordings, Place]], language: Language
) -> None:
    for statement_id, (_, place) in wordings.items():
        if statement_id not in rules:
            raise DataFileError(
                place.path,
                place.line,
                f"{statement_id!r} is worded ({language}) but no rule says when it may be said",
                "Add it to a file under statements/rules, or correct the id",
            )


def _wordings_of(
    statement_id: str, rule_place: Place, wordings: dict[str, tuple[Wordings, Place]], language: Language
) -> Wordings:
    if statement_id not in wordings:
        raise DataFileError(
            rule_place.path,
            rule_place.line,
            f"{statement_id!r} has no wording in language {language!r}",
            f"Add it to a file under statements/{language}",
        )
    return wordings[statement_id][0]
