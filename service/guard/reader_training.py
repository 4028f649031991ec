"""Trains the reader from the labelled corpus: `python -m service.guard.reader_training`.

A development task: it needs scikit-learn. Run it after the corpus, the core packs' patterns or the normalisation
changed. What the views are weighed with, and the limits, come from predictions on texts that the view had not seen
(five folds), so that the probability means what it says on new texts by the same hands; how far that carries to other
hands is what `quality.py` measures on the test split.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.domain.vocabulary import Family, Language
from service.guard.corpus import Example, corpus_hash, load_corpus
from service.guard.ngrams import BUCKETS, Buckets, buckets_of, weighted
from service.guard.packs import PackBook, load_packs
from service.guard.reader import (
    KERNEL_WIDTH,
    SURE,
    VIEWS,
    Limits,
    Marks,
    Neighbours,
    Weights,
    beside,
    core_patterns,
    marks_of,
    views,
    weights_file,
)
from service.linguistics.embedding import DIMENSIONS, embed_all
from service.linguistics.language import sentence_spans
from service.linguistics.normalise import normalise

LANGUAGES: tuple[Language, ...] = ("en", "zh")
# By cross-validation: the share of violating messages that must be stopped, and of lawful look-alikes that may be
# blocked. What the first costs in lawful messages held is for the test split to say (`docs/guard.md`).
FOUND, BLOCKED = 0.96, 0.02
RULES = "rules"  # the hand of the packs' own examples
_FOLDS = 5
_SEED = 7
_ROWS_C, _MEANING_C, _ANSWER_C, _FAMILY_C = 10.0, 3.0, 10.0, 3.0
_MATCHED, _EXCUSED = 3, 4  # where the patterns' marks stand among the views
_AXES = 128  # more axes found no more on another hand's messages


@dataclass(frozen=True)
class Prepared:
    """The corpus as numbers. Part 0 of an example is the whole text, the others are its sentences.

    Args:
        owner: the example that a part belongs to, one a part.
        whole: the index of each example's part 0.
        answered: the embedding of the borrower's message, one an example; zeros where there is none.
    """

    examples: tuple[Example, ...]
    words: tuple[str, ...]
    owner: NDArray[np.int64]
    whole: NDArray[np.int64]
    vectors: NDArray[np.float32]
    buckets: tuple[Buckets, ...]
    marks: tuple[Marks, ...]
    answered: NDArray[np.float32]

    @property
    def bad(self) -> NDArray[np.bool_]:
        return np.asarray([example.violating for example in self.examples])


def prepare(examples: Sequence[Example], book: PackBook) -> Prepared:
    """Cut, normalise, embed and hash every text and its sentences."""
    words: list[str] = []
    owner: list[int] = []
    whole: list[int] = []
    for index, example in enumerate(examples):
        whole.append(len(words))
        spans = sentence_spans(example.text)
        parts = [example.text, *(example.text[a:b] for a, b in spans)] if len(spans) > 1 else [example.text]
        words += [normalise(part.strip()).text for part in parts]
        owner += [index] * len(parts)
    patterns = core_patterns(book)
    return Prepared(
        examples=tuple(examples),
        words=tuple(words),
        owner=np.asarray(owner),
        whole=np.asarray(whole),
        vectors=embed_all(words),
        buckets=tuple(buckets_of(text) for text in words),
        marks=tuple(
            marks_of(words[start], example.language, patterns) for start, example in zip(whole, examples, strict=True)
        ),
        answered=_answered(examples),
    )


def _answered(examples: Sequence[Example]) -> NDArray[np.float32]:
    vectors = np.zeros((len(examples), DIMENSIONS), dtype=np.float32)
    known = [index for index, example in enumerate(examples) if example.borrower]
    vectors[known] = embed_all([normalise(examples[index].borrower or "").text for index in known])
    return vectors


def train(policies: Path) -> Weights:
    """The weights from everything but the test split."""
    book = load_packs(policies)
    data = prepare(training_examples(policies, book), book)
    mixed = _unseen_views(data)
    mixing = {language: _mix(data, mixed, language) for language in LANGUAGES}
    limits = {language: _limits(data, mixed, mixing[language], language) for language in LANGUAGES}
    everything = np.arange(len(data.examples))
    rarity = _rarity(data, everything)
    rows, rows_bias = _fit_rows(data, rarity, everything)
    meaning = _fit_meaning(data, everything)
    answer, answer_bias = _fit_answer(data, everything)
    families, family_bias, names = _fit_families(data)
    return Weights(
        rarity=rarity,
        rows=rows,
        rows_bias=rows_bias,
        meaning=meaning,
        answer=answer,
        answer_bias=answer_bias,
        mixing=mixing,
        families=families,
        family_bias=family_bias,
        family_names=names,
        limits=limits,
        trained_on=training_hash(policies, book),
    )


def training_examples(policies: Path, book: PackBook) -> list[Example]:
    """The corpus without its test split, and the examples of the rules that a text alone can break.

    Two people may think of the same few words ("So what?"): what stands in the test split is left out here.
    """
    corpus = load_corpus(policies)
    tested = {example.text for example in corpus if example.kept_out}
    return [example for example in (*corpus, *_rule_examples(book)) if example.text not in tested]


def _rule_examples(book: PackBook) -> Iterator[Example]:
    for rule in (item.rule for ready in book.packs for item in ready.rules):
        if rule.kind == "prohibit" and not rule.applies_to.needs_context:
            for language in LANGUAGES:
                for text in rule.examples.compliant.in_language(language):
                    yield Example(text, None, rule.family, language, False, RULES)
                if rule.on_fail != "hold":
                    for text in rule.examples.violating.in_language(language):
                        yield Example(text, None, rule.family, language, True, RULES)


def training_hash(policies: Path, book: PackBook) -> str:
    """Of what the weights were trained on: the texts, and the core patterns that mark them."""
    digest = hashlib.sha256(corpus_hash(training_examples(policies, book)).encode())
    for pattern in core_patterns(book):
        digest.update(f"{pattern.find.pattern}\n".encode())
    return digest.hexdigest()


def _unseen_views(data: Prepared) -> NDArray[np.float32]:
    """The views of each example by models that were trained without it."""
    from sklearn.model_selection import StratifiedKFold

    found = np.zeros((len(data.examples), VIEWS), dtype=np.float32)
    labels = [f"{example.family}.{example.language}.{example.violating}" for example in data.examples]
    for seen, unseen in StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED).split(labels, labels):
        rarity = _rarity(data, seen)
        rows, rows_bias = _fit_rows(data, rarity, seen)
        meaning = _fit_meaning(data, seen)
        answer, answer_bias = _fit_answer(data, seen)
        meanings = meaning.scores(data.vectors[data.whole])
        scores = np.asarray([rows[b] @ weighted(b, rarity) for b in data.buckets], dtype=np.float32) + rows_bias
        for index in unseen:
            parts = np.flatnonzero(data.owner == index)
            as_answer = float(_answer_of(data, index) @ answer) + answer_bias if data.examples[index].borrower else 0.0
            found[index] = views(scores[parts], float(meanings[index]), data.marks[index], as_answer)
    return found


def _rarity(data: Prepared, chosen: NDArray[np.int64]) -> NDArray[np.float32]:
    """Inverse document frequency over whole texts, smoothed as in scikit-learn; 0 for what stands in one text only."""
    times = np.zeros(BUCKETS, dtype=np.int64)
    for index in chosen:
        times[data.buckets[data.whole[index]]] += 1
    return np.where(times > 1, np.log((len(chosen) + 1) / (times + 1)) + 1, 0).astype(np.float32)


def _fit_rows(
    data: Prepared, rarity: NDArray[np.float32], chosen: NDArray[np.int64]
) -> tuple[NDArray[np.float32], float]:
    from scipy.sparse import csr_matrix

    parts = _training_parts(data, chosen)
    columns = [data.buckets[part] for part in parts]
    values = np.concatenate([weighted(column, rarity) for column in columns])
    ends = np.concatenate([[0], np.cumsum([len(column) for column in columns])])
    matrix = csr_matrix((values, np.concatenate(columns), ends), shape=(len(parts), BUCKETS))
    return _fit(matrix, data.bad[data.owner[parts]], _ROWS_C)


def _fit_meaning(data: Prepared, chosen: NDArray[np.int64]) -> Neighbours:
    """A support vector machine on the main axes of the embeddings."""
    from sklearn.svm import SVC

    vectors = data.vectors[data.whole[chosen]]
    centre = vectors.mean(axis=0)
    axes = np.linalg.svd(vectors - centre, full_matrices=False)[2][:_AXES].T
    places = (vectors - centre) @ axes
    step = float(np.quantile(np.abs(places), 0.9995)) / 127
    coarse = np.clip(np.round(places / step), -127, 127) * step
    model = SVC(kernel="rbf", C=_MEANING_C, gamma=KERNEL_WIDTH, class_weight="balanced", cache_size=1000)
    model.fit(coarse, data.bad[chosen])
    return Neighbours(
        centre=centre.astype(np.float32),
        axes=axes.astype(np.float32),
        anchors=model.support_vectors_.astype(np.float32),
        pulls=model.dual_coef_[0].astype(np.float32),
        bias=float(model.intercept_[0]),
        step=step,
    )


def _training_parts(data: Prepared, chosen: NDArray[np.int64]) -> NDArray[np.int64]:
    """Whole texts only: of a long violating text nobody said which clause it is, and the single sentences of the lawful
    ones taught the models that short is lawful (area under the curve 0.84 with them, 0.86 without, in English)."""
    return data.whole[chosen]


def _fit_answer(data: Prepared, chosen: NDArray[np.int64]) -> tuple[NDArray[np.float32], float]:
    known = [index for index in chosen if data.examples[index].borrower]
    return _fit(np.stack([_answer_of(data, index) for index in known]), data.bad[known], _ANSWER_C)


def _answer_of(data: Prepared, index: int) -> NDArray[np.float32]:
    return beside(data.vectors[data.whole[index]], data.answered[index])


def _fit(matrix: object, bad: NDArray[np.bool_], strength: float) -> tuple[NDArray[np.float32], float]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=strength, class_weight="balanced", max_iter=3000).fit(matrix, bad)
    return model.coef_[0].astype(np.float32), float(model.intercept_[0])


def _fit_families(data: Prepared) -> tuple[NDArray[np.float32], NDArray[np.float32], tuple[Family, ...]]:
    from sklearn.linear_model import LogisticRegression

    bad = [index for index, example in enumerate(data.examples) if example.violating]
    names = tuple(sorted({family for index in bad if (family := data.examples[index].family) is not None}))
    labels = [names.index(family) for index in bad if (family := data.examples[index].family) is not None]
    model = LogisticRegression(C=_FAMILY_C, max_iter=3000).fit(data.vectors[data.whole[bad]], labels)
    return model.coef_.astype(np.float32), model.intercept_.astype(np.float32), names


def _mix(data: Prepared, mixed: NDArray[np.float32], language: Language) -> NDArray[np.float32]:
    """Weights of the views and, last, the intercept; a match may only speak against a text, an excuse only for it."""
    from sklearn.linear_model import LogisticRegression

    chosen = _of_language(data, language)
    model = LogisticRegression(C=1.0, max_iter=3000).fit(mixed[chosen], data.bad[chosen])
    weights = np.append(model.coef_[0], model.intercept_[0]).astype(np.float32)
    weights[_MATCHED], weights[_EXCUSED] = max(weights[_MATCHED], 0), min(weights[_EXCUSED], 0)
    return weights


def _limits(data: Prepared, mixed: NDArray[np.float32], mixing: NDArray[np.float32], language: Language) -> Limits:
    corpus = [example.hand != RULES for example in data.examples]
    chosen = _of_language(data, language)[np.asarray(corpus)[_of_language(data, language)]]
    logits = mixed[chosen] @ mixing[:-1] + mixing[-1]
    read, bad = 1 / (1 + np.exp(-logits)), data.bad[chosen]
    # What a pattern holds anyway is stopped, whatever the limit of the reader.
    matched = (mixed[chosen][:, _MATCHED] > 0) & (read >= SURE)
    hold = np.quantile(np.where(matched, 1.0, read)[bad], 1 - FOUND)
    return Limits(hold=round(float(hold), 3), block=round(float(np.quantile(read[~bad], 1 - BLOCKED)), 3))


def _of_language(data: Prepared, language: Language) -> NDArray[np.int64]:
    return np.flatnonzero([example.language == language for example in data.examples])


def main(root: Path) -> None:
    weights = train(root / "policies")
    weights.save(weights_file(root / "policies"))
    for language, limits in weights.limits.items():
        sys.stdout.write(f"{language}: held from {limits.hold:.3f}, blocked from {limits.block:.3f}\n")


if __name__ == "__main__":
    main(Path(__file__).resolve().parents[2])
