"""The packs' rules on the normalised text: what must not be said, and what must."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from service.domain.verdict import Finding, Layer
from service.domain.vocabulary import Family, Outcome
from service.guard.free import matches_statement
from service.guard.inspection import Check, Inspection
from service.guard.pack_schema import CheckName, Rule
from service.guard.packs import PackBook, ReadyRule
from service.linguistics.language import sentence_spans
from service.linguistics.normalise import normalise


def rules_check(book: PackBook) -> Check:
    """A check that applies the packs of the text's jurisdiction."""

    def check(inspection: Inspection) -> Iterator[Finding]:
        known = book.jurisdictions if inspection.brief is None else book.served
        if inspection.jurisdiction not in known:
            yield _unknown_jurisdiction(inspection.jurisdiction)
        creditor = inspection.context.creditor if inspection.context is not None else None
        packs = book.composed(inspection.jurisdiction, inspection.region, creditor)
        today = inspection.context.today if inspection.context is not None else None
        for ready in book.rules(packs, today):
            if ready.rule.applies_to.fits(inspection.scene):
                yield from (
                    found
                    for found in judge(ready, inspection)
                    if not _only_quoted(found, ready.rule, inspection) and not _supported(found, ready.rule, inspection)
                )

    return check


def _only_quoted(finding: Finding, rule: Rule, inspection: Inspection) -> bool:
    """Whether the words are the creditor's name, or stand in a quoted passage, which explains the law to anybody.

    What depends on the state (no debt before verification, no debt in a crisis) holds for quotations too.
    """
    if finding.span is None:
        return False
    start, end = finding.span
    quoted = () if rule.applies_to.needs_context else inspection.cited_spans
    return any(first <= start and end <= last for first, last in (*quoted, *inspection.creditor_spans))


def _supported(finding: Finding, rule: Rule, inspection: Inspection) -> bool:
    """Whether a claim of a text without a brief says what one of the given passages says."""
    passages = inspection.context.passages if inspection.context is not None else ()
    if not rule.applies_to.free_text or finding.span is None or not passages:
        return False
    vetted = [passage[start:end].strip() for passage in passages for start, end in sentence_spans(passage)]
    around = (span for span in sentence_spans(inspection.text) if span[0] <= finding.span[0] < span[1])
    return all(matches_statement(inspection.text[start:end].strip(), vetted) for start, end in around)


def judge(ready: ReadyRule, inspection: Inspection) -> Iterator[Finding]:
    """The findings of one rule, whatever it applies to."""
    rule = ready.rule
    if rule.detection.check is not None:
        if not _CHECKS[rule.detection.check](inspection):
            yield _finding(rule, "disclosure", None)
    elif rule.kind == "require":
        if _required_is_missing(ready, inspection):
            yield _finding(rule, "disclosure", None)
    else:
        for span in _spans(ready, inspection):
            yield _finding(rule, "pattern", span)


def _spans(ready: ReadyRule, inspection: Inspection) -> set[tuple[int, int]]:
    text = inspection.normalised
    return {text.original_span(*span) for pattern in ready.patterns for span in pattern.spans(text.text)}


def _required_is_missing(ready: ReadyRule, inspection: Inspection) -> bool:
    patterns = [pattern for pattern in ready.patterns if pattern.language == inspection.language]
    return not any(pattern.find.search(inspection.normalised.text) for pattern in patterns)


def _sender_named(inspection: Inspection) -> bool:
    """The creditor's name stands in the text (a brief without the creditor's facts cannot be checked)."""
    if inspection.brief is None:
        return True
    names = [
        fact.text for fact in inspection.brief.facts if fact.source == "creditor" and fact.name.startswith("creditor")
    ]
    text = inspection.normalised.text
    return not names or any(normalise(name).text in text for name in names)


_CHECKS: dict[CheckName, Callable[[Inspection], bool]] = {"sender_named": _sender_named}


def _finding(rule: Rule, layer: Layer, span: tuple[int, int] | None) -> Finding:
    return Finding(
        rule_id=rule.id,
        family=rule.family,
        outcome=rule.outcome,
        layer=layer,
        message=rule.title,
        repair=rule.repair,
        citation=rule.citation,
        span=span,
    )


def _unknown_jurisdiction(code: str) -> Finding:
    return Finding(
        rule_id="guard.jurisdiction",
        family=Family.UNGROUNDED_CLAIM,
        outcome=Outcome.HOLD,
        layer="state",
        message=f"there is no rule pack to serve the jurisdiction {code!r} with",
        repair="Add a pack for it, or correct the account.",
        citation="Invariant 5: what is unknown counts as no",
    )
