"""What other packs would have changed, rule by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from service.domain.vocabulary import Outcome
from service.guard.packs import PackBook
from service.replay.judging import Judged, strictest

Change = Literal["newly_blocked", "newly_held", "no_longer_blocked", "no_longer_held", "no_effect"]
CHANGES: tuple[Change, ...] = get_args(Change)


@dataclass
class RuleChanges:
    """What one rule would change: how many drafts in which way, with examples.

    Args:
        counts: by kind of change; "no_effect" where the rule answers otherwise than then, but it is not what changes
            the verdict.
        unsure: how many of them hang on what the record does not hold.
        examples: ids of messages ("msg_…") and of stopped drafts ("trn_…#1", the first draft of that turn).
    """

    counts: Counter[Change] = field(default_factory=Counter)
    unsure: int = 0
    examples: dict[Change, list[str]] = field(default_factory=dict)


@dataclass
class ReplayReport:
    """What a replay saw.

    Args:
        turns: turns read.
        left, stopped: drafts judged again, by what became of them.
        not_judged: drafts and messages that could not be, by reason.
        gaps: drafts whose record lacks something, by what it lacks.
        kept: answers left as recorded, because they hang on such a gap and the pack is the one that gave them.
        changed: drafts whose verdict would be another one.
        rules: by rule id.
    """

    packs: tuple[str, ...]
    examples: int
    turns: int = 0
    left: int = 0
    stopped: int = 0
    not_judged: Counter[str] = field(default_factory=Counter)
    gaps: Counter[str] = field(default_factory=Counter)
    kept: int = 0
    changed: int = 0
    rules: dict[str, RuleChanges] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def judged(self) -> int:
        return self.left + self.stopped

    @property
    def per_second(self) -> float:
        return self.judged / self.seconds if self.seconds > 0 else 0.0

    def add(self, judged: Judged, example: str, *, left: bool) -> None:
        """Count one draft."""
        self.left, self.stopped = self.left + left, self.stopped + (not left)
        self.kept += len(judged.kept)
        self.changed += judged.before is not judged.after
        for rule, change in changes(judged):
            entry = self.rules.setdefault(rule, RuleChanges())
            entry.counts[change] += 1
            entry.unsure += rule in judged.unsure
            shown = entry.examples.setdefault(change, [])
            if len(shown) < self.examples:
                shown.append(example)

    def as_json(self, book: PackBook) -> dict[str, Any]:
        """The report as `--json` prints it."""
        return {
            "packs": list(self.packs),
            "turns": self.turns,
            "judged": self.judged,
            "left": self.left,
            "stopped": self.stopped,
            "changed": self.changed,
            "kept_as_recorded": self.kept,
            "not_judged": dict(sorted(self.not_judged.items())),
            "gaps": dict(sorted(self.gaps.items())),
            "rules": [self._rule(rule, entry, book) for rule, entry in sorted(self.rules.items())],
            "seconds": round(self.seconds, 3),
            "per_second": round(self.per_second, 1),
        }

    def _rule(self, rule_id: str, entry: RuleChanges, book: PackBook) -> dict[str, Any]:
        rule = book.find(rule_id)
        return {
            "rule_id": rule_id,
            "family": rule.family if rule is not None else None,
            "title": rule.title if rule is not None else None,
            **{change: entry.counts[change] for change in CHANGES},
            "unsure": entry.unsure,
            "examples": entry.examples,
        }


def changes(judged: Judged) -> Iterator[tuple[str, Change]]:
    """Each rule that answers otherwise than then, with what that does to the draft."""
    for rule in sorted({*judged.then, *judged.now}):
        then, now = judged.then.get(rule, Outcome.ALLOW), judged.now.get(rule, Outcome.ALLOW)
        if then is not now:
            yield rule, _change(judged, then, now)


def _change(judged: Judged, then: Outcome, now: Outcome) -> Change:
    """A stricter verdict is the doing of rules that ask for it now, a milder one of those that asked for the old."""
    before, after = judged.before, judged.after
    if before is after:
        return "no_effect"
    if strictest([before, after]) is after:
        if now is not after:
            return "no_effect"
        return "newly_blocked" if after is Outcome.BLOCK else "newly_held"
    if then is not before:
        return "no_effect"
    return "no_longer_blocked" if before is Outcome.BLOCK else "no_longer_held"
