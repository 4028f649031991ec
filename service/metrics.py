"""What operators measure: counts and times only, never a word of anybody's."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import get_args

from prometheus_client import Counter, Histogram

from service.domain.trace import Trace
from service.domain.vocabulary import Act, Author

OTHER = "other"
STAGES = frozenset({"redact", "read", "decide", "ground", "brief", "write", "guard", "record"})
_ACTS = frozenset(act.value for act in Act)
_AUTHORS = frozenset(get_args(Author))
# Ids of rules are those of the packs, of the guard's own checks, or what became of a check that gave no finding.
_RULE = re.compile(r"[a-z0-9_-]{1,40}(\.[a-z0-9_]{1,60}){1,6}|error|timed_out|checked")

TURNS = Counter("forbear_turns_total", "Finished turns", ["act", "author", "outcome"])
DRAFTS_STOPPED = Counter("forbear_drafts_stopped_total", "Drafts that the guard stopped", ["author", "rule"])
RETENTION_ROWS = Counter("forbear_retention_rows_total", "Rows that retention deleted", ["kind"])
STAGE_SECONDS = Histogram(
    "forbear_stage_seconds",
    "Time by stage of a turn",
    ["stage"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)


def count_turn(trace: Trace) -> None:
    """Count a finished turn. A label that is not of its closed list is counted as "other"."""
    author = _of(trace.author, _AUTHORS)
    TURNS.labels(_of(trace.act, _ACTS), author, "hold" if trace.held else "allow").inc()
    for stage, milliseconds in trace.milliseconds.items():
        STAGE_SECONDS.labels(_of(stage, STAGES)).observe(milliseconds / 1000)
    for attempt in trace.attempts:
        if attempt.verdict.outcome != "allow":
            rule = attempt.verdict.findings[0].rule_id if attempt.verdict.findings else attempt.verdict.status
            known = rule if _RULE.fullmatch(rule) else OTHER
            DRAFTS_STOPPED.labels(_of(attempt.draft.author, _AUTHORS), known).inc()


def _of(label: str, known: Container[str]) -> str:
    return str(label) if label in known else OTHER
