"""No statement may hold what a rule refuses, in any state in which it may be sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from service.domain.vocabulary import Act, Family
from service.guard.packs import AppliesTo, PackBook, ReadyPack, ReadyRule, Rule, load_packs
from service.guard.patterns import compile_pattern
from service.settings import PROJECT_FOLDER
from service.statement_review import Refusal, review_statements
from service.statement_samples import ELSEWHERE, SampleMaker
from service.writing import StatementLibrary, load_creditors, load_help, load_library
from service.writing.statements import Place, Statement, StatementRule, Wordings

POLICIES, PROMPTS = PROJECT_FOLDER / "policies", PROJECT_FOLDER / "prompts"
BOOK = load_packs(POLICIES, unverified=True)
CREDITORS = tuple(load_creditors(POLICIES).values())
HELP = load_help(POLICIES)


def test_no_rule_objects_to_a_statement() -> None:
    assert review_statements(load_library(PROMPTS), BOOK, CREDITORS, HELP) == ()


def test_every_statement_is_read_in_both_languages() -> None:
    maker = SampleMaker(CREDITORS, HELP)
    for statement in load_library(PROMPTS).statements:
        samples = list(maker.samples(statement, BOOK.jurisdictions))
        assert {sample.language for sample in samples} == {"en", "zh"}, statement.rule.id
        assert not any("{" in sample.text for sample in samples)


def test_the_review_knows_all_that_narrows_a_rule() -> None:
    """A new field of `applies_to` must be given to the states of the review, or it would look as if no state fits.

    Products narrow the rules of contact alone, which judge no text.
    """
    assert set(AppliesTo.model_fields) - {"products"} == {
        "actor_role", "verified", "first_message", "time_barred", "flags", "signals", "acts", "not_acts",
        "conditions", "without", "free_text",
    }  # fmt: skip


def _statement(words: str = "The moon is full.", **rule: Any) -> Statement:
    values = {"id": "moon.full", "acts": ["small_talk", "state_balance"], "order": 500, "kind": "notice", **rule}
    wordings = Wordings(neutral=("Fine.", words))
    return Statement(
        StatementRule.model_validate(values), {"en": wordings, "zh": wordings}, Place(Path("rules/moon.yaml"), 7)
    )


def _book(jurisdiction: str = "core", region: str | None = None, **applies_to: Any) -> PackBook:
    """The real packs, and one more with a rule against the moon."""
    rule = Rule.model_construct(
        id="sample.no.moon",
        title="Speaks of the moon",
        citation="Nowhere 1",
        status="verified",
        kind="prohibit",
        family=Family.TONE,
        severity="low",
        on_fail="hold",
        autofail=False,
        applies_to=AppliesTo.model_validate(applies_to),
        effective_from=date(2027, 1, 1),
        effective_to=None,
        detection=BOOK.packs[0].rules[0].rule.detection,
        repair="Leave it out.",
    )
    pattern = compile_pattern(r"\bmoon\b", (), None, "en", {})
    pack = BOOK.packs[0].pack.model_copy(
        update={"id": "sample.moon", "jurisdiction": jurisdiction, "region": region, "rules": (rule,)}
    )
    return PackBook((*BOOK.packs, ReadyPack(pack, Path("moon.yaml"), (ReadyRule(rule, (pattern,)),))), True)


def _review(statement: Statement, book: PackBook) -> list[Refusal]:
    found = review_statements(StatementLibrary((statement,)), book, CREDITORS, HELP)
    return [refusal for refusal in found if refusal.rule_id == "sample.no.moon"]


def test_an_objection_names_statement_rule_words_and_state() -> None:
    english, chinese = _review(_statement(), _book("us", conditions=["collector"], verified=True))
    assert (english.statement_id, english.language, english.words) == ("moon.full", "en", "moon")
    assert (english.text, english.place.line) == ("The moon is full.", 7)
    assert english.under == "us, third_party_collector, verified, state_balance"
    assert chinese.language == "zh"


@pytest.mark.parametrize(
    ("statement", "rule", "refused"),
    [
        ({}, {}, True),
        ({}, {"verified": False}, True),
        ({"acts": ["state_balance"]}, {"verified": False}, False),
        ({"when": ["verified"]}, {"verified": False}, False),
        ({"unless": ["verified"]}, {"verified": True}, False),
        ({"unless": ["verified"]}, {"verified": False}, True),
        ({}, {"first_message": True}, True),
        ({"unless": ["first_message"]}, {"first_message": True}, False),
        ({"when": ["first_message"]}, {"first_message": False}, False),
        ({}, {"time_barred": True}, True),
        ({"unless": ["time_barred"]}, {"time_barred": True}, False),
        ({"when": ["time_barred"]}, {"time_barred": False}, False),
        ({}, {"actor_role": ["debt_buyer"]}, True),
        ({"when": ["servicer"]}, {"actor_role": ["debt_buyer"]}, False),
        ({"unless": ["collector"]}, {"conditions": ["collector"]}, False),
        ({"when": ["original_creditor"]}, {"conditions": ["collector"]}, False),
        ({}, {"conditions": ["hardship"]}, True),
        ({"unless": ["hardship"]}, {"conditions": ["hardship"]}, False),
        ({"when": ["hardship"]}, {"without": ["hardship"]}, False),
        ({}, {"signals": ["self_harm", "greeting"]}, True),
        ({"unless": ["heard_greeting"]}, {"signals": ["greeting"]}, False),
        ({}, {"flags": ["disputed"]}, True),
        ({"unless": ["disputed"]}, {"flags": ["disputed"]}, False),
        ({}, {"acts": ["small_talk"]}, True),
        ({}, {"acts": ["confirm_plan"]}, False),
        ({}, {"not_acts": ["small_talk", "state_balance"]}, False),
        ({}, {"not_acts": ["small_talk"]}, True),
        ({}, {"free_text": True}, False),
        ({"acts": ["any"]}, {"acts": ["support_crisis"]}, False),
        ({"acts": ["any"], "required_for": ["any"]}, {"acts": ["support_crisis"]}, True),
        (
            {"acts": ["any"], "required_for": ["any"], "except_acts": ["support_crisis"]},
            {"acts": ["support_crisis"]},
            False,
        ),
    ],
)
def test_a_rule_counts_only_where_the_statement_may_be_said(
    statement: dict[str, Any], rule: dict[str, Any], refused: bool
) -> None:
    assert bool(_review(_statement(**statement), _book(**rule))) is refused


@pytest.mark.parametrize(
    ("statement", "jurisdiction", "region", "refused"),
    [
        ({}, "nz", None, True),
        ({}, "us", "us-ny", True),
        ({"jurisdictions": ["uk"]}, "us", None, False),
        ({"jurisdictions": ["uk"]}, "uk", None, True),
        ({"when": ["us"]}, "uk", None, False),
        ({"unless": ["us", "uk", "cn"]}, "core", None, True),
        ({"when": ["us-ny"]}, "us", "us-ny", True),
        ({"when": ["us-ny"]}, "us", "us-ca", False),
        ({"when": ["us-ny"]}, "us", None, True),
    ],
)
def test_a_pack_counts_only_where_it_is_in_force(
    statement: dict[str, Any], jurisdiction: str, region: str | None, refused: bool
) -> None:
    assert bool(_review(_statement(**statement), _book(jurisdiction, region))) is refused


def test_what_a_creditor_says_of_itself_is_read_too() -> None:
    about = _statement("Ask {complaints}", slots={"complaints": "text"}, when=["has_complaints"])
    given = CREDITORS[0].complaints
    assert given is not None
    odd = CREDITORS[0].model_copy(update={"complaints": given.model_copy(update={"en": "the man in the moon."})})
    found = review_statements(StatementLibrary((about,)), _book(), (odd,), HELP)
    assert [(refusal.text, refusal.words) for refusal in found] == [("Ask the man in the moon.", "moon")]


def test_a_creditors_name_may_hold_any_word() -> None:
    about = _statement("This is {creditor}.", slots={"creditor": "text"})
    name = CREDITORS[0].name.model_copy(update={"en": "Blue Moon Bank", "zh": "Blue Moon Bank"})
    named = CREDITORS[0].model_copy(update={"name": name})
    assert review_statements(StatementLibrary((about,)), _book(), (named,), HELP) == ()


def test_a_place_without_packs_is_read_by_the_core_rules() -> None:
    samples = SampleMaker(CREDITORS, HELP).samples(_statement(), BOOK.jurisdictions)
    assert ELSEWHERE in {sample.jurisdiction for sample in samples}


def test_a_statement_of_two_acts_is_read_in_both() -> None:
    for act in (Act.SMALL_TALK, Act.STATE_BALANCE):
        assert _review(_statement(), _book(acts=[act.value]))[0].under.endswith(act.value)


def test_wordings_of_both_tones_are_read() -> None:
    statement = _statement("Fine too.")
    warm = Wordings(neutral=("Fine.",), warm=("A full moon.",))
    assert _review(replace(statement, wordings={"en": warm, "zh": warm}), _book())
