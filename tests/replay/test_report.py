"""Whose doing a changed verdict is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.vocabulary import Outcome
from service.replay.judging import Judged, strictest
from service.replay.report import Change, ReplayReport, changes

A, H, B = Outcome.ALLOW, Outcome.HOLD, Outcome.BLOCK
OUTCOMES = st.dictionaries(st.sampled_from(["a.one", "a.two", "a.three"]), st.sampled_from([H, B]))


@pytest.mark.parametrize(
    ("fixed", "then", "now", "expected"),
    [
        (A, {}, {"a": B}, {"a": "newly_blocked"}),
        (A, {}, {"a": H}, {"a": "newly_held"}),
        (A, {"a": H}, {"a": B}, {"a": "newly_blocked"}),
        (A, {}, {"a": B, "b": H}, {"a": "newly_blocked", "b": "no_effect"}),
        (A, {"a": B}, {}, {"a": "no_longer_blocked"}),
        (A, {"a": B}, {"a": H}, {"a": "no_longer_blocked"}),
        (A, {"a": H}, {}, {"a": "no_longer_held"}),
        (A, {"a": B, "b": B}, {"b": B}, {"a": "no_effect"}),
        (B, {"a": B}, {}, {"a": "no_effect"}),
        (B, {}, {"a": B}, {"a": "no_effect"}),
        (A, {"a": B}, {"a": B}, {}),
    ],
)
def test_a_change_belongs_to_the_rules_that_make_it(
    fixed: Outcome, then: dict[str, Outcome], now: dict[str, Outcome], expected: dict[str, Change]
) -> None:
    assert dict(changes(Judged(fixed, then, now))) == expected


@given(st.sampled_from([A, H, B]), OUTCOMES, OUTCOMES)
def test_a_verdict_changes_exactly_when_a_rule_changes_it(
    fixed: Outcome, then: dict[str, Outcome], now: dict[str, Outcome]
) -> None:
    judged = Judged(fixed, then, now)
    kinds = {change for _, change in changes(judged)}
    assert bool(kinds - {"no_effect"}) == (judged.before is not judged.after)
    stricter = judged.before is not judged.after and strictest([judged.before, judged.after]) is judged.after
    assert bool(kinds & {"newly_blocked", "newly_held"}) == stricter


@given(st.sampled_from([A, H, B]), OUTCOMES)
def test_a_draft_judged_alike_changes_nothing(fixed: Outcome, then: dict[str, Outcome]) -> None:
    report = ReplayReport((), examples=3)
    report.add(Judged(fixed, then, dict(then)), "msg_1", left=True)
    assert (report.changed, report.rules, report.judged) == (0, {}, 1)
