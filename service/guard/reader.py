"""Reads a message as a whole: how likely a reviewer would say that it must not leave, and why.

Several views of the same words are weighed into one calibrated probability:

- the embedding of the whole, which knows meanings and few polarities, by its nearness to labelled texts;
- rows of words (`ngrams.py`), which know polarities and few meanings;
- the core packs' patterns: those that matched, and those that a negation or an attribution excused;
- where the message that it answers is known, both embeddings together: "then pay first" is one thing after a question
  about dates, and another after a cry for help.

Rows of words are also read sentence by sentence, so that one bad clause in a kind message is seen. Everything is
trained from the labelled corpus (`reader_training.py`) and stored as plain arrays.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.datafiles import DataFileError
from service.domain.verdict import Finding
from service.domain.vocabulary import Family, Language, Outcome
from service.guard.inspection import Check, Inspection
from service.guard.ngrams import buckets_of, weighted
from service.guard.packs import CORE, PackBook
from service.guard.patterns import CompiledPattern
from service.linguistics.embedding import DIMENSIONS, embed_all
from service.linguistics.language import sentence_spans
from service.linguistics.normalise import normalise

TRAIN = "Run python -m service.guard.reader_training"
RULE = "guard.reader"
KERNEL_WIDTH = 2.0
# The probability from which the reader shares a pattern's opinion, and below which it is sure of the opposite: of the
# texts that a pattern matched and that it read so, 97 % were lawful, by cross-validation.
AGREES, SURE = 0.8, 0.1
# Beyond it a message is read in sentences only up to here; the whole is still read.
MOST_SENTENCES = 40

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Limits:
    """From which probability a text is held, and from which it is blocked."""

    hold: float
    block: float

    def outcome(self, probability: float) -> Outcome:
        if probability >= self.block:
            return Outcome.BLOCK
        return Outcome.HOLD if probability >= self.hold else Outcome.ALLOW


@dataclass(frozen=True)
class Judgement:
    """What the reader makes of a message.

    Args:
        probability: that it must not leave, 0 to 1, calibrated on texts that the models had not seen.
        family: what it most likely breaks.
        span: the sentence that reads worst, in the original text.
    """

    probability: float
    family: Family
    span: tuple[int, int]


@dataclass(frozen=True)
class Neighbours:
    """A kernel machine: each labelled text that it kept pulls the texts near it to its side.

    The score is bias + Σ pull · exp(−width · ‖x − anchor‖²), with x the embedding on its main axes (Schölkopf and
    Smola, Learning with Kernels, 2002). On messages of another hand it found 85 % of the violating ones at 30 % false
    alarms, where a linear model found 76 %.

    Args:
        centre, axes: mean (512) and main axes (512 × k) of the embeddings.
        anchors: the texts that it kept, on those axes (n × k), in steps of `step`, so that they are stored in bytes.
        pulls: of each anchor, positive towards violating.
    """

    centre: NDArray[np.float32]
    axes: NDArray[np.float32]
    anchors: NDArray[np.float32]
    pulls: NDArray[np.float32]
    bias: float
    step: float
    width: float = KERNEL_WIDTH

    def scores(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """The score of each vector (n × 512)."""
        places = (vectors - self.centre) @ self.axes
        far = self._reach + (places * places).sum(axis=1)[:, None] - 2 * places @ self.anchors.T
        return np.asarray(np.exp(-self.width * far) @ self.pulls + self.bias, dtype=np.float32)

    @cached_property
    def _reach(self) -> NDArray[np.float32]:
        return np.asarray((self.anchors * self.anchors).sum(axis=1))


@dataclass(frozen=True)
class Weights:
    """The trained numbers.

    Args:
        rarity: inverse document frequency, one a bucket; 0 where a bucket was seen in one text only.
        rows: coefficient of each bucket; rows_bias its intercept.
        meaning: judges the embedding.
        answer: coefficients of an answer beside what it answers (3 × 512, see `beside`); answer_bias their intercept.
        mixing: for each language the weights of the views (see `views`) and, last, the intercept.
        families: family × 512 coefficients; family_bias their intercepts; family_names in that order.
        limits: for each language.
        trained_on: hash of the corpus and of the core packs.
    """

    rarity: NDArray[np.float32]
    rows: NDArray[np.float32]
    rows_bias: float
    meaning: Neighbours
    answer: NDArray[np.float32]
    answer_bias: float
    mixing: dict[Language, NDArray[np.float32]]
    families: NDArray[np.float32]
    family_bias: NDArray[np.float32]
    family_names: tuple[Family, ...]
    limits: dict[Language, Limits]
    trained_on: str

    def rows_score(self, text: str) -> float:
        buckets = buckets_of(text)
        return float(self.rows[buckets] @ weighted(buckets, self.rarity)) + self.rows_bias

    def save(self, path: Path) -> None:
        """Write a NumPy archive without pickles; half precision moves no probability by more than a thousandth."""
        meta = {
            "rows_bias": self.rows_bias,
            "meaning_bias": self.meaning.bias,
            "step": self.meaning.step,
            "answer_bias": self.answer_bias,
            "mixing": {language: values.tolist() for language, values in self.mixing.items()},
            "family_names": list(self.family_names),
            "limits": {language: [limits.hold, limits.block] for language, limits in self.limits.items()},
            "trained_on": self.trained_on,
        }
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            path,
            rarity=self.rarity.astype(np.float16),
            rows=self.rows.astype(np.float16),
            centre=self.meaning.centre.astype(np.float32),
            axes=self.meaning.axes.astype(np.float16),
            anchors=np.round(self.meaning.anchors / self.meaning.step).astype(np.int8),
            pulls=self.meaning.pulls.astype(np.float32),
            answer=self.answer.astype(np.float32),
            families=self.families.astype(np.float16),
            family_bias=self.family_bias.astype(np.float32),
            meta=np.frombuffer(json.dumps(meta).encode(), dtype=np.uint8),
        )


@dataclass(frozen=True)
class Marks:
    """How many core patterns matched a text, and how many matches were excused."""

    matched: int
    excused: int


class MessageReader:
    """Reads messages. Built once a process by `load_reader`; safe to call from several threads."""

    def __init__(self, weights: Weights, patterns: Sequence[CompiledPattern]) -> None:
        self._weights, self._patterns = weights, tuple(patterns)

    @property
    def trained_on(self) -> str:
        """Hash of what the weights were trained on (`reader_training.training_hash`)."""
        return self._weights.trained_on

    def limits(self, language: Language) -> Limits:
        return self._weights.limits[language]

    def judge(
        self, text: str, language: Language, answered: str | None = None, normalised: str | None = None
    ) -> Judgement:
        """How the message reads, whole and sentence by sentence.

        Args:
            text: not empty.
            answered: the borrower's message that it answers, without personal data; None when unknown.
            normalised: the whole text normalised, where that is done already.
        """
        spans = sentence_spans(text)[:MOST_SENTENCES] or [(0, len(text))]
        parts = [(0, len(text)), *spans] if len(spans) > 1 else [(0, len(text))]
        words = [(normalised or normalise(text).text).strip()]
        words += [normalise(text[start:end].strip()).text for start, end in parts[1:]]
        whole = _embedded(words[0])
        meaning = float(self._weights.meaning.scores(whole[None, :])[0])
        rows = np.asarray([self._weights.rows_score(part) for part in words], dtype=np.float32)
        mixed = views(rows, meaning, marks_of(words[0], language, self._patterns), self._as_answer(whole, answered))
        logit = float(self._weights.mixing[language][:-1] @ mixed + self._weights.mixing[language][-1])
        worst = int(np.argmax(rows[1:])) + 1 if len(parts) > 1 else 0
        shares = self._weights.families @ whole + self._weights.family_bias
        return Judgement(
            probability=1.0 / (1.0 + float(np.exp(-np.clip(logit, -30, 30)))),
            family=self._weights.family_names[int(np.argmax(shares))],
            span=parts[worst],
        )

    def _as_answer(self, whole: Scores, answered: str | None) -> float:
        if not answered:
            return 0.0
        return (
            float(beside(whole, _embedded(normalise(answered).text)) @ self._weights.answer) + self._weights.answer_bias
        )


def _embedded(words: str) -> Scores:
    """The embedding, which nothing remembers: a text to be judged may name people."""
    return np.asarray(embed_all([words])[0], dtype=np.float32)


VIEWS = 6


def views(rows: Scores, meaning: float, marks: Marks, answer: float) -> Scores:
    """What is weighed into the probability.

    Args:
        rows: the score of the whole text (first) and of each sentence, of which the worst counts.
        meaning: of the whole text; embedding the sentences too found no more and took three times as long.
        answer: the score beside what it answers; 0 when nobody knows that.
    """
    return np.asarray(
        [
            rows[0],
            meaning,
            rows[1:].max() if len(rows) > 1 else rows[0],
            min(marks.matched, 3),
            min(marks.excused, 3),
            answer,
        ],
        dtype=np.float32,
    )


def beside(text: Scores, answered: Scores) -> Scores:
    """An answer's embedding, that of the message before it, and where they agree (3 × 512)."""
    return np.concatenate([text, answered, text * answered * DIMENSIONS**0.5])


