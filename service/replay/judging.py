"""What the packs under trial say of one stored draft, and what they said when it was written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from service.domain.trace import Attempt
from service.domain.verdict import Finding, Verdict
from service.domain.vocabulary import Outcome
from service.guard.inspection import Inspection
from service.guard.packs import PackBook, ReadyRule
from service.guard.rules import rules_check
from service.replay.history import StoredTurn
from service.replay.readings import Reading, Rebuilder

_RANK = {Outcome.ALLOW: 0, Outcome.HOLD: 1, Outcome.BLOCK: 2}
_OF_RULES = frozenset({"pattern", "disclosure"})
# The guard's own finding that hangs on the packs: a jurisdiction without one.
_UNKNOWN_PLACE = "guard.jurisdiction"

Outcomes = Mapping[str, Outcome]


@dataclass(frozen=True)
class Judged:
    """A draft then and now.

    Args:
        fixed: the strictest of the findings that no pack has a say in (numbers, moves, personal data).
        then, now: what each rule made of it, by rule id; rules that found nothing are left out.
        unsure: rules whose answer hangs on what the record does not hold.
        kept: rules among those that were in force in this very version, so that the recorded answer stands.
    """

    fixed: Outcome
    then: Outcomes
    now: Outcomes
    unsure: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()

    @property
    def before(self) -> Outcome:
        return strictest([self.fixed, *self.then.values()])

    @property
    def after(self) -> Outcome:
        return strictest([self.fixed, *self.now.values()])


def strictest(outcomes: Iterable[Outcome]) -> Outcome:
    return max(outcomes, key=lambda outcome: _RANK[outcome], default=Outcome.ALLOW)


def was_judged(verdict: Verdict) -> bool:
    """Whether the packs were asked at the time: not when the check failed or the text could not be restored."""
    return verdict.status == "checked" and bool(verdict.packs)


class Judge:
    """Judges stored drafts under one book of packs.

    Args:
        on: as if every message were sent on this day; None for its own day.
    """

    def __init__(self, book: PackBook, on: date | None = None) -> None:
        self._book, self._on = book, on
        self._rebuilder = Rebuilder(book, on)
        self._check = rules_check(book)
        self._pack_of = {item.rule.id: pack.pack.name for pack in book.packs for item in pack.rules}

    def judge(self, turn: StoredTurn, attempt: Attempt, text: str, *, as_read: bool) -> Judged:
        """One draft then and now.

        Args:
            text: of the draft, with pseudonyms restored where they could be.
            as_read: False when pseudonyms stand in for words that rules saw then.
        """
        readings = self._rebuilder.readings(turn, attempt)
        inspections = [_inspection(turn, attempt, text, reading) for reading in readings]
        now = _by_rule(self._check(inspections[0]))
        unsure = set[str]()
        for rules, inspection in self._left_open(inspections, unsure):
            now = {**_by_rule(rules_check(rules)(inspection)), **now}
        then = _by_rule(attempt.verdict.findings)
        if not as_read:
            unsure |= {*then, *now}
        in_force = {rule for rule in unsure if self._on is None and self._pack_of.get(rule) in attempt.verdict.packs}
        kept = frozenset(rule for rule in in_force if then.get(rule) != now.get(rule))
        stands = {rule: outcome for rule, outcome in then.items() if rule in kept}
        now = {rule: outcome for rule, outcome in now.items() if rule not in kept} | stands
        others = [finding.outcome for finding in attempt.verdict.findings if not _is_of_rules(finding)]
        return Judged(strictest(others), then, now, frozenset(unsure), kept)

    def _left_open(self, inspections: list[Inspection], unsure: set[str]) -> list[tuple[PackBook, Inspection]]:
        """Rules that apply in some readings only: noted as unsure, and those that the first one leaves out."""
        if len(inspections) == 1:
            return []
        applying = [self._applying(inspection) for inspection in inspections]
        always = frozenset.intersection(*applying)
        seen, further = applying[0], list[tuple[PackBook, Inspection]]()
        unsure |= frozenset.union(*applying) - always
        for rules, inspection in zip(applying[1:], inspections[1:], strict=True):
            if rules - seen:
                further.append((_only(self._book, rules - seen), inspection))
            seen |= rules
        return further

    def _applying(self, inspection: Inspection) -> frozenset[str]:
        """Rules of any place that would apply; which packs bind here is for the check to say."""
        today = inspection.context.today if inspection.context is not None else None
        rules = self._book.rules(self._book.packs, today)
        return frozenset(item.rule.id for item in rules if item.rule.applies_to.fits(inspection.scene))


def _inspection(turn: StoredTurn, attempt: Attempt, text: str, reading: Reading) -> Inspection:
    return Inspection(
        text=text,
        language=turn.language,
        jurisdiction=reading.context.jurisdiction,
        region=reading.context.region,
        context=reading.context,
        draft=attempt.draft,
        brief=reading.brief,
    )


def _only(book: PackBook, wanted: frozenset[str]) -> PackBook:
    def chosen(rules: tuple[ReadyRule, ...]) -> tuple[ReadyRule, ...]:
        return tuple(item for item in rules if item.rule.id in wanted)

    return replace(book, packs=tuple(replace(pack, rules=chosen(pack.rules)) for pack in book.packs))


def _by_rule(findings: Iterable[Finding]) -> dict[str, Outcome]:
    found: dict[str, Outcome] = {}
    for finding in findings:
        if _is_of_rules(finding):
            found[finding.rule_id] = strictest([finding.outcome, found.get(finding.rule_id, Outcome.ALLOW)])
    return found


def _is_of_rules(finding: Finding) -> bool:
    if finding.rule_id.startswith("guard."):
        return finding.rule_id == _UNKNOWN_PLACE
    return finding.layer in _OF_RULES
