"""Trains the rapport heads from the examples in the repository: `python -m service.guard.rapport_training`.

The threshold is chosen by cross-validation on the training texts, and the printed figures come from the held-out texts,
which nothing was trained or chosen on. A development task: it needs scikit-learn.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.domain.vocabulary import Language
from service.guard.rapport import LANGUAGES, load_refused, load_vetted
from service.linguistics.embedding import embed_all
from service.linguistics.heads import Heads, train_heads

# Smallest cosine to a vetted example. The nearest vetted neighbour of 95 % of held-out rapport is nearer than this.
NEAREST: dict[Language, float] = {"en": 0.45, "zh": 0.45}
REGULARISATION = 10.0
# Of refused texts that reach the head (before any word list), at most this share may pass it.
LEAKAGE = 0.04
_FOLDS = 5


def heads_file(policies: Path) -> Path:
    return policies / "core" / "rapport" / "heads.npz"


def training_texts(policies: Path, prompts: Path, language: Language) -> tuple[list[str], list[bool]]:
    """Texts and whether each is rapport."""
    vetted = load_vetted(prompts, language).texts
    refused = load_refused(policies, language).texts
    return [*vetted, *refused], [True] * len(vetted) + [False] * len(refused)


def examples_hash(policies: Path, prompts: Path) -> str:
    """sha256 of all training texts and their labels."""
    digest = hashlib.sha256()
    for language in LANGUAGES:
        for text, label in zip(*training_texts(policies, prompts, language), strict=True):
            digest.update(f"{language}\t{label}\t{text}\n".encode())
    return digest.hexdigest()


def train(policies: Path, prompts: Path) -> Heads:
    """One head a language with its threshold."""
    parts = [_train_language(policies, prompts, language) for language in LANGUAGES]
    return Heads(
        labels=tuple(LANGUAGES),
        coefficients=np.concatenate([part.coefficients for part in parts]),
        intercepts=np.concatenate([part.intercepts for part in parts]),
        thresholds=np.concatenate([part.thresholds for part in parts]),
        trained_on=examples_hash(policies, prompts),
    )


def _train_language(policies: Path, prompts: Path, language: Language) -> Heads:
    texts, labels = training_texts(policies, prompts, language)
    vectors = embed_all(texts)
    threshold = _threshold(vectors, labels)
    return train_heads(vectors, {language: labels}, {language: threshold}, "", REGULARISATION)


def _threshold(vectors: NDArray[np.float32], labels: Sequence[bool]) -> float:
    """The probability that all but LEAKAGE of the refused texts stay under, by cross-validation."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    model = LogisticRegression(C=REGULARISATION, class_weight="balanced", max_iter=2000)
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=7)
    rapport = np.asarray(labels)
    probabilities = cross_val_predict(model, vectors, rapport, cv=folds, method="predict_proba")[:, 1]
    return round(float(np.quantile(probabilities[~rapport], 1 - LEAKAGE)), 3)


def main(root: Path) -> None:
    """Train, store and print how held-out rapport survives and how much refused rapport leaks."""
    from service.guard.rapport import load_rapport

    policies, prompts = root / "policies", root / "prompts"
    train(policies, prompts).save(heads_file(policies))
    judge = load_rapport(policies, prompts)
    for index, language in enumerate(LANGUAGES):
        good, bad = load_vetted(prompts, language).held_out, load_refused(policies, language).held_out
        kept = [text for text in good if judge.is_safe(text, language)]
        leaked = [text for text in bad if judge.is_safe(text, language)]
        sys.stdout.write(
            f"{language}: threshold {judge.heads.thresholds[index]:.3f}, survival {len(kept)}/{len(good)}, "
            f"leakage {len(leaked)}/{len(bad)}\n"
        )
        for text in leaked:
            sys.stdout.write(f"  leaked: {text}\n")
        for text in good:
            if text not in kept:
                problems = "; ".join(finding.message for finding in judge.findings(text, language))
                sys.stdout.write(f"  dropped: {text} ({problems})\n")


if __name__ == "__main__":
    main(Path(__file__).resolve().parents[2])
