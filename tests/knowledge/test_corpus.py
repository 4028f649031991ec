"""The documents of this repository: complete, translated, quotable."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from service.knowledge import Document
from service.knowledge.documents import Topic
from service.linguistics.language import detect_language

# The only number that a document may name, and it is checked: China's psychological support line.
CHECKED_NUMBERS = {"12356"}
PHONE_LIKE = re.compile(r"\b(?:1?\d{3}[- ]\d{3}[- ]\d{3,4}|0\d{3,4}[- ]?\d{3}[- ]?\d{3,4}|1[12]\d{3})\b")


@pytest.mark.parametrize("jurisdiction", ["uk", "cn", "us"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_topic_is_covered(corpus: tuple[Document, ...], jurisdiction: str, language: str) -> None:
    topics = {
        one.head.topic for one in corpus if (one.head.jurisdiction, one.head.language) == (jurisdiction, language)
    }
    assert topics == set(get_args(Topic))


def test_every_document_exists_in_both_languages_with_as_many_answers(corpus: tuple[Document, ...]) -> None:
    sizes: dict[str, dict[str, int]] = {}
    for one in corpus:
        sizes.setdefault(one.head.id, {})[one.head.language] = len(one.sections)
    assert [name for name, size in sizes.items() if set(size) != {"en", "zh"} or len(set(size.values())) > 1] == []


def test_every_answer_is_written_in_its_language_and_can_be_quoted(corpus: tuple[Document, ...]) -> None:
    for one in corpus:
        for section in one.sections:
            assert detect_language(section.text) == one.head.language, (one.key, section.heading)
            length = len(section.text.split()) if one.head.language == "en" else len(section.text)
            shortest, longest = (25, 130) if one.head.language == "en" else (40, 320)
            assert shortest <= length <= longest, (one.key, section.heading, length)


@pytest.mark.parametrize("jurisdiction", ["uk", "cn"])
def test_no_unchecked_phone_number_is_named(corpus: tuple[Document, ...], jurisdiction: str) -> None:
    for one in corpus:
        if one.head.jurisdiction == jurisdiction:
            for section in one.sections:
                assert set(PHONE_LIKE.findall(section.text)) <= CHECKED_NUMBERS, (one.key, section.heading)
