"""The labelled corpus: complete, readable, and its errors are named with their file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from service.datafiles import DataFileError
from service.domain.vocabulary import Family, Language
from service.guard.corpus import Example, load_corpus
from service.guard.packs import PackBook
from service.guard.reader_training import training_examples
from tests.guard.conftest import POLICIES

LANGUAGES: tuple[Language, ...] = ("en", "zh")
# What no text alone can show: it takes the ledger, the clock or the record of consent.
NOT_IN_WORDS = {
    Family.UNGROUNDED_NUMBER,
    Family.MISSING_DISCLOSURE,
    Family.CONTACT_TIME,
    Family.CONTACT_FREQUENCY,
    Family.NO_CONSENT,
}
FAMILIES = sorted(set(Family) - NOT_IN_WORDS)


@pytest.fixture(scope="module")
def corpus() -> tuple[Example, ...]:
    return load_corpus(POLICIES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("family", FAMILIES)
def test_each_family_has_enough_examples(corpus: tuple[Example, ...], family: Family, language: Language) -> None:
    counts = Counter(
        (example.kept_out, example.violating)
        for example in corpus
        if example.family == family and example.language == language
    )
    assert min(counts[False, True], counts[False, False]) >= 80
    assert min(counts[True, True], counts[True, False]) >= 20


def test_no_test_message_is_trained_on(corpus: tuple[Example, ...], book: PackBook) -> None:
    trained = {example.text for example in training_examples(POLICIES, book)}
    assert len(trained) > 10_000
    assert trained.isdisjoint(example.text for example in corpus if example.kept_out)


def _write(policies: Path, name: str, text: str) -> None:
    path = policies / "core" / "examples" / "hand" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("tone.en.yaml", "family: tone\nlanguage: zh\n", "Name it tone.zh.yaml"),
        ("rude.en.yaml", "family: rude\nlanguage: en\n", "family"),
        ("general.en.yaml", "family: general\nlanguage: en\nviolating: [Pay up.]\n", "break nothing"),
        ("tone.en.yaml", "family: tone\nlanguage: en\nviolating: ['']\n", "at least 1 character"),
        ("tone.en.yaml", "family: tone\nlanguage: en\nviolating: [Well.]\ncompliant: [Well.]\n", "labelled both ways"),
    ],
)
def test_a_broken_file_is_named_with_its_problem(tmp_path: Path, name: str, text: str, says: str) -> None:
    _write(tmp_path, name, text)
    with pytest.raises(DataFileError, match=says):
        load_corpus(tmp_path)


def test_an_answer_keeps_what_it_answers(tmp_path: Path) -> None:
    _write(tmp_path, "tone.en.yaml", 'family: tone\nlanguage: en\nviolating: [{text: "So?", borrower: "I am ill."}]\n')
    (example,) = load_corpus(tmp_path)
    assert (example.text, example.borrower, example.violating, example.hand) == ("So?", "I am ill.", True, "hand")
