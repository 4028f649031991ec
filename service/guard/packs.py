"""Rule packs: the schema of the files under `policies/<jurisdiction>/`, and the book of those in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator

from service.datafiles import DataFileError, load_yaml, read_text
from service.domain.base import Value
from service.domain.vocabulary import Act, ActorRole, Family, Language, Outcome, Signal
from service.guard.context import GuardContext, Scene
from service.guard.patterns import BadPattern, CompiledPattern, compile_pattern
from service.guard.scope import Scope, load_scope

CORE = "core"
NOT_PACKS = frozenset({"help.yaml"})
NOT_JURISDICTIONS = frozenset({"creditors"})
MIN_EXAMPLES = 6

CheckName = Literal["sender_named"]
Kind = Literal["prohibit", "require", "timing", "frequency", "consent", "authority", "escalate"]


class AppliesTo(Value):
    """When a rule applies; an empty field does not narrow it.

    Args:
        verified, first_message, time_barred: the state it needs.
        flags: any of these account flags.
        signals: any of these in the borrower's message that is answered.
        acts, not_acts: dialogue acts of the brief.
        conditions, without: all of, none of these conditions (the brief's, or derived from the context).
        free_text: True for rules that judge only texts without a brief, where nothing vouches for a claim.
    """

    actor_role: frozenset[ActorRole] = frozenset()
    verified: bool | None = None
    first_message: bool | None = None
    time_barred: bool | None = None
    flags: frozenset[str] = frozenset()
    signals: frozenset[Signal] = frozenset()
    acts: frozenset[Act] = frozenset()
    not_acts: frozenset[Act] = frozenset()
    conditions: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    free_text: bool = False

    @property
    def needs_context(self) -> bool:
        states = (self.verified, self.first_message, self.time_barred)
        return any(state is not None for state in states) or bool(
            self.flags or self.signals or self.acts or self.conditions
        )

    def fits(self, scene: Scene) -> bool:
        """Whether the rule applies. Without a context only rules that need none do; an unknown role is every role."""
        if self.free_text and scene.has_brief:
            return False
        if scene.context is None:
            return not self.needs_context
        return self._fits_state(scene.context) and self._fits_message(scene)

    def _fits_state(self, context: GuardContext) -> bool:
        barred = context.time_barred is not False
        return (
            (not self.actor_role or context.actor_role is None or context.actor_role in self.actor_role)
            and (self.verified is None or self.verified == context.verified)
            and (self.first_message is None or self.first_message == context.first_message)
            and (self.time_barred is None or self.time_barred == barred)
            and (not self.flags or bool(self.flags & context.flags))
            and (not self.signals or bool(self.signals & context.last_borrower_signals))
        )

    def _fits_message(self, scene: Scene) -> bool:
        return (
            (not self.acts or scene.act in self.acts)
            and scene.act not in self.not_acts
            and self.conditions <= scene.conditions
            and not self.without & scene.conditions
        )


class Pattern(Value):
    """One linear-time pattern on the normalised text (lower case, simplified characters, straight quotes).

    Args:
        find: RE2 syntax; `{name}` stands for a term of the pack.
        unless: patterns that excuse the match when they are found in the same sentence.
        scoped: whether a negation or an attribution around the match excuses it ("we will not …").
    """

    find: str = Field(min_length=2)
    unless: tuple[str, ...] = ()
    scoped: bool = True

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, given: Any) -> Any:
        """A pattern without options may be written as plain text."""
        return {"find": given} if isinstance(given, str) else given


class Detection(Value):
    """How a rule is detected: patterns per language (a require rule wants one found), or a check in the code."""

    en: tuple[Pattern, ...] = ()
    zh: tuple[Pattern, ...] = ()
    check: CheckName | None = None


class ExampleTexts(Value):
    """Texts per language."""

    en: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()

    def in_language(self, language: Language) -> tuple[str, ...]:
        return self.en if language == "en" else self.zh


class Examples(Value):
    """The rule's tests: what it must find, and lawful texts that nothing may block."""

    violating: ExampleTexts = ExampleTexts()
    compliant: ExampleTexts = ExampleTexts()


class Rule(Value):
    """One rule with its source, its detection and its examples.

    Args:
        status: "unverified" when the citation was not read at its source; such a rule is off unless asked for.
        on_fail: repair (the writer is told and tries again; the draft does not leave), hold, or block.
        autofail: a breach fails the whole review of a conversation.
    """

    id: str = Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$")
    title: str = Field(min_length=4)
    citation: str = Field(min_length=4)
    status: Literal["verified", "unverified"] = "verified"
    kind: Kind
    family: Family
    severity: Literal["low", "medium", "high", "critical"]
    on_fail: Literal["repair", "hold", "block"]
    autofail: bool = False
    applies_to: AppliesTo = AppliesTo()
    effective_from: date = date(2000, 1, 1)
    effective_to: date | None = None
    detection: Detection
    repair: str = Field(min_length=4)
    examples: Examples = Examples()

    @model_validator(mode="after")
    def _is_tested(self) -> Rule:
        if self.detection.check is None and not (self.detection.en or self.detection.zh):
            raise ValueError(f"rule {self.id!r} has no detection: give patterns or a check")
        for language in self.languages:
            for name, texts in (("violating", self.examples.violating), ("compliant", self.examples.compliant)):
                found = len(texts.in_language(language))
                if found < MIN_EXAMPLES:
                    raise ValueError(f"rule {self.id!r}: {found} {name} {language} examples, {MIN_EXAMPLES} needed")
        return self

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages that have patterns, which therefore need examples."""
        return tuple(language for language in ("en", "zh") if getattr(self.detection, language))

    @property
    def outcome(self) -> Outcome:
        return Outcome.HOLD if self.on_fail == "hold" else Outcome.BLOCK

    def in_force(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)


class Pack(Value):
    """One file of rules. `terms` are pattern fragments that its rules name in braces."""

    id: str = Field(pattern=r"^[a-z0-9_-]+(\.[a-z0-9_]+)+$")
    version: str = Field(min_length=1)
    jurisdiction: str = Field(min_length=2)
    region: str | None = None
    title: str
    terms: dict[str, str] = Field(default_factory=dict)
    rules: tuple[Rule, ...] = Field(min_length=1)

    @property
    def name(self) -> str:
        return f"{self.id}@{self.version}"


@dataclass(frozen=True)
class ReadyRule:
    """A rule with its compiled patterns."""

    rule: Rule
    patterns: tuple[CompiledPattern, ...]


@dataclass(frozen=True)
class ReadyPack:
    """A pack with its rules compiled and the file it came from."""

    pack: Pack
    path: Path
    rules: tuple[ReadyRule, ...]


@dataclass(frozen=True)
class PackBook:
    """All packs of a folder. Composition is union: a further pack can only add findings, so the strictest wins."""

    packs: tuple[ReadyPack, ...]
    unverified: bool = False

    @cached_property
    def jurisdictions(self) -> frozenset[str]:
        return frozenset(ready.pack.jurisdiction for ready in self.packs) - {CORE}

    def composed(self, jurisdiction: str, region: str | None = None) -> tuple[ReadyPack, ...]:
        """Core, the jurisdiction's packs, and those of the region."""
        return tuple(
            ready
            for ready in self.packs
            if ready.pack.jurisdiction in (CORE, jurisdiction) and ready.pack.region in (None, region)
        )

    def rules(self, packs: tuple[ReadyPack, ...], on: date | None) -> Iterator[ReadyRule]:
        """The rules of some packs that are switched on and in force (`on` None: every date)."""
        for ready in packs:
            for item in ready.rules:
                enabled = item.rule.status == "verified" or self.unverified
                if enabled and (on is None or item.rule.in_force(on)):
                    yield item

    def find(self, rule_id: str) -> Rule | None:
        """The rule of that id."""
        return next((i.rule for ready in self.packs for i in ready.rules if i.rule.id == rule_id), None)


def load_packs(folder: Path, unverified: bool = False) -> PackBook:
    """All rule packs under `folder` (`<jurisdiction>/*.yaml`), compiled.

    Args:
        unverified: also switch on rules whose citation nobody has read at its source.

    Raises:
        DataFileError: a file does not fit the schema, a pattern does not compile, an id is given twice, or there is
            no core pack.
    """
    files = pack_files(folder)
    scopes: dict[Language, Scope] = {"en": load_scope(folder, "en"), "zh": load_scope(folder, "zh")}
    ready = [_ready(path, scopes) for path in files]
    _refuse_duplicates(ready)
    if not any(item.pack.jurisdiction == CORE for item in ready):
        raise DataFileError(folder, None, "there is no core pack", "Restore policies/core/*.yaml")
    return PackBook(tuple(ready), unverified)


def pack_files(folder: Path) -> list[Path]:
    """The pack files of a policies folder, sorted; authority files, help lines and word lists are not packs."""
    if not folder.is_dir():
        raise DataFileError(folder, None, "the policies folder is missing", "Restore it, or correct the folder setting")
    paths = sorted(folder.glob("*/*.yaml"))
    return [path for path in paths if path.name not in NOT_PACKS and path.parent.name not in NOT_JURISDICTIONS]


def _ready(path: Path, scopes: Mapping[Language, Scope]) -> ReadyPack:
    pack = load_yaml(path, Pack)
    if pack.jurisdiction != path.parent.name:
        raise DataFileError(
            path,
            line_of(path, "jurisdiction:"),
            f"jurisdiction {pack.jurisdiction!r} in the folder {path.parent.name!r}",
            "Move the file, or correct the jurisdiction",
        )
    return ReadyPack(pack, path, tuple(_compile(rule, pack.terms, scopes, path) for rule in pack.rules))


def _compile(rule: Rule, terms: Mapping[str, str], scopes: Mapping[Language, Scope], path: Path) -> ReadyRule:
    compiled = []
    for language in rule.languages:
        for pattern in getattr(rule.detection, language):
            try:
                scope = scopes[language] if pattern.scoped else None
                compiled.append(compile_pattern(pattern.find, pattern.unless, scope, language, terms))
            except BadPattern as error:
                line = line_of(path, error.source) or line_of(path, rule.id)
                raise DataFileError(
                    path, line, f"rule {rule.id}: {error}", "Correct the pattern (RE2 syntax: no look-around)"
                ) from error
    return ReadyRule(rule, tuple(compiled))


def _refuse_duplicates(packs: list[ReadyPack]) -> None:
    seen: dict[str, Path] = {}
    for ready in packs:
        for id_ in (ready.pack.id, *(item.rule.id for item in ready.rules)):
            if id_ in seen:
                line = line_of(ready.path, id_, last=True)
                raise DataFileError(
                    ready.path, line, f"the id {id_!r} is also in {seen[id_].name}", "Give it another id"
                )
            seen[id_] = ready.path


def line_of(path: Path, needle: str, last: bool = False) -> int | None:
    """The line, counted from 1, where a text first (or last) stands in a file."""
    lines = [number for number, line in enumerate(read_text(path).splitlines(), 1) if needle in line]
    return (lines[-1] if last else lines[0]) if lines else None
