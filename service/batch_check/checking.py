"""Each message to the guard, each verdict to its line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from service.api.shapes import finding_shape, guard_context
from service.batch_check.lines import MessageLine
from service.batch_lines import BadLine
from service.domain.verdict import Verdict
from service.guard import Guard


@dataclass(frozen=True)
class Checked:
    """A message and the guard's answer."""

    line: MessageLine
    verdict: Verdict

    def as_json(self) -> str:
        """The line of output. It names the message and quotes none of it: where, not what."""
        return json.dumps(
            {
                "id": self.line.message.id,
                "line": self.line.line,
                "verdict": self.verdict.outcome,
                "status": self.verdict.status,
                "findings": [finding_shape(finding) for finding in self.verdict.findings],
            },
            ensure_ascii=False,
        )


def check_messages(guard: Guard, lines: Iterable[MessageLine | BadLine], today: date) -> Iterator[Checked | BadLine]:
    """Judge messages as `POST /v1/check` would, in order; bad lines pass through."""
    for line in lines:
        if isinstance(line, BadLine):
            yield line
            continue
        message = line.message
        context = guard_context(message, today)
        yield Checked(line, guard.check_text(message.text, message.jurisdiction, message.language, context))