def marks_of(words: str, language: Language, patterns: Sequence[CompiledPattern]) -> Marks:
    """The marks of a normalised text."""
    matched = excused = 0
    for pattern in patterns:
        if pattern.language == language:
            found = len(list(pattern.find.finditer(words)))
            if found:
                kept = len(pattern.spans(words))
                matched += kept > 0
                excused += found > kept
    return Marks(matched, excused)


def core_patterns(book: PackBook) -> tuple[CompiledPattern, ...]:
    """The patterns of the core prohibitions that a text alone can break. Core only: a further pack must not be able
    to make a text look better."""
    return tuple(
        pattern
        for ready in book.packs
        if ready.pack.jurisdiction == CORE
        for item in ready.rules
        if item.rule.kind == "prohibit" and not item.rule.applies_to.needs_context
        for pattern in item.patterns
    )


def reader_check(reader: MessageReader) -> Check:
    """A check of texts without a brief; a draft's sentences are vetted statements, or judged as rapport.

    It tells its reading in any case, as a finding that may also allow, for `weighed` to use.
    """

    def check(inspection: Inspection) -> Iterator[Finding]:
        if inspection.brief is not None or not inspection.text.strip():
            return
        judgement = reader.judge(inspection.text, inspection.language, inspection.answered, inspection.normalised.text)
        yield _finding(judgement, reader.limits(inspection.language).outcome(judgement.probability))

    return check


