"""Floors on the test split, which no head is trained on, and the heads' freshness."""

from functools import lru_cache

import pytest

from service.domain.vocabulary import Language
from service.understanding.classifier import emotion_heads, signal_heads
from service.understanding.examples import fingerprint, load_examples, training_examples
from service.understanding.patterns import LANGUAGES
from service.understanding.score import RIGHTS, Tally, tally


@lru_cache(maxsize=2)
def scores(language: Language) -> Tally:
    return tally(language, "test")


@pytest.mark.parametrize("language", LANGUAGES)
def test_rights_and_crises_are_recalled(language: Language) -> None:
    assert scores(language).recall(*RIGHTS) >= 0.95


@pytest.mark.parametrize("language", LANGUAGES)
def test_rights_and_crises_are_precise(language: Language) -> None:
    assert scores(language).precision(*RIGHTS) >= 0.88


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_signals_together(language: Language) -> None:
    result = scores(language)
    assert min(result.precision(*result.hits), result.recall(*result.hits)) >= 0.85


@pytest.mark.parametrize("language", LANGUAGES)
def test_emotions_are_right(language: Language) -> None:
    result = scores(language)
    assert result.emotions_right / result.total >= 0.9


def test_the_stored_heads_are_trained_on_these_examples() -> None:
    expected = fingerprint(training_examples())
    assert signal_heads().trained_on == expected, "run `python -m service.understanding.train`"
    assert emotion_heads().trained_on == expected, "run `python -m service.understanding.train`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_examples_and_a_fifth_is_kept_for_testing(language: Language) -> None:
    examples = load_examples(language)
    kept = sum(item.split == "test" for item in examples)
    assert len(examples) >= 350
    assert 0.18 <= kept / len(examples) <= 0.25
    assert len({item.text for item in examples}) == len(examples)
