"""Whole turns with a judge: its word counts for the free words, and without one the vetted message still leaves."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from service.domain.vocabulary import Act, Language
from service.guard import ModelJudge, build_guard, load_judge_prompts
from service.privacy import find_personal_data
from service.program import Program
from service.settings import PROJECT_FOLDER
from service.stages import Stages
from tests.turn.hostile import KIND_WORDS
from tests.turn.stub_model import Model, agent, always, everything, rapport, serving_model, talk, with_agent
from tests.turn.test_model import ACCOUNT, TROUBLE
from tests.writing.stub_endpoint import body, says


@pytest.fixture(scope="module")
def model() -> Iterator[Model]:
    with serving_model() as model:
        yield model


@pytest.fixture(scope="module")
def judge_model() -> Iterator[Model]:
    with serving_model() as model:
        yield model


@pytest.fixture(scope="module")
def stages(program: Program, model: Model, judge_model: Model) -> Iterator[Stages]:
    """The program's stages, with an agent and a judge of different minds."""
    policies, prompts = PROJECT_FOLDER / "policies", PROJECT_FOLDER / "prompts"
    judge = ModelJudge(
        base_url=judge_model.url,
        model="judge",
        api_key="",
        seconds=20.0,
        prompts=load_judge_prompts(prompts),
        find_personal_data=find_personal_data,
    )
    guard = build_guard(policies, prompts, find_personal_data, 30.0, judge=judge)
    writer = agent(model.url)
    yield replace(with_agent(program, writer), guard=guard)
    guard.close()
    writer.close()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_kind_words_that_the_judge_lets_pass_are_delivered(
    language: Language, program: Program, model: Model, judge_model: Model, stages: Stages
) -> None:
    model.thinks(rapport(KIND_WORDS[language]))
    judge_model.thinks(always(says('{"violations": []}')))
    borrower = talk(program, ACCOUNT[language], verified=True, stages=stages)
    trace = borrower.hear(TROUBLE[language])
    assert KIND_WORDS[language] in borrower.delivered(trace)
    assert len(judge_model.asked) == 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_words_that_the_judge_holds_are_not_delivered_and_the_scripted_message_is(
    language: Language, program: Program, model: Model, judge_model: Model, stages: Stages
) -> None:
    # Other words than above: the judge remembers what it judged.
    words = {"en": "Thanks for explaining where things stand.", "zh": "您慢慢说，我都在听。"}[language]
    claim = {"family": "tone", "words": words, "why": "made up for this test"}
    model.thinks(rapport(words))
    judge_model.thinks(always(says(json.dumps({"violations": [claim]}, ensure_ascii=False))))
    borrower = talk(program, ACCOUNT[language], verified=True, stages=stages)
    trace = borrower.hear(TROUBLE[language])
    assert words not in borrower.delivered(trace)
    assert (trace.author, trace.held) == ("scripted", False)


@pytest.mark.parametrize("text", [TROUBLE["en"], "I want to kill myself", "Stop contacting me."])
def test_a_judge_that_is_down_silences_no_vetted_message(
    text: str, program: Program, model: Model, judge_model: Model, stages: Stages
) -> None:
    usual = talk(program, ACCOUNT["en"], verified=True).hear(text)
    model.thinks(rapport("I can hear how worn out you are by all of this."))
    judge_model.thinks(always(body({}, 500)))
    borrower = talk(program, ACCOUNT["en"], verified=True, stages=stages)
    trace = borrower.hear(text)
    assert borrower.delivered(trace)
    assert (trace.act, trace.held) == (usual.act, False)
    assert trace.act is not Act.HOLD_NOTICE


def test_the_judge_sees_no_personal_data(program: Program, model: Model, judge_model: Model, stages: Stages) -> None:
    model.thinks(everything("Thank you for telling me how things are, that took courage."))
    judge_model.thinks(always(says('{"violations": []}')))
    borrower = talk(program, ACCOUNT["en"], verified=True, stages=stages)
    for text in ("I am Dana Whitfield, born 12 April 1987, dana.whitfield@example.com.", TROUBLE["en"]):
        assert borrower.delivered(borrower.hear(text))
    assert judge_model.asked
    assert not re.search(rb"dana|whitfield|1987", b"".join(judge_model.received), re.IGNORECASE)
