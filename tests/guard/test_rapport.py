"""Free words: denied by default, and yet kind words come through."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.vocabulary import Language
from service.guard.rapport import LANGUAGES, RapportJudge, load_rapport, load_refused, load_vetted
from service.guard.rapport_model import load_model, plain
from service.guard.rapport_training import examples_hash
from service.linguistics import embedding
from service.linguistics.embedding import embed
from service.linguistics.normalise import normalise
from tests.guard.conftest import POLICIES, PROMPTS


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_examples_and_none_is_held_out_and_trained_on(language: Language) -> None:
    vetted, refused = load_vetted(PROMPTS, language), load_refused(POLICIES, language)
    assert len(vetted.texts) >= 1600
    assert len(refused.texts) >= 1100
    assert len(vetted.held_out) >= 90
    assert len(refused.held_out) >= 90
    assert not set(vetted.texts) & set(vetted.held_out)
    assert not set(refused.texts) & set(refused.held_out)
    assert not set(vetted.texts) & set(refused.texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_vetted_examples_differ_in_their_words(language: Language) -> None:
    """A sentence that another one holds but for a word teaches nothing."""
    vetted = load_vetted(PROMPTS, language)
    seen: dict[frozenset[str], str] = {}
    for text in (*vetted.texts, *vetted.held_out):
        plain = normalise(text).text
        words = frozenset(re.findall(r"\w+", plain) if language == "en" else re.findall(r"\w", plain))
        assert words not in seen, (text, seen[words])
        seen[words] = text


def test_the_model_is_up_to_date(judge: RapportJudge) -> None:
    assert judge.model.trained_on == examples_hash(POLICIES, PROMPTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_stored_vectors_are_those_of_the_vetted_examples(judge: RapportJudge, language: Language) -> None:
    texts = list(dict.fromkeys(plain(text, language) for text in load_vetted(PROMPTS, language).texts))
    model = judge.model.languages[language]
    assert len(model.vetted) == len(texts)
    for text in texts[::25]:
        assert model.likeness(embed(text)) == pytest.approx(1.0, abs=2e-3)


def test_a_start_embeds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise AssertionError("the embedding model was asked")

    monkeypatch.setattr(embedding, "_model", refuse)
    load_rapport(POLICIES, PROMPTS)


@pytest.mark.parametrize(("language", "text"), [("en", "Thank you for writing."), ("zh", "谢谢您的来信。")])
def test_a_stored_model_judges_like_the_one_that_was_stored(
    judge: RapportJudge, tmp_path: Path, language: Language, text: str
) -> None:
    judge.model.save(tmp_path / "model.npz")
    again = load_model(tmp_path / "model.npz")
    assert again.trained_on == judge.model.trained_on
    known = plain(text, language)
    vector = embed(known)
    first, second = judge.model.languages[language], again.languages[language]
    assert first.probability(known, vector, language) == pytest.approx(second.probability(known, vector, language))


@given(st.text(max_size=80), st.sampled_from(LANGUAGES))
@settings(max_examples=100, deadline=None)
def test_any_text_gets_a_probability(judge: RapportJudge, text: str, language: Language) -> None:
    known = plain(text, language)
    assert 0.0 <= judge.model.languages[language].probability(known, embed(known), language) <= 1.0


@pytest.mark.parametrize("language", LANGUAGES)
def test_held_out_kind_words_survive(judge: RapportJudge, language: Language) -> None:
    held_out = load_vetted(PROMPTS, language).held_out
    kept = [text for text in held_out if judge.is_safe(text, language)]
    assert len(kept) / len(held_out) >= 0.9


@pytest.mark.parametrize("language", LANGUAGES)
def test_held_out_bad_words_do_not_leak(judge: RapportJudge, language: Language) -> None:
    held_out = load_refused(POLICIES, language).held_out
    leaked = [text for text in held_out if judge.is_safe(text, language)]
    assert len(leaked) / len(held_out) <= 0.02, leaked


@pytest.mark.parametrize("language", LANGUAGES)
def test_vetted_examples_have_the_form_of_rapport_and_touch_nothing_that_is_never_said(
    judge: RapportJudge, language: Language
) -> None:
    for text in load_vetted(PROMPTS, language).texts:
        layers = {finding.layer for finding in judge.findings(text, language)}
        assert "rapport" not in layers, text


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("I'm so sorry to hear that.", "I am so sorry to hear that."),
        ("Let's go through it together, there's no rush.", "Let us go through it together, there is no rush."),
        ("You've been through a lot.", "You have been through a lot."),
    ],
)
def test_a_contraction_is_judged_like_its_words(judge: RapportJudge, short: str, long: str) -> None:
    assert plain(short, "en") == plain(long, "en")
    assert judge.is_safe(short, "en") == judge.is_safe(long, "en")


def test_a_soft_word_passes_only_where_the_model_is_sure(judge: RapportJudge) -> None:
    """The same word, in kind words and in a threat."""
    assert judge.is_safe("I'm so sorry to hear about your job.", "en")
    assert not judge.is_safe("It would be a shame to lose your job.", "en")
    assert judge.is_safe("祝您和家人都平平安安。", "zh")
    assert not judge.is_safe("您家人还不知道吧。", "zh")


@pytest.mark.parametrize(
    ("words", "kept", "language"),
    [
        ("I'm sorry to hear that. The cat sat on a purple mat.", "I'm sorry to hear that.", "en"),
        ("How are you today? Thank you for writing.", "Thank you for writing.", "en"),
        ("Thank you for writing. I would hate for the police to come.", None, "en"),
        ("The cat sat on a purple mat.", "", "en"),
        ("谢谢您的回复。天空是蓝色的石头。", "谢谢您的回复。", "zh"),
        ("谢谢您的回复。我不想惊动警察。", None, "zh"),
    ],
)
def test_a_sentence_survives_its_neighbour_unless_that_is_a_threat(
    judge: RapportJudge, words: str, kept: str | None, language: Language
) -> None:
    assert not judge.is_safe(words, language)
    assert judge.kept(words, language) == kept


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
        ("Thank you, the 👮 will be kind.", "en"),
        ("I understand that you fear the p*lice.", "en"),
        ("I understand that you worry about the po-lice.", "en"),
        ("我理解您担心敬察。", "zh"),
        ("我理解您担心法yuan。", "zh"),
        ("我理解您担心氵去院。", "zh"),
        ("谢谢您，帽子叔叔也很和气。", "zh"),
        ("谢谢您，我们聊聊zx吧。", "zh"),
        ("The cat sat on a mat beside the purple window.", "en"),
    ],
)
def test_what_is_no_rapport_is_refused(judge: RapportJudge, words: str, language: Language) -> None:
    assert not judge.is_safe(words, language)
