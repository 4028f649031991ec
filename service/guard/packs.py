"""The book of rule packs: the files under `policies/<jurisdiction>/`, compiled, and which of them bind where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from service.calendars import has_calendar
from service.datafiles import DataFileError, load_yaml, read_text
from service.domain.region import lies_within, region_chain
from service.domain.vocabulary import Language
from service.guard.pack_schema import AppliesTo, CheckName, Pack, Pattern, Rule
from service.guard.patterns import BadPattern, CompiledPattern, compile_pattern
from service.guard.scope import Scope, load_scope

CORE = "core"
NOT_PACKS = frozenset({"help.yaml", "retention.yaml"})
NOT_JURISDICTIONS = frozenset({"creditors"})

__all__ = [
    "CORE", "AppliesTo", "CheckName", "Pack", "PackBook", "Pattern", "ReadyPack", "ReadyRule", "Rule", "line_of",
    "load_packs", "pack_files",
]  # fmt: skip


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

    @cached_property
    def without_requirements(self) -> ReadyPack:
        """What the pack forbids, without what it wants said."""
        return replace(self, rules=tuple(item for item in self.rules if item.rule.kind != "require"))


@dataclass(frozen=True)
class PackBook:
    """All packs of a folder. Composition is union: a further pack can only add findings, so the strictest wins."""

    packs: tuple[ReadyPack, ...]
    unverified: bool = False

    @cached_property
    def jurisdictions(self) -> frozenset[str]:
        """The places with rules."""
        return frozenset(ready.pack.jurisdiction for ready in self.packs) - {CORE}

    @cached_property
    def served(self) -> frozenset[str]:
        """The places whose accounts the agent may write to: those with more than seed packs."""
        ready = (item.pack for item in self.packs if item.pack.stage == "serving")
        return frozenset(pack.jurisdiction for pack in ready) - {CORE}

    def composed(
        self, jurisdiction: str, region: str | None = None, creditor: str | None = None
    ) -> tuple[ReadyPack, ...]:
        """Core, the jurisdiction's packs, those of the region and all that it lies in, and the creditor's own.

        Where the region is unknown, or an overlay binds only a part of it, the account may lie there: what the
        overlay forbids counts, and what it wants said does not (`docs/decisions/0006`).
        """
        found = []
        for ready in self.packs:
            pack = ready.pack
            if pack.jurisdiction not in (CORE, jurisdiction) or not _is_of(pack.creditor, creditor):
                continue
            if pack.region is None or pack.region in region_chain(region):
                found.append(ready)
            elif region is None or lies_within(pack.region, region):
                found.append(ready.without_requirements)
        return tuple(found)

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
        DataFileError: a file does not fit the schema, a pattern does not compile, an id is given twice, two rules
            about one subject are in force on one day, holidays are closed where none are known, or there is no core
            pack.
    """
    files = pack_files(folder)
    scopes: dict[Language, Scope] = {"en": load_scope(folder, "en"), "zh": load_scope(folder, "zh")}
    ready = [_ready(path, scopes) for path in files]
    _refuse_duplicates(ready)
    _refuse_overlaps(ready)
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
    for rule in pack.rules:
        if rule.window is not None and rule.window.holidays == "closed" and not has_calendar(pack.jurisdiction):
            raise DataFileError(
                path,
                line_of(path, rule.id),
                f"rule {rule.id}: the public holidays of {pack.jurisdiction!r} are not known",
                "Add its calendar to service/calendars.py, or open the holidays",
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


def _refuse_overlaps(packs: list[ReadyPack]) -> None:
    """Two rules about one subject at one place may follow each other, and never hold on the same day."""
    seen: dict[tuple[str, str | None, str | None, str], list[Rule]] = {}
    for ready in packs:
        for rule in (item.rule for item in ready.rules if item.rule.subject is not None):
            place = (ready.pack.jurisdiction, ready.pack.region, ready.pack.creditor, rule.subject or "")
            for other in seen.setdefault(place, []):
                if _share_a_day(rule, other):
                    raise DataFileError(
                        ready.path,
                        line_of(ready.path, rule.id),
                        f"rule {rule.id} and {other.id} are both in force about {rule.subject!r} on some days",
                        "End the earlier one with effective_to before the later one begins",
                    )
            seen[place].append(rule)


def _share_a_day(one: Rule, other: Rule) -> bool:
    return one.effective_from <= (other.effective_to or date.max) and other.effective_from <= (
        one.effective_to or date.max
    )


def _is_of(pack_creditor: str | None, creditor: str | None) -> bool:
    """Whether a creditor's own pack is meant; names are compared without case, spaces and punctuation."""
    return pack_creditor is None or (creditor is not None and _plain(pack_creditor) == _plain(creditor))


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold() or name


def line_of(path: Path, needle: str, last: bool = False) -> int | None:
    """The line, counted from 1, where a text first (or last) stands in a file."""
    lines = [number for number, line in enumerate(read_text(path).splitlines(), 1) if needle in line]
    return (lines[-1] if last else lines[0]) if lines else None
