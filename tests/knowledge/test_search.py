from __future__ import annotations

import threading
from datetime import date
from typing import Literal

import pytest

from service.knowledge import KnowledgeBase
from service.knowledge.sections import Section
from tests.knowledge.samples import PLAN, STOP, TODAY, document

CHINESE = Section(heading="可以分期还吗？", asked=("能不能分几个月还",), text="可以提出，把欠款分摊到一段时间。")


def test_a_passage_carries_what_a_citation_needs(base: KnowledgeBase) -> None:
    stored = document()
    base.sync([stored])
    (found,) = base.search(PLAN.heading, "en", "uk", TODAY)
    assert found.id == "uk-sample#can-i-pay-in-instalments"
    assert (found.document, found.title, found.heading) == ("uk-sample", "A sample", PLAN.heading)
    assert (found.text, found.source, found.version) == (PLAN.text, "Creditor's policy", stored.version)
    assert (found.jurisdiction, found.language, found.topic) == ("uk", "en", "instalment_plans")
    assert found.effective_from == date(2025, 1, 1)
    assert found.score == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize(
    ("language", "jurisdiction", "expected"),
    [
        ("en", "uk", {"uk-plan", "core-plan"}),
        ("en", "us", {"us-plan", "core-plan"}),
        ("zh", "uk", {"uk-plan"}),
        ("zh", "us", set()),
        ("en", "cn", {"core-plan"}),
    ],
)
def test_only_the_language_and_the_jurisdiction_or_core_are_searched(
    base: KnowledgeBase, language: Literal["en", "zh"], jurisdiction: str, expected: set[str]
) -> None:
    base.sync(
        [
            document("uk-plan"),
            document("us-plan", jurisdiction="us"),
            document("core-plan", jurisdiction="core"),
            document("uk-plan", CHINESE, language="zh"),
        ]
    )
    question = "can I pay in instalments" if language == "en" else "可以分期还吗"
    assert {passage.document for passage in base.search(question, language, jurisdiction, TODAY)} == expected


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 6, 30), True),
        (date(2026, 7, 1), False),
    ],
)
def test_a_document_is_quoted_on_its_first_and_last_day_and_not_outside(
    base: KnowledgeBase, on: date, found: bool
) -> None:
    base.sync([document(effective_from=date(2026, 1, 1), effective_to=date(2026, 6, 30))])
    assert bool(base.search("can I pay in instalments", "en", "uk", on)) is found


def test_a_wanted_topic_is_preferred_and_does_not_hide_a_clear_answer(base: KnowledgeBase) -> None:
    twin = PLAN.model_copy(update={"heading": "Could I pay in instalments?"})
    base.sync([document("uk-a", PLAN), document("uk-b", twin, STOP, topic="hardship_help")])
    question = "can I pay in instalments"
    assert base.search(question, "en", "uk", TODAY)[0].document == "uk-a"
    assert base.search(question, "en", "uk", TODAY, topics=("hardship_help",))[0].document == "uk-b"
    assert base.search("stop texting me", "en", "uk", TODAY, topics=("instalment_plans",))[0].heading == STOP.heading


@pytest.mark.parametrize("limit", [0, 1, 2, 5])
def test_no_more_passages_than_asked_for(base: KnowledgeBase, limit: int) -> None:
    base.sync([document(f"uk-{name}") for name in "abcd"])
    assert len(base.search("can I pay in instalments", "en", "uk", TODAY, limit=limit)) == min(limit, 4)


@pytest.mark.parametrize("text", ["", "   ", "12345", "👍👍", "<PERSON_1>", "?!", "\x00"])
def test_a_message_without_words_finds_nothing(base: KnowledgeBase, text: str) -> None:
    base.sync([document()])
    assert base.search(text, "en", "uk", TODAY) == ()


def test_pseudonyms_do_not_change_what_is_found(base: KnowledgeBase) -> None:
    base.sync([document("uk-one", PLAN, STOP)])
    plain = base.search("can I pay in instalments", "en", "uk", TODAY)
    named = base.search("<PERSON_1> can I pay in instalments", "en", "uk", TODAY)
    assert [passage.id for passage in plain] == [passage.id for passage in named]


def test_a_question_behind_a_long_introduction_is_found(library: KnowledgeBase) -> None:
    text = "Hello there. My sister gave me this link last night. It has been a long week. Am I talking to a robot?"
    assert "ai_disclosure" in {passage.topic for passage in library.search(text, "en", "uk", TODAY)}


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "can I pay monthly? " * 3000, "\udc80 can I pay monthly", "‮pay monthly"]
)
def test_odd_messages_are_searched_without_failing(library: KnowledgeBase, text: str) -> None:
    assert isinstance(library.search(text, "en", "uk", TODAY), tuple)


def test_an_empty_store_finds_nothing(base: KnowledgeBase) -> None:
    assert base.search("can I pay in instalments", "en", "uk", TODAY) == ()


def test_many_threads_get_what_one_gets(library: KnowledgeBase) -> None:
    questions = ["can I pay monthly", "is this a robot", "stop texting me", "will my credit score go down"]
    alone = {text: library.search(text, "en", "uk", TODAY) for text in questions}
    wrong: list[str] = []

    def ask(text: str) -> None:
        answers = [library.search(text, "en", "uk", TODAY) for _ in range(10)]
        wrong.extend(text for answer in answers if answer != alone[text])

    threads = [threading.Thread(target=ask, args=(text,)) for text in questions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
