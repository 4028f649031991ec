"""The counts of a whole file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from service.batch_check.checking import Checked
from service.batch_lines import BadLine
from service.domain.vocabulary import Outcome


@dataclass
class Tally:
    """How many messages were allowed, held and blocked, and by which rules and families.

    A message counts once for each rule (and each family), with the strictest answer that it got from it; messages in
    which a rule found nothing are those that it let pass.
    """

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    by_rule: dict[str, Counter[Outcome]] = field(default_factory=dict)
    by_family: dict[str, Counter[Outcome]] = field(default_factory=dict)
    bad_lines: int = 0

    @property
    def messages(self) -> int:
        return self.outcomes.total()

    @property
    def exit_code(self) -> int:
        """0 when everything was allowed, 1 when something was not, 2 when a line could not be read."""
        if self.bad_lines:
            return 2
        return 1 if self.messages > self.outcomes[Outcome.ALLOW] else 0

    def add(self, answer: Checked | BadLine) -> None:
        """Count one line."""
        if isinstance(answer, BadLine):
            self.bad_lines += 1
            return
        self.outcomes[answer.verdict.outcome] += 1
        findings = answer.verdict.findings
        for table, named in (
            (self.by_rule, [(finding.rule_id, finding.outcome) for finding in findings]),
            (self.by_family, [(str(finding.family), finding.outcome) for finding in findings]),
        ):
            for name in dict.fromkeys(name for name, _ in named):
                blocks = (name, Outcome.BLOCK) in named
                table.setdefault(name, Counter())[Outcome.BLOCK if blocks else Outcome.HOLD] += 1

    def passed(self, counts: Counter[Outcome]) -> int:
        """Messages that a rule or family of these counts let pass."""
        return self.messages - counts.total()
