"""Rapport is denied by default: free words pass only when nothing in them can hurt and they look like vetted ones.

Layers: form (length, sentences, letters only), numbers, topics (word lists per language, on the normalised text), then
a model of meaning and wording trained on vetted and on refused examples, and the nearest vetted example. Some words
of a topic stop every text; others ("your family", "your job") are harmless in most kind words, and stop a text unless
the model is sure of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import re2
from pydantic import Field

from service.datafiles import DataFileError, load_yaml
from service.domain.base import Value
from service.domain.verdict import Finding, Layer
from service.domain.vocabulary import Family, Language, Outcome
from service.guard.inspection import Inspection
from service.guard.numbers import has_numeral
from service.guard.rapport_model import RapportModel, load_model, plain
from service.linguistics.embedding import embed
from service.linguistics.language import detect_language, sentence_spans
from service.linguistics.normalise import fold

RAPPORT_RULE = "guard.rapport"
MAX_SENTENCES = 2
MAX_CHARACTERS = 240
LANGUAGES: tuple[Language, ...] = ("en", "zh")

_ALLOWED_MARKS = frozenset(" ,.!?;:'\"-–—…’‘“”，。！？；：、“”‘’…—\n")
_FEWEST: dict[Language, int] = {"en": 2, "zh": 3}  # words, characters
_QUESTION = re.compile(r"[?？]|(?:[吗呢]|(?<![什怎这那多要])么)(?=\W|$)")
_LOUD = re.compile(r"[!！]\s*[!！]")
_CITATION = "Design: rapport is denied by default"


class Topic(Value):
    """Words that rapport must not touch.

    Args:
        family: the kind of harm they can do.
        words: plain words; `*` stands for any ending (English only).
        patterns: RE2, for what words cannot say.
        soft, soft_patterns: those that pass where the model is sure that the text is rapport.
    """

    family: Family
    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    soft: tuple[str, ...] = ()
    soft_patterns: tuple[str, ...] = ()


class Topics(Value):
    """The word lists of one language; `policies/core/rapport/topics.<language>.yaml`."""

    language: Language
    harmless: tuple[str, ...] = ()
    topics: dict[str, Topic]


class RapportExamples(Value):
    """Vetted rapport (`prompts/rapport/<language>.yaml`) or refused rapport (`not_rapport.<language>.yaml`).

    Args:
        groups: by situation or by what is wrong with them.
        held_out: never trained on; the figures of `rapport_training` come from them.
    """

    id: str
    version: str
    language: Language
    groups: dict[str, tuple[str, ...]]
    held_out: tuple[str, ...] = Field(min_length=1)

    @property
    def texts(self) -> tuple[str, ...]:
        """What may be trained on, without repeats, in the order of the file."""
        return tuple(dict.fromkeys(text for group in self.groups.values() for text in group))


@dataclass(frozen=True)
class RapportRules:
    """What rapport in one language is judged by.

    Args:
        hard: name, family and compiled pattern of topics that stop a text.
        soft: likewise of those that stop it unless the model is sure.
        harmless: idioms that are taken out before numbers and topics are looked for.
    """

    language: Language
    hard: tuple[tuple[str, Family, Any], ...]
    soft: tuple[tuple[str, Family, Any], ...]
    harmless: Any | None


@dataclass(frozen=True)
class RapportJudge:
    """Judges free words. Built once a process by `load_rapport`."""

    rules: dict[Language, RapportRules]
    model: RapportModel

    def findings(self, words: str, language: Language, move: int | None = None) -> Iterator[Finding]:
        """Why these words are no rapport; nothing when they are.

        Args:
            words: one rapport move.
            language: of the conversation.
            move: index of the move, for the findings.
        """
        for layer, family, message, score in self._problems(words, language):
            yield Finding(
                rule_id=RAPPORT_RULE,
                family=family,
                outcome=Outcome.BLOCK,
                layer=layer,
                message=message,
                repair="Drop it, or say one short kind sentence without facts, promises or pressure.",
                citation=_CITATION,
                move=move,
                score=score,
            )

    def is_safe(self, words: str, language: Language) -> bool:
        return next(iter(self._problems(words, language)), None) is None

    def kept(self, words: str, language: Language) -> str | None:
        """The sentences that are rapport by themselves; None where one touches what no free words may.

        A clumsy sentence harms nobody by its neighbour; who threatens in one sentence is not trusted in the next.

        Args:
            words: one rapport move that is no rapport as a whole.
        """
        if next(iter(_touched(words, self.rules[language], self.rules[language].hard)), None) is not None:
            return None
        sentences = _sentences(words)[:MAX_SENTENCES]
        return (" " if language == "en" else "").join(text for text in sentences if self.is_safe(text, language))

    def _problems(self, words: str, language: Language) -> Iterator[tuple[Layer, Family, str, float | None]]:
        rules = self.rules[language]
        yield from (("rapport", Family.TONE, problem, None) for problem in _form(words, language))
        if has_numeral(fold(_without_idioms(fold(words).text, rules))):
            yield "rapport", Family.UNGROUNDED_NUMBER, "rapport carries no numbers", None
        yield from (
            ("rapport", family, f"rapport does not touch {topic}", None)
            for topic, family in _touched(words, rules, rules.hard)
        )
        for text in dict.fromkeys((words.strip(), *_sentences(words))):
            yield from self._unlike(text, rules)

    def _unlike(self, text: str, rules: RapportRules) -> Iterator[tuple[Layer, Family, str, float | None]]:
        known, model = plain(text, rules.language), self.model.languages[rules.language]
        vector = embed(known)
        probability = model.probability(known, vector, rules.language)
        if probability < model.threshold:
            yield (
                "classifier",
                Family.UNGROUNDED_CLAIM,
                "rapport reads like a statement, not like kind words",
                probability,
            )
        elif probability < model.sure:
            yield from (
                ("classifier", family, f"rapport touches {topic} and is not surely kind words", probability)
                for topic, family in _touched(text, rules, rules.soft)
            )
        nearest = model.likeness(vector)
        if nearest < model.nearest:
            yield "classifier", Family.UNGROUNDED_CLAIM, "rapport is unlike any vetted example", nearest


def rapport_check(judge: RapportJudge) -> Any:
    """A check of the free words of a draft."""

    def check(inspection: Inspection) -> Iterator[Finding]:
        for index, words in inspection.rapports:
            if inspection.mode == "assembled":
                yield from judge.findings(words, inspection.language, index)

    return check


def load_rapport(policies: Path, prompts: Path) -> RapportJudge:
    """The judge from the word lists and the stored model, which holds the vectors of the vetted examples.

    Raises:
        DataFileError: a file is missing or wrong, or the heads were trained on other examples.
    """
    from service.guard.rapport_training import examples_hash, heads_file

    path = heads_file(policies)
    if not path.is_file():
        raise DataFileError(path, None, "the rapport heads are missing", "Run python -m service.guard.rapport_training")
    model = load_model(path)
    if model.trained_on != examples_hash(policies, prompts):
        raise DataFileError(
            path, None, "the heads were trained on other examples", "Run python -m service.guard.rapport_training"
        )
    return RapportJudge({language: _rules(policies, language) for language in LANGUAGES}, model)


def load_vetted(prompts: Path, language: Language) -> RapportExamples:
    return load_yaml(prompts / "rapport" / f"{language}.yaml", RapportExamples)


def load_refused(policies: Path, language: Language) -> RapportExamples:
    return load_yaml(policies / "core" / "rapport" / f"not_rapport.{language}.yaml", RapportExamples)


def _rules(policies: Path, language: Language) -> RapportRules:
    path = policies / "core" / "rapport" / f"topics.{language}.yaml"
    found = load_yaml(path, Topics)
    named = found.topics.items()
    try:
        hard = [(name, topic.family, _topic_pattern(topic.words, topic.patterns, language)) for name, topic in named]
        soft = [
            (name, topic.family, _topic_pattern(topic.soft, topic.soft_patterns, language)) for name, topic in named
        ]
        harmless = re2.compile("|".join(found.harmless)) if found.harmless else None
    except re2.error as error:
        raise DataFileError(path, None, f"a pattern does not compile: {error}", "Correct the pattern") from error
    return RapportRules(language, _given(hard), _given(soft), harmless)


def _given(topics: list[tuple[str, Family, Any | None]]) -> tuple[tuple[str, Family, Any], ...]:
    return tuple((name, family, pattern) for name, family, pattern in topics if pattern is not None)


def _topic_pattern(words: tuple[str, ...], patterns: tuple[str, ...], language: Language) -> Any | None:
    """One pattern for all; None when there is nothing to look for."""
    if language == "zh":
        parts = [re.escape(word) for word in words]
    else:
        parts = [r"\b" + re.escape(word).replace(r"\*", r"\w*") + r"\b" for word in words]
    return re2.compile("|".join([*parts, *patterns])) if parts or patterns else None


def _touched(
    words: str, rules: RapportRules, topics: tuple[tuple[str, Family, Any], ...]
) -> Iterator[tuple[str, Family]]:
    text = _without_idioms(plain(words, rules.language), rules)
    return ((name, family) for name, family, pattern in topics if pattern.search(text))


def _without_idioms(text: str, rules: RapportRules) -> str:
    return text if rules.harmless is None else str(rules.harmless.sub(" ", text))


def _form(words: str, language: Language) -> Iterator[str]:
    if not words.strip():
        yield "rapport is empty"
    if len(words) > MAX_CHARACTERS:
        yield f"rapport has at most {MAX_CHARACTERS} characters"
    if len(_sentences(words)) > MAX_SENTENCES:
        yield f"rapport has at most {MAX_SENTENCES} sentences"
    if any(_is_curt(sentence, language) for sentence in _sentences(words)):
        yield "a sentence of rapport has more than a word to say"
    if _QUESTION.search(words):
        yield "rapport asks nothing: questions are statements"
    if _LOUD.search(words):
        yield "rapport does not shout"
    if any(not mark.isalpha() and mark not in _ALLOWED_MARKS for mark in words):
        yield "rapport holds letters and plain punctuation only"
    if detect_language(words) != language or _mixed(words, language):
        yield "rapport is in the language of the conversation"


def _is_curt(sentence: str, language: Language) -> bool:
    """Whether it is a mere interjection ("Anyway.", "哦。"), which brushes off what was said before."""
    size = len(sentence.split()) if language == "en" else sum(mark.isalpha() for mark in sentence)
    return size < _FEWEST[language]


def _mixed(words: str, language: Language) -> bool:
    han = sum("一" <= mark <= "鿿" for mark in words)
    latin = sum(mark.isascii() and mark.isalpha() for mark in words)
    return (language == "en" and han > 0) or (language == "zh" and latin > 0)


def _sentences(words: str) -> Sequence[str]:
    return [words[start:end].strip() for start, end in sentence_spans(words)]
