"""The second look at free text: it only holds, and leaves the opposite of a violation alone."""

import pytest

from service.domain.vocabulary import Language, Outcome
from service.guard.guard import Guard
from service.guard.hazard import HazardReader
from service.guard.hazard_training import examples_hash
from service.guard.rapport import LANGUAGES, load_refused
from tests.guard.conftest import POLICIES, PROMPTS
from tests.guard.drafts import SAY_BALANCE, brief, context, draft, final


def test_the_head_is_up_to_date(hazard: HazardReader) -> None:
    assert hazard.heads.trained_on == examples_hash(POLICIES, PROMPTS)


@pytest.mark.parametrize("text", ["You cannot be arrested for this.", "我们不会上门。", "Nobody will sue you."])
def test_the_opposite_of_a_violation_is_left_alone(hazard: HazardReader, text: str) -> None:
    assert hazard.probability(text) == 0.0


@pytest.mark.parametrize("text", ["I would be careful if I were you.", "您不会想知道接下来会怎样。"])
def test_a_hint_that_no_pattern_knows_is_held(guard: Guard, text: str) -> None:
    assert guard.check_text(text, "uk").outcome is Outcome.HOLD


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_part_of_unseen_pressure_is_stopped(guard: Guard, language: Language) -> None:
    texts = load_refused(POLICIES, language).held_out
    allowed = [text for text in texts if guard.check_text(text, "uk", language).outcome is Outcome.ALLOW]
    assert len(allowed) / len(texts) <= 0.75


def test_a_draft_with_a_brief_is_not_judged_by_it(guard: Guard) -> None:
    about = brief()
    written = draft((SAY_BALANCE,), about)
    verdict = guard.check(written, about, final(written.text), context())
    assert "guard.hazard" not in {finding.rule_id for finding in verdict.findings}
