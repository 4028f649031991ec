"""The counts of a file."""

from __future__ import annotations

from collections import Counter

import pytest

from service.batch_check import BadLine, Checked, MessageLine, Tally
from service.batch_check.lines import MessageShape
from service.domain.verdict import Finding, Verdict
from service.domain.vocabulary import Family, Outcome

A, H, B = Outcome.ALLOW, Outcome.HOLD, Outcome.BLOCK


def _answer(outcome: Outcome, *found: tuple[str, Family, Outcome]) -> Checked:
    findings = tuple(
        Finding(rule_id=rule, family=family, outcome=each, layer="pattern", message="m", citation="c")
        for rule, family, each in found
    )
    line = MessageLine(1, MessageShape(text="t", jurisdiction="us"))
    return Checked(line, Verdict(outcome=outcome, findings=findings))


def test_a_message_counts_once_a_rule_and_once_a_family_by_its_strictest_finding() -> None:
    tally = Tally()
    tally.add(_answer(A))
    tally.add(_answer(B, ("a.one", Family.TONE, H), ("a.one", Family.TONE, B), ("a.two", Family.TONE, H)))
    tally.add(_answer(H, ("a.two", Family.TONE, H)))
    assert tally.outcomes == {A: 1, H: 1, B: 1}
    assert tally.by_rule == {"a.one": Counter({B: 1}), "a.two": Counter({H: 2})}
    assert tally.by_family == {"tone": Counter({B: 1, H: 1})}
    assert [tally.passed(counts) for counts in (*tally.by_rule.values(), *tally.by_family.values())] == [2, 1, 1]


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([], 0),
        ([_answer(A)], 0),
        ([_answer(A), _answer(H)], 1),
        ([_answer(B)], 1),
        ([BadLine(1, "why")], 2),
        ([_answer(B), BadLine(2, "why"), _answer(A)], 2),
    ],
)
def test_the_exit_code_tells_the_worst(answers: list[Checked | BadLine], code: int) -> None:
    tally = Tally()
    for answer in answers:
        tally.add(answer)
    assert tally.exit_code == code
