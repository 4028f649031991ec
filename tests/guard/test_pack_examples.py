"""The packs' own examples, and what they mean for a whole message."""

from datetime import date

import pytest

from service.domain.vocabulary import Language, Outcome
from service.domain.writing import Rapport
from service.guard.guard import Guard
from service.guard.pack_examples import check_packs
from service.guard.packs import PackBook, Rule, load_packs
from tests.guard.conftest import POLICIES
from tests.guard.drafts import SAY_BALANCE, brief, context, draft, final

BOOK = load_packs(POLICIES)
RULES = [
    (ready.pack.jurisdiction, item.rule) for ready in BOOK.packs for item in ready.rules if item.rule.kind == "prohibit"
]
TEXT_ALONE = [(place, rule) for place, rule in RULES if not rule.applies_to.needs_context]
# What a rule only holds, the reader may let go: a plain claim that it takes for harmless.
FORBIDDEN = [(place, rule) for place, rule in TEXT_ALONE if rule.on_fail != "hold"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")


def test_all_examples_hold() -> None:
    report = check_packs(POLICIES, date(2026, 11, 25))
    assert report.failures == ()
    assert report.rules >= 35
    assert report.examples >= 900


def test_every_family_that_text_shows_has_a_core_rule(book: PackBook) -> None:
    families = {rule.family.value for place, rule in RULES if place == "core"}
    assert families >= {
        "threat_arrest", "threat_intimidation", "threat_legal_false", "impersonation", "ai_denial",
        "harassment_shaming", "third_party", "credit_misleading", "unauthorised_fee", "property_seizure",
        "false_urgency", "secrets_request", "coercive_borrowing", "legal_advice", "ignoring_rights",
        "vulnerability_mishandled", "discrimination", "unauthorised_promise", "time_barred", "tone",
    }  # fmt: skip


@pytest.mark.parametrize(("place", "rule"), FORBIDDEN, ids=lambda value: getattr(value, "id", value))
def test_violating_examples_never_pass(guard: Guard, place: str, rule: Rule) -> None:
    jurisdiction = "uk" if place == "core" else place
    for language in LANGUAGES:
        for text in rule.examples.violating.in_language(language):
            assert guard.check_text(text, jurisdiction, language).outcome is not Outcome.ALLOW, text


@pytest.mark.parametrize(("place", "rule"), TEXT_ALONE, ids=lambda value: getattr(value, "id", value))
def test_compliant_examples_are_not_blocked(guard: Guard, place: str, rule: Rule) -> None:
    jurisdiction = "uk" if place == "core" else place
    for language in LANGUAGES:
        for text in rule.examples.compliant.in_language(language):
            verdict = guard.check_text(text, jurisdiction, language)
            assert verdict.outcome is not Outcome.BLOCK, (text, verdict.findings)


@pytest.mark.parametrize(("place", "rule"), RULES, ids=lambda value: getattr(value, "id", value))
def test_violating_examples_never_pass_as_rapport(guard: Guard, place: str, rule: Rule) -> None:
    for language in LANGUAGES:
        about = brief(language)
        for text in rule.examples.violating.in_language(language):
            moves = (Rapport(rapport=text), SAY_BALANCE)
            written = draft(moves, about)
            verdict = guard.check(written, about, final(written.text, language), context())
            assert verdict.outcome is Outcome.BLOCK, text
