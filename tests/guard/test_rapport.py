"""Free words: denied by default, and yet kind words come through."""

import pytest

from service.domain.vocabulary import Language
from service.guard.rapport import LANGUAGES, RapportJudge, load_refused, load_vetted
from service.guard.rapport_training import examples_hash, training_texts
from tests.guard.conftest import POLICIES, PROMPTS


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_examples_and_none_is_held_out_and_trained_on(language: Language) -> None:
    vetted, refused = load_vetted(PROMPTS, language), load_refused(POLICIES, language)
    assert len(vetted.texts) >= 200
    assert len(refused.texts) >= 120
    assert not set(vetted.texts) & set(vetted.held_out)
    assert not set(refused.texts) & set(refused.held_out)
    assert not set(vetted.texts) & set(refused.texts)


def test_the_heads_are_up_to_date(judge: RapportJudge) -> None:
    assert judge.heads.trained_on == examples_hash(POLICIES, PROMPTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_held_out_kind_words_survive(judge: RapportJudge, language: Language) -> None:
    held_out = load_vetted(PROMPTS, language).held_out
    kept = [text for text in held_out if judge.is_safe(text, language)]
    assert len(kept) / len(held_out) >= 0.7


@pytest.mark.parametrize("language", LANGUAGES)
def test_held_out_bad_words_do_not_leak(judge: RapportJudge, language: Language) -> None:
    held_out = load_refused(POLICIES, language).held_out
    leaked = [text for text in held_out if judge.is_safe(text, language)]
    assert len(leaked) <= 1, leaked


@pytest.mark.parametrize("language", LANGUAGES)
def test_vetted_examples_touch_no_topic(judge: RapportJudge, language: Language) -> None:
    texts, labels = training_texts(POLICIES, PROMPTS, language)
    for text, vetted in zip(texts, labels, strict=True):
        layers = {finding.layer for finding in judge.findings(text, language)}
        assert not vetted or "rapport" not in layers, text


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Thank you for your message, Maria 7.", "en"),
        ("Thank you for your message, <PERSON_1>.", "en"),
        ("Thank you for your twenty messages.", "en"),
        ("谢谢您的三封来信。", "zh"),
        ("谢谢您的来信，<PERSON_1>。", "zh"),
        ("Thank you. Thank you. Thank you.", "en"),
        ("Thank you for your message. " * 10, "en"),
        ("谢谢您的来信。", "en"),
        ("Thank you for writing.", "zh"),
        ("Thank you 谢谢 for writing.", "en"),
        ("Thank you for writing! https://pay.example", "en"),
        ("", "en"),
        ("I understand that you are worried about the p0lice.", "en"),
        ("我理解您担心警 察。", "zh"),
        ("The cat sat on a mat beside the purple window.", "en"),
    ],
)
def test_what_is_no_rapport_is_refused(judge: RapportJudge, words: str, language: Language) -> None:
    assert not judge.is_safe(words, language)
