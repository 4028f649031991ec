"""Retrieval on hand-written questions; the floors are what was reached, less two questions of slack."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from service.domain.vocabulary import Language
from service.knowledge import Document, KnowledgeBase
from service.settings import PROJECT_FOLDER
from tests.knowledge.samples import TODAY

QUESTIONS: dict[str, Any] = yaml.safe_load(
    (PROJECT_FOLDER / "tests/knowledge/questions.yaml").read_text(encoding="utf-8")
)


def _topics(library: KnowledgeBase, question: dict[str, Any]) -> list[str]:
    found = library.search(question["text"], question["language"], question["jurisdiction"], TODAY)
    return [passage.topic for passage in found]


@pytest.mark.parametrize(
    ("part", "among", "floor"),
    [("questions", 1, 0.87), ("questions", 3, 0.95), ("fresh", 1, 0.60), ("fresh", 3, 0.875)],
)
def test_the_right_topic_comes_among_the_first(library: KnowledgeBase, part: str, among: int, floor: float) -> None:
    questions = QUESTIONS[part]
    right = sum(bool(set(_topics(library, one)[:among]) & set(one["topics"])) for one in questions)
    assert right / len(questions) >= floor


def test_a_wanted_topic_is_nearly_always_answered(library: KnowledgeBase) -> None:
    questions = QUESTIONS["questions"] + QUESTIONS["fresh"]
    right = 0
    for one in questions:
        found = library.search(one["text"], one["language"], one["jurisdiction"], TODAY, topics=one["topics"])
        right += any(passage.topic in one["topics"] for passage in found)
    assert right / len(questions) >= 0.9


def test_small_talk_gets_no_passage(library: KnowledgeBase) -> None:
    asked = [(one, jurisdiction) for one in QUESTIONS["off_topic"] for jurisdiction in ("us", "uk", "cn")]
    answered = [
        (one["text"], jurisdiction)
        for one, jurisdiction in asked
        if library.search(one["text"], one["language"], jurisdiction, TODAY)
    ]
    assert len(answered) <= 0.06 * len(asked), answered


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_heading_finds_its_own_section(
    library: KnowledgeBase, corpus: tuple[Document, ...], language: Language
) -> None:
    lost = []
    for one in corpus:
        if one.head.language != language:
            continue
        for section in one.sections:
            found = library.search(section.heading, language, one.head.jurisdiction, TODAY)
            if section.heading not in {passage.heading for passage in found}:
                lost.append(section.heading)
    assert lost == []


def test_no_question_is_copied_into_the_documents(corpus: tuple[Document, ...]) -> None:
    written = {
        text.casefold() for one in corpus for section in one.sections for text in (section.heading, *section.asked)
    }
    assert [
        one["text"] for one in QUESTIONS["questions"] + QUESTIONS["fresh"] if one["text"].casefold() in written
    ] == []
