"""The examples of the rules, run as tests of the packs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from service.domain.base import Value
from service.domain.vocabulary import Language
from service.guard.contact import judge_rule
from service.guard.contact_blocks import AttemptExample
from service.guard.context import GuardContext
from service.guard.inspection import Inspection
from service.guard.packs import CORE, PackBook, ReadyPack, ReadyRule, line_of, load_packs
from service.guard.rules import judge


class ExampleFailure(Value):
    """An example that the packs judge otherwise than its author said.

    Args:
        rule_id: the rule that it is an example of.
        language: None for an attempt.
        expected: "violating" or "compliant"; for an attempt "refused" or "allowed".
        text: the example; of an attempt, what it says.
        found: rules that block it.
    """

    path: str
    line: int | None
    rule_id: str
    language: Language | None
    expected: str
    text: str
    found: tuple[str, ...]


class PackReport(Value):
    """What `check_packs` saw; warnings do not fail it."""

    packs: int
    rules: int
    examples: int
    failures: tuple[ExampleFailure, ...]
    warnings: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.failures


def check_packs(folder: Path, today: date) -> PackReport:
    """Load all packs and run every example: a rule must find its violating ones, and no rule may block a compliant one.

    Args:
        today: a pack without a rule in force on this day is warned about.

    Raises:
        DataFileError: a pack cannot be loaded at all.
    """
    book = load_packs(folder, unverified=True)
    rules = [item for ready in book.packs for item in ready.rules]
    failures = [failure for ready in book.packs for item in ready.rules for failure in _failures(book, ready, item)]
    return PackReport(
        packs=len(book.packs),
        rules=len(rules),
        examples=sum(map(_count, rules)),
        failures=tuple(failures),
        warnings=tuple(_out_of_force(book, today)),
    )


def _out_of_force(book: PackBook, today: date) -> Iterator[str]:
    for ready in book.packs:
        if not any(item.rule.in_force(today) for item in ready.rules):
            line = line_of(ready.path, "effective_")
            yield f"{ready.path}:{line}: no rule of {ready.pack.id} is in force on {today}. Renew the pack or delete it"


def _count(item: ReadyRule) -> int:
    examples = item.rule.examples
    texts = sum(len(texts.en) + len(texts.zh) for texts in (examples.violating, examples.compliant))
    return texts + len(examples.refused) + len(examples.allowed)


def _failures(book: PackBook, ready: ReadyPack, item: ReadyRule) -> Iterator[ExampleFailure]:
    examples = item.rule.examples
    yield from _contact_failures(ready, item)
    for language in item.rule.languages:
        for text in examples.violating.in_language(language):
            if not list(judge(item, _inspection(text, language))):
                yield _failure(ready, item, language, "violating", text, ())
        for text in examples.compliant.in_language(language):
            found = _found(book, ready, item, _inspection(text, language))
            if found:
                yield _failure(ready, item, language, "compliant", text, found)


def _contact_failures(ready: ReadyPack, item: ReadyRule) -> Iterator[ExampleFailure]:
    """Attempts that the rule judges otherwise than its author said."""
    examples = item.rule.examples
    for expected, attempts in (("refused", examples.refused), ("allowed", examples.allowed)):
        for attempt in attempts:
            if _is_refused(ready, item, attempt) != (expected == "refused"):
                found = (item.rule.id,) if expected == "allowed" else ()
                shown = attempt.model_dump_json(exclude_defaults=True)
                yield ExampleFailure(
                    path=str(ready.path),
                    line=line_of(ready.path, item.rule.id),
                    rule_id=item.rule.id,
                    language=None,
                    expected=expected,
                    text=shown,
                    found=found,
                )


def _is_refused(ready: ReadyPack, item: ReadyRule, example: AttemptExample) -> bool:
    pack = ready.pack
    return bool(judge_rule(example.attempt(pack.jurisdiction, pack.region, pack.creditor), item.rule))


def _found(book: PackBook, ready: ReadyPack, item: ReadyRule, inspection: Inspection) -> tuple[str, ...]:
    """The rule itself, and every other rule of the composition that blocks the text without any context."""
    jurisdiction = ready.pack.jurisdiction
    pack = ready.pack
    packs = book.composed(jurisdiction, pack.region, pack.creditor) if jurisdiction != CORE else book.packs
    others = [other for other in book.rules(packs, None) if other.rule.on_fail != "hold" and _text_alone(other)]
    return tuple(
        other.rule.id for other in [item, *(o for o in others if o is not item)] if list(judge(other, inspection))
    )


def _text_alone(item: ReadyRule) -> bool:
    return item.rule.kind != "require" and not item.rule.applies_to.needs_context


def _inspection(text: str, language: Language) -> Inspection:
    context = GuardContext(jurisdiction=CORE, today=date(2026, 1, 1))
    return Inspection(text, language, CORE, None, context)


def _failure(
    ready: ReadyPack, item: ReadyRule, language: Language, expected: str, text: str, found: tuple[str, ...]
) -> ExampleFailure:
    return ExampleFailure(
        path=str(ready.path),
        line=line_of(ready.path, text),
        rule_id=item.rule.id,
        language=language,
        expected=expected,
        text=text,
        found=found,
    )
