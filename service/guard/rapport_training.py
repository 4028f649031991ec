"""Trains the rapport model from the examples in the repository: `python -m service.guard.rapport_training`.

Trained on are the vetted examples, the refused ones, which pose as kind words, and the violating messages of the
labelled corpus. Thresholds are chosen by cross-validation from the scores of refused texts, and the printed figures
come from the held-out texts, which nothing was trained or chosen on. A development task: it needs scikit-learn.
"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.domain.vocabulary import Language
from service.guard.corpus import load_corpus
from service.guard.rapport import LANGUAGES, load_refused, load_vetted
from service.guard.rapport_model import GAMMA, LanguageModel, RapportModel, grams_of, plain
from service.linguistics.embedding import Vectors, embed_all

REGULARISATION = 10.0
# Of refused texts that pose as kind words, at most this share may pass the model: the word lists stop most of these.
LEAKAGE = 0.09
# Likewise where only the model decides, because a soft topic is touched.
SURE_LEAKAGE = 0.04
# Of vetted texts, this share lies farther from every other one than `nearest` allows.
STRANGERS = 0.005
# An n-gram of fewer texts is an accident.
_MIN_TEXTS = 3
_FOLDS = 3


def heads_file(policies: Path) -> Path:
    return policies / "core" / "rapport" / "heads.npz"


def training_texts(policies: Path, prompts: Path, language: Language) -> tuple[list[str], list[bool]]:
    """Texts and whether each is rapport."""
    vetted = load_vetted(prompts, language).texts
    refused = load_refused(policies, language).texts
    return [*vetted, *refused], [True] * len(vetted) + [False] * len(refused)


def examples_hash(policies: Path, prompts: Path) -> str:
    """sha256 of the vetted and the refused examples. The corpus does not count: more of it makes no model wrong."""
    digest = hashlib.sha256()
    for language in LANGUAGES:
        for text, label in zip(*training_texts(policies, prompts, language), strict=True):
            digest.update(f"{language}\t{label}\t{text}\n".encode())
    return digest.hexdigest()


def train(policies: Path, prompts: Path) -> RapportModel:
    """One model a language with its thresholds."""
    models = {language: _train_language(*_examples(policies, prompts, language)) for language in LANGUAGES}
    return RapportModel(models, examples_hash(policies, prompts))


@dataclass(frozen=True)
class _Examples:
    """Plain training texts with their vectors and n-grams."""

    language: Language
    texts: tuple[str, ...]
    vectors: Vectors
    grams: tuple[Counter[str], ...]

    def part(self, indices: Sequence[int]) -> _Examples:
        return _Examples(
            self.language,
            tuple(self.texts[index] for index in indices),
            self.vectors[list(indices)],
            tuple(self.grams[index] for index in indices),
        )


@dataclass(frozen=True)
class _Labels:
    """Which texts are rapport, and which pose as it; the others are messages of the corpus."""

    rapport: NDArray[np.bool_]
    posing: NDArray[np.bool_]


def _examples(policies: Path, prompts: Path, language: Language) -> tuple[_Examples, _Labels]:
    texts, labels = training_texts(policies, prompts, language)
    violating = [
        example.text
        for example in load_corpus(policies)
        if example.violating and example.language == language and not example.kept_out
    ]
    kinds = ["rapport" if label else "posing" for label in labels] + ["corpus"] * len(violating)
    found: dict[str, str] = {}
    for text, kind in zip([*texts, *violating], kinds, strict=True):
        found.setdefault(plain(text, language), kind)
    grams = tuple(grams_of(text, language) for text in found)
    known = np.asarray(list(found.values()))
    return (
        _Examples(language, tuple(found), embed_all([*found]), grams),
        _Labels(known == "rapport", known == "posing"),
    )


def _train_language(examples: _Examples, labels: _Labels) -> LanguageModel:
    """The model; the last step and the thresholds come from scores that each text got while it was left out."""
    from sklearn.linear_model import LogisticRegression

    rapport = labels.rapport
    scores = _left_out_scores(examples, rapport)
    last = LogisticRegression(C=REGULARISATION, class_weight="balanced").fit(scores, rapport)
    probabilities = last.predict_proba(scores)[:, 1]
    meaning, wording = last.coef_[0].tolist()
    return replace(
        _fit(examples, rapport),
        mix=(meaning, wording, float(last.intercept_[0])),
        threshold=round(float(np.quantile(probabilities[labels.posing], 1 - LEAKAGE)), 3),
        sure=round(float(np.quantile(probabilities[labels.posing], 1 - SURE_LEAKAGE)), 3),
        nearest=_nearest(examples.vectors[rapport]),
    )


def _left_out_scores(examples: _Examples, rapport: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Meaning and wording scores (n × 2) of each text from a model that was trained without it."""
    from sklearn.model_selection import StratifiedKFold

    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=7)
    scores = np.zeros((len(rapport), 2))
    for kept, left_out in folds.split(examples.vectors, rapport):
        model = _fit(examples.part(kept.tolist()), rapport[kept])
        for index in left_out.tolist():
            vector, text = examples.vectors[index], examples.texts[index]
            scores[index] = model.meaning(vector), model.wording(text, examples.language)
    return scores


