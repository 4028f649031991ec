"""What is wrong with a statement library, before anybody reads a message made from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from service.domain.vocabulary import Act, Language
from service.writing.conditions import DEBT_ACTS, is_condition
from service.writing.slots import SLOTS
from service.writing.statements import LANGUAGES, Place, Statement, StatementLibrary, StatementRule

_SLOT = re.compile(r"\{([a-z_]*)\}")
_WORD_LIMIT: dict[Language, int] = {"en": 60, "zh": 120}  # English words, Chinese characters
_DIGIT = re.compile(r"[0-9０-９]")
_ODD_SPACING = re.compile(r"  |\n\n|\s$|^\s| [,.;:?!]|[，。；：？！、] |[,，]{2}|[。]{2}|\.\.")
_ASCII_IN_CHINESE = re.compile(r"[一-鿿][,.;:?!()]|[,.;:?!()][一-鿿]")
_DEBT_WORDS: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(debts?|owed?|owing|balance|overdue|arrears|repay\w*|pay|payments?|loan|card|collect\w*|instal\w+|"
        r"quote|plan)\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(r"欠|债|还款|还钱|逾期|账单|贷|催收|信用卡|余额|分期|方案|结清|付款"),
}
_PRESSURE: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(arrest|jail|prison|police|seize|garnish\w*|bailiffs?|lawsuit|final notice|last chance|immediately|"
        r"act now|hurry|must pay|failure to pay|blacklist\w*|employer|your family)\b",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"坐牢|拘留|警察|公安|通缉|起诉|查封|强制执行|上门|最后机会|立即还|马上还|必须还|黑名单|老赖|单位|家人代"
    ),
}


@dataclass(frozen=True)
class Problem:
    """Something to correct. `fix` says how."""

    place: Place
    text: str
    fix: str


def lint_library(library: StatementLibrary) -> list[Problem]:
    """All problems of a library; an empty list when it can be used."""
    problems = [problem for statement in library.statements for problem in _lint_statement(statement)]
    return [*problems, *_acts_without_duty(library)]


def _acts_without_duty(library: StatementLibrary) -> Iterator[Problem]:
    covered = {act for item in library.statements for act in item.rule.required_for}
    place = library.statements[0].place if library.statements else Place(Path("statements"), None)
    for act in Act:
        if act not in covered:
            yield Problem(
                place, f"the act {act.value!r} has no required statement", "Add one that carries the act's message"
            )


def _lint_statement(statement: Statement) -> Iterator[Problem]:
    rule, place = statement.rule, statement.place
    for text, fix in [*_rule_problems(rule), *_slot_problems(rule)]:
        yield Problem(place, f"{rule.id}: {text}", fix)
    for language in LANGUAGES:
        for wording in statement.wordings[language].all:
            for text, fix in _wording_problems(rule, wording, language):
                yield Problem(place, f"{rule.id} ({language}): {text} in {wording!r}", fix)


def _rule_problems(rule: StatementRule) -> Iterator[tuple[str, str]]:
    for name in (*rule.when, *rule.unless):
        if not is_condition(name):
            yield f"unknown condition {name!r}", "Use a name of the closed list in service/writing/conditions.py"
    for act in rule.required_for:
        if act != "any" and not rule.allowed_in(act):
            yield f"required for {act.value!r} but not allowed in it", "Add the act to acts"


def _slot_problems(rule: StatementRule) -> Iterator[tuple[str, str]]:
    for name, slot_type in rule.slots.items():
        slot = SLOTS.get(name)
        if slot is None:
            yield f"unknown slot {name!r}", "Use a name of SLOTS in service/writing/slots.py"
        elif slot.type != slot_type:
            yield f"slot {name!r} is of type {slot.type!r}, not {slot_type!r}", "Correct the type"
        elif slot.given_by is not None and slot.given_by not in _granted(rule):
            yield f"slot {name!r} is only filled when {slot.given_by!r}", f"Add {slot.given_by!r} to when"


def _granted(rule: StatementRule) -> set[str]:
    granted = set(rule.when)
    if _only_after_verification(rule):
        granted.add("verified")
    if rule.each == "quote" or granted & {"several_quotes", "quote_lump_sum", "quote_instalments", "quote_discount"}:
        granted.add("has_quote")
    if rule.each == "passage":
        granted.add("has_passage")
    return granted


def _only_after_verification(rule: StatementRule) -> bool:
    return "verified" in rule.when or all(act in DEBT_ACTS for act in rule.acts)


def _wording_problems(rule: StatementRule, wording: str, language: Language) -> Iterator[tuple[str, str]]:
    used = set(_SLOT.findall(wording))
    for name in sorted(used - rule.slots.keys()):
        yield f"slot {name!r} is not declared", "Declare it under slots"
    bare = _SLOT.sub("", wording)
    if "{" in bare or "}" in bare:
        yield "a stray brace", "Write slots as {name}"
    if _DIGIT.search(bare):
        yield "a number outside a slot", "Let code fill numbers through a slot"
    if _length(bare, language) > _WORD_LIMIT[language]:
        yield f"longer than {_WORD_LIMIT[language]} words or characters", "Say it shorter, or as two statements"
    if _ODD_SPACING.search(wording) or (language == "zh" and _ASCII_IN_CHINESE.search(bare)):
        yield "odd spacing or punctuation", "Correct spaces and punctuation marks"
    if _PRESSURE[language].search(bare):
        yield "a word that threatens or presses", "Say it calmly, without it"
    if not _only_after_verification(rule) and _DEBT_WORDS[language].search(bare):
        yield "speaks of a debt before the person is verified", "Add verified to when, or leave the debt out"


def _length(text: str, language: Language) -> int:
    return len(re.findall(r"[一-鿿]", text)) if language == "zh" else len(text.split())


def slots_used(statement: Statement, language: Language) -> set[str]:
    """Names of the slots that a language's wordings use."""
    return {name for wording in statement.wordings[language].all for name in _SLOT.findall(wording)}
