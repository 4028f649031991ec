"""The page of one rule. Fields that this module does not know are shown all the same, as the pack has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.guard.packs import ReadyPack
from service.rule_pages.markdown import bullets, code, one_line, plain, table, words_of
from service.rule_pages.patterns import LEGEND, readable, terms_in
from service.rule_pages.quality import Quality

LANGUAGES = {"en": "English", "zh": "Chinese"}
ALWAYS_IN_FORCE = date(2000, 1, 1)
STATUS = {
    "verified": "verified: somebody read the law at its source",
    "unverified": "unverified: nobody has read the law at its source, and the rule is off until somebody does",
}
KINDS = {
    "prohibit": "a message must not do it",
    "require": "a message must say it",
    "timing": "messages may leave at certain times only",
    "frequency": "only so many messages may leave",
    "consent": "messages may leave by consent only",
    "authority": "only what the creditor allows may be offered",
    "escalate": "a person has to take over",
}
ON_FAIL = {
    "repair": "the draft does not leave; the writer is told what is wrong and tries again",
    "hold": "the message waits until a person has looked at it",
    "block": "the message does not leave",
}
_APPLIES = {
    "actor_role": "the creditor writes as {}",
    "flags": "the account is marked {}",
    "signals": "the borrower's message that is answered says one of: {}",
    "acts": "the message is one of: {}",
    "not_acts": "the message is none of: {}",
    "conditions": "all of this holds: {}",
    "without": "none of this holds: {}",
}
_STATES = {
    ("verified", True): "the person has proved who they are",
    ("verified", False): "the person has not proved who they are",
    ("first_message", True): "the message is the first of the conversation",
    ("first_message", False): "the message is not the first of the conversation",
    ("time_barred", True): "the debt may be too old to sue on, or nobody knows",
    ("time_barred", False): "the debt is not too old to sue on",
    ("free_text", True): "nothing vouches for the text: it was not made of vetted statements",
}
_SHOWN = frozenset(
    {"id", "title", "citation", "status", "kind", "family", "severity", "on_fail", "autofail", "applies_to",
     "effective_from", "effective_to", "detection", "repair", "examples"}
)  # fmt: skip
_SHOWN_OF_PACK = frozenset({"id", "version", "jurisdiction", "title", "terms", "rules"})
_SCOPE = "A match is excused where a negation governs it (“we will not …”) or the sentence only reports or denies it."
_CLASSIFIERS = (
    "A text that was not made of vetted statements is also read by classifiers, which hold what reads like a breach."
)
_CHECKS = {"sender_named": "By code, which looks for the creditor's name, as the ledger has it."}


@dataclass(frozen=True)
class RuleText:
    """A rule as plain data, in the pack that holds it.

    Args:
        rule: its fields as JSON has them, lists of sets sorted.
        source: path of the pack under the policies folder.
    """

    rule: dict[str, Any]
    pack: ReadyPack
    source: str

    @property
    def id(self) -> str:
        return str(self.rule["id"])

    @property
    def family(self) -> str:
        return str(self.rule["family"])

    @property
    def title(self) -> str:
        return str(self.rule["title"])


def rule_page(text: RuleText, family: Sequence[RuleText], quality: Quality) -> str:
    """The page.

    Args:
        family: all rules of its family, itself among them.
    """
    rule, pack = text.rule, plain(text.pack.pack.title)
    sections = [
        [f"# {plain(text.title)}", "", f"{code(text.id)} of [{pack}](../../policies/{text.source})"],
        list(_facts(text)),
        ["## When it applies", "", *_when(rule["applies_to"])],
        *_further(text),
        ["## How it is found", "", *_detection(text)],
        ["## What to say instead", "", plain(rule["repair"])],
        *_examples(rule["examples"]),
        ["## Measured", "", *measured(text.family, quality)],
        ["## Other rules of the family", "", *_others(text, family)],
    ]
    return "\n\n".join("\n".join(section) for section in sections) + "\n"


def _facts(text: RuleText) -> Iterator[str]:
    rule = text.rule
    kind = KINDS.get(rule["kind"])
    rows = [
        ("a breach", plain(text.title)),
        ("law", plain(rule["citation"])),
        ("status", STATUS.get(rule["status"], plain(rule["status"]))),
        ("kind", f"{words_of(rule['kind'])}: {kind}" if kind else words_of(rule["kind"])),
        ("family", f"[{words_of(text.family)}](index.md#{text.family})"),
        ("where", where(text)),
        ("in force", in_force(rule)),
        ("severity", words_of(rule["severity"])),
        ("on a breach", ON_FAIL.get(rule["on_fail"], words_of(rule["on_fail"]))),
    ]
    if rule["autofail"]:
        rows.append(("in reviews", "one breach fails the whole conversation"))
    yield from table(("", ""), rows)


def where(text: RuleText) -> str:
    """The place that a rule binds."""
    pack = text.pack.pack
    places = [pack.jurisdiction, *([pack.region] if pack.region else [])]
    return "everywhere" if pack.jurisdiction == "core" else ", ".join(code(place) for place in places)


def in_force(rule: dict[str, Any]) -> str:
    """From when to when a rule is in force."""
    start, end = date.fromisoformat(rule["effective_from"]), rule["effective_to"]
    since = "always" if start <= ALWAYS_IN_FORCE else f"since {start}"
    return since if end is None else f"{since if start > ALWAYS_IN_FORCE else ''} until {end}".strip()


def _when(applies: dict[str, Any]) -> Iterator[str]:
    told = list(_conditions(applies))
    if not told:
        yield "Always."
        return
    yield "When all of this is so:"
    yield ""
    yield from (f"- {condition}" for condition in told)


def _conditions(applies: dict[str, Any]) -> Iterator[str]:
    for name, value in applies.items():
        if isinstance(value, bool) and (name, value) in _STATES:
            yield _STATES[name, value]
        elif not value:
            continue
        elif name in _APPLIES:
            yield _APPLIES[name].format(", ".join(plain(words_of(str(item))) for item in value))
        else:
            yield f"{words_of(name)}: {one_line(value)}"


def _further(text: RuleText) -> Iterator[list[str]]:
    """Whatever else the rule says, and its pack."""
    pack = text.pack.pack.model_dump(mode="json", exclude_defaults=True)
    of_pack = {name: value for name, value in pack.items() if name not in _SHOWN_OF_PACK}
    of_rule = {name: value for name, value in text.rule.items() if name not in _SHOWN}
    found = [*bullets(of_rule), *bullets(of_pack)]
    if found:
        yield ["## What it says exactly", "", *found]


def _detection(text: RuleText) -> Iterator[str]:
    detection = dict(text.rule["detection"] or {})
    spoken = {language: detection.pop(language, None) or [] for language in LANGUAGES}
    check = detection.pop("check", None)
    further = list(bullets(detection))
    if not (check or further or any(spoken.values())):
        yield "Not by words: code compares the state of the conversation with what the rule says."
    if check:
        yield _CHECKS.get(check, f"By code: {code(check)}.")
    yield from further
    if any(spoken.values()):
        yield from _patterns(text, spoken)


def _patterns(text: RuleText, spoken: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    wanted = "One of these must be found" if text.rule["kind"] == "require" else "Any of these is found"
    used: list[str] = []
    for language, patterns in spoken.items():
        if not patterns:
            continue
        yield f"{LANGUAGES[language]}. {wanted}, whatever the spelling (case, full width, spaced out, look-alikes):"
        yield ""
        for pattern in patterns:
            yield from _pattern(pattern)
            used += [term for part in (pattern["find"], *pattern.get("unless", ())) for term in terms_in(part)]
        yield ""
    yield LEGEND if text.rule["kind"] == "require" else f"{LEGEND} {_SCOPE}"
    terms = list(_terms(text, used))
    if terms:
        yield from ("", *terms)
    if text.rule["kind"] == "prohibit":
        yield from ("", _CLASSIFIERS)


def _pattern(pattern: dict[str, Any]) -> Iterator[str]:
    scope = "" if pattern.get("scoped", True) else " (a negation does not excuse it)"
    yield f"- {code(readable(pattern['find']))}{scope}"
    if pattern.get("unless"):
        yield f"  - unless the sentence has {', '.join(code(readable(item)) for item in pattern['unless'])}"
    further = {name: value for name, value in pattern.items() if name not in ("find", "unless", "scoped")}
    yield from bullets(further, depth=1)


def _terms(text: RuleText, used: list[str]) -> Iterator[str]:
    """The word lists that the patterns name, and those that these name."""
    terms, left, seen = text.pack.pack.terms, list(used), set[str]()
    while left:
        name = left.pop(0)
        if name in terms and name not in seen:
            seen.add(name)
            left += terms_in(terms[name])
            yield f"- ‹{plain(name)}›: {code(readable(terms[name]))}"


def _examples(examples: dict[str, Any]) -> Iterator[list[str]]:
    """The rule's tests: texts by language, or whatever else an example is."""
    for name, given in examples.items():
        if isinstance(given, dict):
            for language, texts in given.items():
                if texts:
                    spoken = LANGUAGES.get(language, language)
                    yield [f"## {name.capitalize()}, {spoken}", "", *(f"- {plain(item)}" for item in texts)]
        elif given:
            yield [f"## {words_of(name).capitalize()}", "", *(f"- {one_line(item)}" for item in given)]


def measured(family: str, quality: Quality) -> Iterator[str]:
    """How well the family's violations are found."""
    found = {str(name): value for name, value in quality.families.items()}.get(family)
    if not found:
        yield f"Not measured for the family {words_of(family)}."
        return
    yield f"For the whole family {words_of(family)}, in texts that nobody vouches for and that nothing was trained on:"
    yield ""
    rows = [
        (LANGUAGES[language], *map(str, (one.texts, one.stopped, one.blocked, one.false_blocks, one.false_holds)))
        for language, one in sorted(found.items())
    ]
    yield from table(("", "violations", "stopped", "of these blocked", "lawful blocked", "lawful held"), rows)


def _others(text: RuleText, family: Sequence[RuleText]) -> Iterator[str]:
    others = [other for other in family if other.id != text.id]
    if not others:
        yield "There is none."
    yield from (f"- [{plain(other.title)}]({other.id}.md), {where(other)}" for other in others)