def _fit(examples: _Examples, rapport: NDArray[np.bool_]) -> LanguageModel:
    """Both parts of a model, without its last step and thresholds."""
    from sklearn.svm import SVC

    machine = SVC(C=REGULARISATION, gamma=GAMMA, class_weight="balanced").fit(examples.vectors, rapport)
    grams, grams_bias = _fit_grams(examples.grams, rapport)
    return LanguageModel(
        vetted=examples.vectors[rapport],
        support=np.asarray(machine.support_vectors_, dtype=np.float32),
        weights=np.asarray(machine.dual_coef_[0], dtype=np.float32),
        bias=float(machine.intercept_[0]),
        grams=grams,
        grams_bias=grams_bias,
        mix=(1.0, 1.0, 0.0),
        threshold=1.0,
        sure=1.0,
        nearest=1.0,
    )


def _fit_grams(
    counts: Sequence[Counter[str]], rapport: NDArray[np.bool_]
) -> tuple[dict[str, tuple[float, float]], float]:
    """Rarity and weight of each n-gram, and the bias, of a logistic model on their lengthless weighted counts."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import normalize

    texts_with = Counter(gram for count in counts for gram in count)
    names = sorted(gram for gram, texts in texts_with.items() if texts >= _MIN_TEXTS)
    column = {gram: index for index, gram in enumerate(names)}
    rarity = [float(np.log((1 + len(counts)) / (1 + texts_with[gram])) + 1) for gram in names]
    cells: list[tuple[float, int, int]] = []
    for row, count in enumerate(counts):
        known = ((column[gram], times) for gram, times in count.items() if gram in column)
        cells += [((1 + float(np.log(times))) * rarity[place], row, place) for place, times in known]
    values, rows, places = zip(*cells, strict=True)
    table: Any = normalize(csr_matrix((values, (rows, places)), shape=(len(counts), len(names))))
    model = LogisticRegression(C=REGULARISATION, class_weight="balanced", max_iter=2000).fit(table, rapport)
    pairs = zip(rarity, model.coef_[0].tolist(), strict=True)
    return dict(zip(names, pairs, strict=True)), float(model.intercept_[0])


def _nearest(vetted: Vectors) -> float:
    """The cosine that all but STRANGERS of the vetted texts reach with some other one."""
    likeness = vetted @ vetted.T
    np.fill_diagonal(likeness, -1.0)
    return round(float(np.quantile(likeness.max(axis=1), STRANGERS)), 3)


def main(root: Path) -> None:
    """Train, store and print how held-out rapport survives and how much refused rapport leaks."""
    from service.guard.rapport import load_rapport

    policies, prompts = root / "policies", root / "prompts"
    train(policies, prompts).save(heads_file(policies))
    judge = load_rapport(policies, prompts)
    for language in LANGUAGES:
        good, bad = load_vetted(prompts, language).held_out, load_refused(policies, language).held_out
        kept = [text for text in good if judge.is_safe(text, language)]
        leaked = [text for text in bad if judge.is_safe(text, language)]
        model = judge.model.languages[language]
        sys.stdout.write(
            f"{language}: threshold {model.threshold:.3f}, sure {model.sure:.3f}, nearest {model.nearest:.3f}, "
            f"survival {len(kept)}/{len(good)}, leakage {len(leaked)}/{len(bad)}\n"
        )
        for text in leaked:
            sys.stdout.write(f"  leaked: {text}\n")
        for text in good:
            if text not in kept:
                problems = "; ".join(finding.message for finding in judge.findings(text, language))
                sys.stdout.write(f"  dropped: {text} ({problems})\n")


if __name__ == "__main__":
    main(Path(__file__).resolve().parents[2])
