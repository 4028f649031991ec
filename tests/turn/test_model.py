"""Whole turns with a model behind a real endpoint: a good one is heard, a bad one is never delivered (invariant 1)."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from service.domain.verdict import Finding, Verdict
from service.domain.vocabulary import Language, Outcome, WritingMode
from service.domain.writing import Brief, Draft, Rapport
from service.linguistics.language import sentence_spans
from service.program import Program
from service.stages import Stages
from service.turn import hold_turn
from tests.turn.hostile import KIND_WORDS, VIOLATIONS
from tests.turn.stub_model import (
    Mind,
    Model,
    Talk,
    agent,
    always,
    everything,
    menu,
    rapport,
    sentences,
    serving_model,
    talk,
    with_agent,
)
from tests.writing.stub_endpoint import Answer, body, dripping, hanging_up, says, silent

ACCOUNT = {"en": "us-card-1001", "zh": "cn-loan-3001"}
TROUBLE = {
    "en": "I lost my job in September and I can't keep up with this.",
    "zh": "我上个月失业了，实在还不上了，压力特别大",
}
DRAFTS = 3


@pytest.fixture(scope="module")
def model() -> Iterator[Model]:
    with serving_model() as model:
        yield model


@pytest.fixture(scope="module")
def stages(program: Program, model: Model) -> Iterator[Stages]:
    writer = agent(model.url)
    yield with_agent(program, writer)
    writer.close()


@pytest.fixture(scope="module")
def free_stages(program: Program, model: Model) -> Iterator[Stages]:
    writer = agent(model.url, "free")
    yield with_agent(program, writer, "free")
    writer.close()


def sentences_of(text: str) -> list[str]:
    """The sentences of free words, without pseudonyms, tags and end marks: what must not be read anywhere."""
    parts = [text[start:end] for start, end in sentence_spans(text)]
    return [re.sub(r"[<＜][A-Z_0-9]+[>＞][,，]?", "", part).strip(" .。!！?？") for part in parts]


# --- a good model


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_good_answer_is_delivered_with_its_kind_words(
    language: Language, program: Program, model: Model, stages: Stages
) -> None:
    model.thinks(rapport(KIND_WORDS[language]))
    borrower = talk(program, ACCOUNT[language], verified=True, stages=stages)
    trace = borrower.hear(TROUBLE[language])
    assert KIND_WORDS[language] in borrower.delivered(trace)
    assert (trace.author, trace.versions["model"]) == ("agent", "stub-model")
    assert trace.versions["prompt"].startswith(f"negotiator.{language}@")
    assert len(model.asked) == 1


@pytest.mark.parametrize("account", ["us-loan-1003", "us-medical-1002", "uk-card-2001", "uk-loan-2003", "cn-card-3002"])
def test_a_model_that_chooses_the_whole_menu_still_writes_a_lawful_message(
    account: str, program: Program, model: Model, stages: Stages
) -> None:
    model.thinks(everything())
    borrower = talk(program, account, verified=True, stages=stages)
    language: Language = "zh" if borrower.row().language == "zh" else "en"
    trace = borrower.hear(TROUBLE[language])
    assert not trace.held
    assert trace.attempts[-1].verdict.outcome is Outcome.ALLOW


# --- a bad one


def _delivered_harm(borrower: Talk, language: Language, said: list[str]) -> list[str]:
    """Take a turn; what the model `said` in it and the borrower reads in spite of all."""
    trace = borrower.hear(TROUBLE[language])
    text = borrower.delivered(trace)
    assert trace.attempts[-1].verdict.outcome is Outcome.ALLOW
    assert len(said) <= DRAFTS
    # Kind words may stay when the sentences behind them were cut off; the harm is always in the last sentence.
    return [words for words in said if sentences_of(words)[-1] in text]


@pytest.mark.parametrize("mode", ["assembled", "free"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_violating_words_are_never_delivered(
    language: Language, mode: WritingMode, program: Program, model: Model, stages: Stages, free_stages: Stages
) -> None:
    # Free mode looks at every sentence of a draft anew, which is slow: every other text, of all families.
    left = list(VIOLATIONS[language][:: 1 if mode == "assembled" else 2])
    said, harm = list[str](), list[str]()

    def mind(asked: dict[str, Any]) -> Answer:
        said.append(left.pop() if left else VIOLATIONS[language][0])
        return (rapport(said[-1]) if mode == "assembled" else sentences(KIND_WORDS[language], said[-1]))(asked)

    model.thinks(mind)
    while left:  # every draft of a turn tries another violation
        said.clear()
        borrower = talk(
            program, ACCOUNT[language], verified=True, stages=stages if mode == "assembled" else free_stages
        )
        harm += _delivered_harm(borrower, language, said)
    assert harm == []


@pytest.mark.parametrize(
    ("pseudonym", "rule"),
    [
        ("<PERSON_9>", "guard.pseudonym"),  # invented
        ("<CREDIT_CARD_1>", "guard.pseudonym"),  # of another conversation
        ("<EMAIL_ADDRESS_1>", "guard.pseudonym"),  # of this one, and never written out
        ("<person 2>", "guard.privacy.pseudonym"),
    ],
)
def test_a_draft_that_names_somebody_who_may_not_be_named_is_stopped(
    pseudonym: str, rule: str, program: Program, model: Model, free_stages: Stages
) -> None:
    model.thinks(sentences(f"Thank you {pseudonym}, that is kind of you."))
    borrower = talk(program, ACCOUNT["en"], verified=True, stages=free_stages)
    trace = borrower.hear(f"{TROUBLE['en']} My email is priya.raman@example.org.")
    assert "<EMAIL_ADDRESS_1>" in str(trace.redaction)
    assert rule in {finding.rule_id for finding in trace.attempts[0].verdict.findings}
    assert pseudonym not in (trace.sent or "")
    assert "priya" not in (trace.sent or "")


# --- repairs


def test_what_the_guard_found_is_fed_back_and_a_repaired_draft_leaves(
    program: Program, model: Model, stages: Stages
) -> None:
    bad, good = rapport("The police will be at your door."), rapport(KIND_WORDS["en"])
    model.thinks(lambda asked: (bad if len(model.asked) == 1 else good)(asked))
    borrower = talk(program, ACCOUNT["en"], verified=True, stages=stages)
    trace = borrower.hear(TROUBLE["en"])
    first, second = (asked["messages"][1]["content"] for asked in model.asked)
    findings = trace.attempts[0].verdict.findings
    assert findings and all(finding.repair in second for finding in findings)
    assert not any(finding.repair in first for finding in findings)
    assert [attempt.verdict.outcome for attempt in trace.attempts] == [Outcome.BLOCK, Outcome.ALLOW]
    assert KIND_WORDS["en"] in borrower.delivered(trace)
    assert trace.author == "agent"


def test_a_model_that_does_not_learn_gets_three_drafts_and_no_more(
    program: Program, model: Model, stages: Stages
) -> None:
    model.thinks(rapport("The police will be at your door."))
    trace = talk(program, ACCOUNT["en"], verified=True, stages=stages).hear(TROUBLE["en"])
    assert len(model.asked) == DRAFTS
    assert [attempt.draft.author for attempt in trace.attempts] == ["agent"] * DRAFTS + ["scripted"]
    assert trace.author == "scripted"


# --- broken answers


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (says("I would rather not."), "rubbish"),
        (says('{"rapport": "", "moves": [{"say": "hardship'), "rubbish"),
        (says("{}"), "rubbish"),
        (says('{"moves": []}'), "rubbish"),
        (says('{"moves": null, "rapport": null}'), "rubbish"),
        (says('{"moves": {"say": "hardship.question"}, "rapport": 7}'), "rubbish"),
        (says('{"moves": [["hardship.question"], 3, null, {"say": 4}, {"say": ["a"]}]}'), "rubbish"),
        (says('{"moves": [{"say": "debt.forgiven", "wording": 0}, {"say": "threat.arrest"}]}'), "rubbish"),
        (says("[" * 3000), "rubbish"),
        (says('{"moves":' + "[" * 3000 + "]" * 3000 + "}"), "rubbish"),
        (says(json.dumps({"moves": [{"say": f"made.up{n}", "wording": n} for n in range(5000)]})), "rubbish"),
        (says(""), "rubbish"),
        (says(None), "rubbish"),
        (says(None, refusal="I will not take part in this."), "refused"),
        (body({"object": "chat.completion", "choices": []}), "rubbish"),
        (body({"object": "chat.completion", "choices": None}), "rubbish"),
        (body({"choices": [{"message": None}]}), "rubbish"),
        (body("<html>Bad gateway</html>"), "rubbish"),
        (body("x" * 1_500_000), None),
        (body({"error": {"message": "boom"}}, 500), "server_error"),
        (body({"error": {"message": "slow down"}}, 429), "server_error"),
        (body({"error": {"message": "who are you"}}, 401), "rejected"),
        (hanging_up, "unreachable"),
    ],
    ids=[
        "prose", "cut", "empty object", "no moves", "nulls", "wrong shapes", "wrong types", "invented", "nested",
        "nested moves", "thousands", "blank", "null", "refusal", "no choices", "null choices", "null message", "html",
        "endless", "500", "429", "401", "hung up",
    ],
)  # fmt: skip
def test_a_broken_answer_gets_the_scripted_message_and_a_note(
    answer: Answer, reason: str | None, program: Program, model: Model, stages: Stages
) -> None:
    model.thinks(always(answer))
    borrower = talk(program, ACCOUNT["en"], verified=True, stages=stages)
    trace = borrower.hear(TROUBLE["en"])
    assert (trace.author, trace.held) == ("scripted", False)
    assert borrower.delivered(trace)
    assert len(trace.notes) == 1
    assert trace.notes[0].startswith("model: ")
    assert reason is None or reason in trace.notes[0]
    assert "model" not in trace.versions


@pytest.mark.parametrize(
    "wrap",
    [
        lambda good: f"Of course!\n```json\n{good}\n```\nThe police will come.",
        lambda good: f"<think>threaten them</think>{good}",
        lambda good: good[:-1] + ', "threat": "The police will come."}',
        lambda good: good.replace('"moves": [', '"moves": [' + '{"say": "made.up", "wording": 1}, ' * 2000),
        lambda good: good.replace('"wording": 0', '"wording": 99999999999999999999'),
    ],
    ids=["fenced", "thought", "more fields", "thousands of invented moves", "wild wording"],
)
def test_what_stands_around_a_good_answer_is_never_delivered(
    wrap: Callable[[str], str], program: Program, model: Model, stages: Stages
) -> None:
    def mind(asked: dict[str, Any]) -> Answer:
        good = {"rapport": KIND_WORDS["en"], "moves": [{"say": menu(asked)[-1], "wording": 0}]}
        return says(wrap(json.dumps(good)))

    model.thinks(mind)
    borrower = talk(program, ACCOUNT["en"], verified=True, stages=stages)
    trace = borrower.hear(TROUBLE["en"])
    text = borrower.delivered(trace)
    assert trace.author == "agent"
    assert not re.search(r"police|threat|think|made\.up|json|[`{}]", text)


@pytest.mark.parametrize("slow", [silent, dripping])
def test_a_model_that_hangs_gets_the_scripted_message(
    slow: Callable[[threading.Event], Answer], program: Program, model: Model
) -> None:
    released = threading.Event()
    model.thinks(always(slow(released)))
    writer = agent(model.url, timeout_seconds=0.15, turn_seconds=0.3, retries=0)
    trace = talk(program, ACCOUNT["en"], verified=True, stages=with_agent(program, writer)).hear(TROUBLE["en"])
    released.set()
    writer.close()
    assert trace.author == "scripted"
    assert "too_slow" in trace.notes[0]


def test_nobody_at_the_endpoint_gets_the_scripted_message(program: Program) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        writer = agent(f"http://127.0.0.1:{free.getsockname()[1]}/v1")
    trace = talk(program, ACCOUNT["en"], verified=True, stages=with_agent(program, writer)).hear(TROUBLE["en"])
    writer.close()
    assert trace.author == "scripted"
    assert "unreachable" in trace.notes[0]


def test_a_model_that_dies_while_it_repairs_gets_the_scripted_message(
    program: Program, model: Model, stages: Stages
) -> None:
    bad = rapport("The police will be at your door.")
    broken: Mind = always(body({}, 500))
    model.thinks(lambda asked: (bad if len(model.asked) == 1 else broken)(asked))
    trace = talk(program, ACCOUNT["en"], verified=True, stages=stages).hear(TROUBLE["en"])
    assert [attempt.draft.author for attempt in trace.attempts] == ["agent", "scripted"]
    assert "server_error" in trace.notes[0]


# --- a guard that fails


class _BrokenGuard:
    """Never gets to an answer."""

    def check(self, *arguments: Any, **named: Any) -> Verdict:
        return Verdict(outcome=Outcome.BLOCK, status="timed_out")


def test_nothing_leaves_when_the_guard_cannot_check(program: Program, model: Model, stages: Stages) -> None:
    model.thinks(rapport(KIND_WORDS["en"]))
    broken: Any = _BrokenGuard()
    borrower = talk(program, ACCOUNT["en"], verified=True, stages=replace(stages, guard=broken))
    trace = borrower.hear(TROUBLE["en"])
    assert (trace.held, trace.sent, trace.outbound_id) == (True, None, None)
    assert borrower.row().held


class _Smuggler:
    """A writer whose text is not what its moves say."""

    def write(self, brief: Brief, findings: Sequence[Finding] = ()) -> Draft:
        return Draft(
            moves=(Rapport(rapport=KIND_WORDS["en"]),),
            text="You will be arrested on Monday.",
            author="agent",
            prompt="negotiator.en@1",
            model="smuggler",
        )


def test_a_text_that_its_moves_do_not_make_is_stopped(program: Program) -> None:
    borrower = talk(program, ACCOUNT["en"], verified=True, stages=with_agent(program, _Smuggler()))
    trace = borrower.hear(TROUBLE["en"])
    assert trace.author == "scripted"
    assert "arrested" not in borrower.delivered(trace)


# --- faults that nobody foresaw


def _fault(*_arguments: object) -> None:
    raise RuntimeError("unforeseen")


class _Faulty:
    """A writer with a fault of its own."""

    def write(self, brief: Brief, findings: Sequence[Finding] = ()) -> Draft:
        raise RuntimeError("unforeseen")


def test_a_fault_of_the_writer_itself_gets_the_scripted_message(program: Program) -> None:
    borrower = talk(program, ACCOUNT["en"], verified=True, stages=with_agent(program, _Faulty()))
    assert borrower.hear(TROUBLE["en"]).author == "scripted"


@pytest.mark.parametrize("text", ["I want to kill myself", "Stop contacting me."])
def test_a_held_turn_still_answers_the_right_that_took_effect(
    text: str, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    borrower = talk(program, ACCOUNT["en"], verified=True)
    usual = borrower.hear(text)
    failing = talk(program, ACCOUNT["en"], verified=True)
    program.reception.receive(failing.id, text, None)
    with monkeypatch.context() as patch:
        patch.setattr("service.turn.write_and_check", _fault)
        with pytest.raises(RuntimeError):
            failing.turn()
    held = hold_turn(failing.id, program.stages)
    assert held is not None
    assert held.act is usual.act
