"""All retention files of a policies folder, and what follows from them for one account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import product
from pathlib import Path

from service.datafiles import DataFileError, load_yaml, read_text
from service.domain.creditor import Creditor, LocalText
from service.domain.region import canonical_region, lies_within, region_chain
from service.domain.retention import CountsFrom, DataKind, TimeSpan
from service.retention.schema import RetentionEntry, RetentionFile, is_shorter

CORE = "core"
_OVERRIDE_REASON = LocalText(
    en="The creditor's contract has it deleted sooner than the law alone would.",
    zh="债权人的合同约定的删除时间早于法律要求。",
)


@dataclass(frozen=True)
class Bound:
    """One limit on how long a kind is kept: `counts_from` plus `span`, and who says so."""

    counts_from: CountsFrom
    span: TimeSpan
    rule: str
    citation: str
    status: str
    reason: LocalText


@dataclass(frozen=True)
class Expiry:
    """Until when (that day included) data are kept, and the bound that decides it."""

    kept_until: date
    bound: Bound


@dataclass(frozen=True)
class Term:
    """What holds for one kind of data of one account: all minimums and all maximums."""

    at_least: tuple[Bound, ...]
    at_most: tuple[Bound, ...]

    def expiry(self, events: Mapping[CountsFrom, date]) -> Expiry | None:
        """The earliest maximum, but no earlier than the latest minimum; None: never."""
        if not self.at_most:
            return None
        ends = [Expiry(bound.span.after(events[bound.counts_from]), bound) for bound in self.at_most]
        floors = [Expiry(bound.span.after(events[bound.counts_from]), bound) for bound in self.at_least]
        end = min(ends, key=lambda one: one.kept_until)
        floor = max(floors, key=lambda one: one.kept_until, default=end)
        return floor if floor.kept_until >= end.kept_until else end


Terms = Mapping[DataKind, Term]


class RetentionBook:
    """What is kept how long, by place, region and creditor.

    Args:
        files: by jurisdiction, with `core`.
        creditors: whose contracts may want data deleted sooner.
        unverified: also delete by maximums whose citation nobody has read at its source.
    """

    def __init__(
        self, files: Mapping[str, RetentionFile], creditors: Mapping[str, Creditor], unverified: bool = False
    ) -> None:
        self._files, self._creditors, self._unverified = files, creditors, unverified
        self.terms = lru_cache(maxsize=4096)(self._terms)

    def _terms(self, jurisdiction: str, region: str | None = None, creditor: str = "") -> Terms:
        """The terms of every kind for an account there; `region` in the spelling of rule packs."""
        terms = {kind: self._term(kind, jurisdiction, region, creditor) for kind in DataKind}
        # A sensitive message is a message too: whatever shortens all originals shortens it.
        sensitive, originals = terms[DataKind.SENSITIVE_MESSAGES], terms[DataKind.MESSAGE_ORIGINALS]
        at_most = sensitive.at_most + originals.at_most
        return terms | {DataKind.SENSITIVE_MESSAGES: Term(sensitive.at_least, at_most)}

    def _term(self, kind: DataKind, jurisdiction: str, region: str | None, creditor: str) -> Term:
        core, own = self._files[CORE], self._files.get(jurisdiction)
        at_least = [*_minimums(core, kind, region)]
        at_most: list[Bound] = []
        if own is not None and jurisdiction != CORE:
            at_least += _minimums(own, kind, region)
            at_most += _maximums(own, kind, region, self._unverified)
        at_most = at_most or [*_maximums(core, kind, region, unverified=True)]
        known = self._creditors.get(creditor)
        overrides = known.retention if known is not None else ()
        at_most += [
            Bound(
                at_most[0].counts_from, one.keep_at_most, f"contract of {creditor}", one.citation, "verified",
                _OVERRIDE_REASON,
            )
            for one in overrides
            if one.kind == kind and one.jurisdiction == jurisdiction
        ]  # fmt: skip
        return Term(tuple(at_least), tuple(at_most))


def load_retention(policies_dir: Path, creditors: Mapping[str, Creditor], unverified: bool = False) -> RetentionBook:
    """The book of `policies/*/retention.yaml`.

    Raises:
        DataFileError: a file does not fit, stands in another jurisdiction's folder, core lacks a kind, or a maximum
            (of a place, a region or a creditor's contract) is shorter than a minimum.
    """
    paths = {path.parent.name: path for path in sorted(policies_dir.glob("*/retention.yaml"))}
    if CORE not in paths:
        path = policies_dir / CORE / "retention.yaml"
        raise DataFileError(path, None, "the file is missing", "Restore it: it is the default for every place")
    files = {}
    for folder, path in paths.items():
        file = load_yaml(path, RetentionFile)
        if file.jurisdiction != folder:
            problem = f"jurisdiction {file.jurisdiction!r} in the folder {folder!r}"
            raise DataFileError(
                path, _line(path, "jurisdiction:"), problem, "Move the file, or correct the jurisdiction"
            )
        files[folder] = file
    _refuse_gaps(files[CORE], paths[CORE])
    for folder, file in files.items():
        _refuse_unknown_regions(file, paths[folder])
        _refuse_conflicts(file, paths[folder])
    _refuse_overrides_below_minimums(policies_dir, files)
    return RetentionBook(files, creditors, unverified)


def _minimums(file: RetentionFile, kind: DataKind, region: str | None) -> Iterator[Bound]:
    """The minimums that hold in a region. Where it is not known, the account may lie in any: all of them hold."""
    for entry in file.entries:
        if entry.kind != kind or entry.keep_at_least is None:
            continue
        may_lie_there = entry.region is not None and (region is None or lies_within(entry.region, region))
        if entry.region is None or entry.region in region_chain(region) or may_lie_there:
            yield _bound(file, entry, entry.keep_at_least)


def _maximums(file: RetentionFile, kind: DataKind, region: str | None, unverified: bool) -> Iterator[Bound]:
    for entry in file.entries:
        here = entry.region is None or entry.region in region_chain(region)
        counts = entry.status == "verified" or unverified
        if entry.kind == kind and entry.keep_at_most is not None and here and counts:
            yield _bound(file, entry, entry.keep_at_most)


def _bound(file: RetentionFile, entry: RetentionEntry, span: TimeSpan) -> Bound:
    return Bound(entry.counts_from, span, file.name, entry.citation, entry.status, entry.reason)


def _refuse_gaps(core: RetentionFile, path: Path) -> None:
    for kind in DataKind:
        found = [entry for entry in core.entries if entry.kind == kind and entry.region is None]
        ends = any(entry.keep_at_most is not None for entry in found)
        if not found or (not ends and kind is not DataKind.AUDIT_LINKS):
            problem = f"no entry says how long {kind.value} are kept where a place has nothing of its own"
            raise DataFileError(path, _line(path, "entries:"), problem, "Add an entry with keep_at_most")


def _refuse_unknown_regions(file: RetentionFile, path: Path) -> None:
    for region in (entry.region for entry in file.entries if entry.region is not None):
        if canonical_region(region, file.jurisdiction) != region:
            problem = f"{region!r} is no region of {file.jurisdiction!r}"
            raise DataFileError(path, _line(path, f"region: {region}"), problem, "Write it such as us-ny or us-ny-nyc")


def _refuse_conflicts(file: RetentionFile, path: Path) -> None:
    """Entries that hold together at some place must leave a time between their minimum and their maximum."""
    for one, other in product(file.entries, repeat=2):
        least, most = one.keep_at_least, other.keep_at_most
        comparable = one.kind == other.kind and one.counts_from == other.counts_from
        if not comparable or least is None or most is None or not _meet(one.region, other.region):
            continue
        if is_shorter(most, least):
            problem = f"{one.kind.value}: keep_at_most ({most}) is shorter than keep_at_least ({least}, {one.citation})"
            line = _line(path, f"keep_at_most: {most}")
            raise DataFileError(path, line, problem, f"Keep it for {least} or longer, or correct the minimum")


def _refuse_overrides_below_minimums(policies_dir: Path, files: Mapping[str, RetentionFile]) -> None:
    for path in sorted((policies_dir / "creditors").glob("*.yaml")):
        for override in load_yaml(path, Creditor).retention:
            place = files.get(override.jurisdiction)
            if place is None:
                problem = f"retention: {override.jurisdiction!r} has no policies/{override.jurisdiction}/retention.yaml"
                line = _line(path, f"jurisdiction: {override.jurisdiction}")
                raise DataFileError(path, line, problem, "Write the code of a place that has one")
            for entry in (*place.entries, *files[CORE].entries):
                least = entry.keep_at_least
                if entry.kind == override.kind and least is not None and is_shorter(override.keep_at_most, least):
                    most = override.keep_at_most
                    problem = (
                        f"retention: {entry.kind.value} would be deleted after {most}, and must be kept for {least} "
                        f"in {override.jurisdiction} ({entry.citation})"
                    )
                    line = _line(path, f"keep_at_most: {most}")
                    raise DataFileError(path, line, problem, f"Keep it for {least} or longer")


def _meet(one: str | None, other: str | None) -> bool:
    """Whether some account lies in both regions (None: the whole place)."""
    return one is None or other is None or one in region_chain(other) or other in region_chain(one)


def _line(path: Path, needle: str) -> int | None:
    return next((number for number, line in enumerate(read_text(path).splitlines(), 1) if needle in line), None)
