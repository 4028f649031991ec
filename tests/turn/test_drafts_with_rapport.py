"""Drafts as a well-behaved model makes them: what the scripted writer would say, and one sensible sentence of its own.

All acts that welcome free words, in both languages, under several laws, through the service's own assembly and guard.
A draft passes when the guard allows it as it was written, free words included: one that leaves only after its free
words were dropped is counted apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

import pytest

from service.domain.vocabulary import Act, Language, Outcome
from service.domain.writing import Brief, Draft, Rapport
from service.guard import Guard, GuardContext, build_guard
from service.settings import PROJECT_FOLDER
from service.writing import ScriptedWriter, assemble
from service.writing.assembly import arrange
from service.writing.brief import NO_RAPPORT_ACTS
from service.writing.conditions import DEBT_ACTS
from tests.turn.sentences import by_act, sentences_of
from tests.writing.cases import TODAY
from tests.writing.test_rendering import PLACES, all_briefs

ACTS = [act for act in Act if act not in NO_RAPPORT_ACTS]
EACH = 14  # briefs of an act in a language: two of every circumstance


@pytest.fixture(scope="module")
def guard() -> Iterator[Guard]:
    policies, prompts = PROJECT_FOLDER / "policies", PROJECT_FOLDER / "prompts"
    built = build_guard(policies, prompts, lambda text, language: (), deadline_seconds=60.0)
    yield built
    built.close()


def allows(guard: Guard, draft: Draft, brief: Brief) -> bool:
    role = next(role for place, role in PLACES if place == brief.jurisdiction and role in brief.conditions)
    context = GuardContext(
        jurisdiction=brief.jurisdiction,
        actor_role=role,
        verified=brief.act in DEBT_ACTS,
        returning="returning" in brief.conditions,
        time_barred="time_barred" in brief.conditions,
        today=TODAY,
    )
    return guard.check(draft, brief, draft.text, context).outcome is Outcome.ALLOW


def with_words(draft: Draft, words: str, brief: Brief) -> Draft:
    moves = arrange([Rapport(rapport=words), *draft.moves], brief) if words else draft.moves
    return draft.model_copy(update={"moves": moves, "text": assemble(moves, brief), "author": "agent"})


def situations(act: Act, language: Language) -> list[Brief]:
    briefs = [brief for brief in all_briefs(act) if brief.language == language and brief.rapport]
    return briefs[:: max(len(briefs) // EACH, 1)][:EACH]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("hand", "floor", "dropped"), [("sensible_rapport", 0.9, 0.97), ("rapport_unseen", 0.65, 0.9)])
def test_drafts_with_sensible_words_pass_as_they_are(
    guard: Guard, hand: str, floor: float, dropped: float, language: Language
) -> None:
    others = cycle(sentences_of(hand, language))
    passed = left = total = 0
    for act in ACTS:
        own = cycle(by_act(hand, language).get(act.value, ()) or others)
        for brief in situations(act, language):
            bare, words = ScriptedWriter().write(brief), next(own)
            if not allows(guard, bare, brief):
                continue  # the guard stops the statements themselves: this state cannot be
            total += 1
            passes = allows(guard, with_words(bare, words, brief), brief)
            passed += passes
            kept = guard.kept_rapport(words, language)
            left += passes or (kept is not None and allows(guard, with_words(bare, kept, brief), brief))
    assert total >= len(ACTS) * EACH * 0.8
    assert passed / total >= floor
    assert left / total >= dropped, "the share that leaves when clumsy words are dropped"