def weighed(findings: Sequence[Finding], book: PackBook) -> tuple[Finding, ...]:
    """The findings on a text without a brief: a pattern blocks where the reader is of its opinion, counts for nothing
    where the reader is sure of the opposite and the rule is not critical, and else holds.

    A third of the texts that a pattern matches are look-alikes that its scope of negation did not see. What depends on
    the state (no debt before the person is verified) needs no second opinion.
    """
    probability = next((found.score for found in findings if found.rule_id == RULE), None)
    kept = []
    for found in findings:
        if found.layer != "pattern" or probability is None or _needs_state(found, book):
            kept.append(found)
        elif probability >= SURE or _is_critical(found, book):
            kept.append(found if probability >= AGREES else found.model_copy(update={"outcome": Outcome.HOLD}))
    return tuple(found for found in kept if found.outcome is not Outcome.ALLOW)


def _is_critical(finding: Finding, book: PackBook) -> bool:
    """Threats and the like always hold: "we will not hesitate to have you arrested" reads lawful to the reader."""
    rule = book.find(finding.rule_id)
    return rule is not None and rule.severity == "critical"


def _needs_state(finding: Finding, book: PackBook) -> bool:
    rule = book.find(finding.rule_id)
    return rule is not None and rule.applies_to.needs_context


def _finding(judgement: Judgement, outcome: Outcome) -> Finding:
    return Finding(
        rule_id=RULE,
        family=judgement.family,
        outcome=outcome,
        layer="classifier",
        message="the text reads like what the rules of this family forbid",
        repair="Say it with a statement, or let a person look at it.",
        citation="Design: what cannot be decided is a hold",
        span=judgement.span,
        score=round(judgement.probability, 3),
    )


def weights_file(policies: Path) -> Path:
    return policies / "core" / "reader" / "weights.npz"


def load_reader(policies: Path, book: PackBook) -> MessageReader:
    """The reader with its stored weights.

    Raises:
        DataFileError: the weights are missing or cannot be read.
    """
    path = weights_file(policies)
    try:
        weights = _load(path)
    except FileNotFoundError:
        raise DataFileError(path, None, "the reader's weights are missing", TRAIN) from None
    except (OSError, ValueError, KeyError) as error:
        raise DataFileError(path, None, f"the reader's weights cannot be read ({error})", TRAIN) from error
    return MessageReader(weights, core_patterns(book))


def _load(path: Path) -> Weights:
    with np.load(path, allow_pickle=False) as archive:
        meta = json.loads(bytes(archive["meta"]).decode())
        return Weights(
            rarity=archive["rarity"].astype(np.float32),
            rows=archive["rows"].astype(np.float32),
            rows_bias=meta["rows_bias"],
            meaning=Neighbours(
                centre=archive["centre"],
                axes=archive["axes"].astype(np.float32),
                anchors=archive["anchors"].astype(np.float32) * np.float32(meta["step"]),
                pulls=archive["pulls"],
                bias=meta["meaning_bias"],
                step=meta["step"],
            ),
            answer=archive["answer"],
            answer_bias=meta["answer_bias"],
            mixing={language: np.asarray(values, dtype=np.float32) for language, values in meta["mixing"].items()},
            families=archive["families"].astype(np.float32),
            family_bias=archive["family_bias"],
            family_names=tuple(Family(name) for name in meta["family_names"]),
            limits={language: Limits(*values) for language, values in meta["limits"].items()},
            trained_on=meta["trained_on"],
        )
