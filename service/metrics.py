"""What operators measure: counts and times only, never a word of anybody's."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

from service.domain.trace import Trace

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
    """Count a finished turn."""
    TURNS.labels(trace.act, trace.author, "hold" if trace.held else "allow").inc()
    for stage, milliseconds in trace.milliseconds.items():
        STAGE_SECONDS.labels(stage).observe(milliseconds / 1000)
    for attempt in trace.attempts:
        if attempt.verdict.outcome != "allow":
            rule = attempt.verdict.findings[0].rule_id if attempt.verdict.findings else attempt.verdict.status
            DRAFTS_STOPPED.labels(attempt.draft.author, rule).inc()
