"""The reader of free texts: one of three answers, the worst sentence counts, and nobody talks it out of a match."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.verdict import Finding, Layer
from service.domain.vocabulary import Family, Language, Outcome
from service.guard.guard import Guard
from service.guard.inspection import Inspection
from service.guard.packs import PackBook
from service.guard.reader import MessageReader, reader_check, weighed
from service.guard.reader_training import training_hash
from tests.guard.conftest import POLICIES
from tests.guard.drafts import SAY_BALANCE, brief, context, draft, final

KIND = {
    "en": "Thank you for writing to us today. We have noted the new address for letters.",
    "zh": "谢谢您今天的来信。新的通讯地址我们已经登记好了。",
}


def test_it_was_trained_on_the_corpus_of_today(reader: MessageReader, book: PackBook) -> None:
    assert reader.trained_on == training_hash(POLICIES, book)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Officers are coming to your house tonight and they will not be as nice as I am."),
        ("en", "Ask your mother for the money, or I will ring her myself."),
        ("zh", "你要是再装死，明天全村人都会知道你是个老赖。"),
        ("zh", "先去别的平台借一笔把这边还上，后面的事以后再说。"),
    ],
)
def test_what_no_rule_could_list_is_stopped(guard: Guard, language: Language, text: str) -> None:
    assert guard.check_text(text, "uk", language).outcome is not Outcome.ALLOW


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "You cannot be arrested for this."),
        ("en", "Thank you for telling me."),
        ("zh", "逾期不会坐牢。"),
        ("zh", "谢谢您告诉我们。"),
    ],
)
def test_what_reassures_leaves(guard: Guard, language: Language, text: str) -> None:
    assert guard.check_text(text, "uk", language).outcome is Outcome.ALLOW


@pytest.mark.parametrize(
    ("language", "bad"),
    [
        ("en", "Pay by noon or the police will fetch you."),
        ("zh", "中午之前不还，警察就去抓你。"),
    ],
)
def test_one_bad_sentence_among_kind_ones_is_found(reader: MessageReader, language: Language, bad: str) -> None:
    text = f"{KIND[language]}{bad}{KIND[language]}" if language == "zh" else f"{KIND[language]} {bad} {KIND[language]}"
    start, end = reader.judge(text, language).span
    assert bad in text[start:end]


@pytest.mark.parametrize(
    ("language", "text", "before", "crisis"),
    [
        ("en", "Noted. So how much can you pay today?", "Can we talk about dates?", "I want to kill myself."),
        ("zh", "知道了。那您今天能还多少？", "我们可以谈谈日期吗？", "我不想活了。"),
    ],
)
def test_what_it_answers_matters(
    reader: MessageReader, language: Language, text: str, before: str, crisis: str
) -> None:
    calm, dire = (reader.judge(text, language, answered).probability for answered in (before, crisis))
    assert dire > calm


def test_a_draft_with_a_brief_is_not_judged_by_it(guard: Guard) -> None:
    about = brief()
    written = draft((SAY_BALANCE,), about)
    verdict = guard.check(written, about, final(written.text), context())
    assert "guard.reader" not in {finding.rule_id for finding in verdict.findings}


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=400), language=st.sampled_from(["en", "zh"]))
def test_any_text_gets_a_probability_and_a_span_inside_it(reader: MessageReader, text: str, language: Language) -> None:
    found = list(reader_check(reader)(Inspection(text, language, "core", None, None)))
    assert len(found) == (1 if text.strip() else 0)
    for finding in found:
        assert finding.span is not None
        assert 0 <= finding.span[0] <= finding.span[1] <= len(text)
        assert finding.score is not None
        assert 0 <= finding.score <= 1


def _found(rule: str, layer: Layer, outcome: Outcome, score: float | None = None) -> Finding:
    family = Family.THREAT_ARREST
    return Finding(rule_id=rule, family=family, outcome=outcome, layer=layer, message="m", citation="c", score=score)


@pytest.mark.parametrize(
    ("probability", "read", "left"),
    [
        (0.95, Outcome.BLOCK, [Outcome.BLOCK, Outcome.BLOCK]),
        (0.82, Outcome.HOLD, [Outcome.HOLD, Outcome.BLOCK]),
        (0.50, Outcome.HOLD, [Outcome.HOLD, Outcome.HOLD]),
        (0.20, Outcome.ALLOW, [Outcome.HOLD]),
        (0.05, Outcome.ALLOW, []),
    ],
)
def test_a_pattern_blocks_holds_or_counts_for_nothing_as_the_reader_sees_it(
    book: PackBook, probability: float, read: Outcome, left: list[Outcome]
) -> None:
    findings = (
        _found("guard.reader", "classifier", read, probability),
        _found("core.claim.consequence", "pattern", Outcome.BLOCK),
    )
    assert [found.outcome for found in weighed(findings, book)] == left


def test_a_critical_rule_holds_however_sure_the_reader_is(book: PackBook) -> None:
    findings = (
        _found("guard.reader", "classifier", Outcome.ALLOW, 0.01),
        _found("core.threat.arrest", "pattern", Outcome.BLOCK),
    )
    assert [found.outcome for found in weighed(findings, book)] == [Outcome.HOLD]


def test_what_depends_on_the_state_needs_no_second_opinion(book: PackBook) -> None:
    findings = (
        _found("guard.reader", "classifier", Outcome.ALLOW, 0.01),
        _found("core.verify.no_debt", "pattern", Outcome.BLOCK),
    )
    assert [found.outcome for found in weighed(findings, book)] == [Outcome.BLOCK]
