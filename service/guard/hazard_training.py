"""Trains the hazard head from the rules' own examples: `python -m service.guard.hazard_training`.

A development task: it needs scikit-learn. Run it after the packs' examples changed.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import numpy as np

from service.guard.hazard import LABEL, heads_file, load_lawful
from service.guard.packs import PackBook, load_packs
from service.guard.rapport import LANGUAGES, load_refused, load_vetted
from service.linguistics.embedding import embed_all
from service.linguistics.heads import Heads, train_heads

REGULARISATION = 10.0
# Share of lawful texts that may be held, by cross-validation.
FALSE_ALARMS = 0.05
_FOLDS = 5


def training_texts(policies: Path, prompts: Path) -> tuple[list[str], list[bool]]:
    """Texts, and whether each is one that the rules forbid."""
    book = load_packs(policies)
    bad = [text for language in LANGUAGES for text in load_refused(policies, language).texts]
    good = [text for language in LANGUAGES for text in load_vetted(prompts, language).texts]
    lawful = load_lawful(policies)
    bad += _examples(book, "violating")
    good += [*_examples(book, "compliant"), *lawful.en, *lawful.zh]
    return [*bad, *good], [True] * len(bad) + [False] * len(good)


def examples_hash(policies: Path, prompts: Path) -> str:
    """sha256 of all training texts and their labels."""
    digest = hashlib.sha256()
    for text, label in zip(*training_texts(policies, prompts), strict=True):
        digest.update(f"{label}\t{text}\n".encode())
    return digest.hexdigest()


def train(policies: Path, prompts: Path) -> tuple[Heads, float]:
    """The head, and the share of violating texts that it finds in cross-validation."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    texts, labels = training_texts(policies, prompts)
    vectors, bad = embed_all(texts), np.asarray(labels)
    model = LogisticRegression(C=REGULARISATION, class_weight="balanced", max_iter=2000)
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=7)
    probabilities = cross_val_predict(model, vectors, bad, cv=folds, method="predict_proba")[:, 1]
    threshold = round(float(np.quantile(probabilities[~bad], 1 - FALSE_ALARMS)), 3)
    found = float((probabilities[bad] >= threshold).mean())
    hash_ = examples_hash(policies, prompts)
    return train_heads(vectors, {LABEL: labels}, {LABEL: threshold}, hash_, REGULARISATION), found


def _examples(book: PackBook, kind: str) -> list[str]:
    """Examples of the prohibitions that a text alone can break. Those that are only held are no violations."""
    texts: list[str] = []
    for ready in book.packs:
        for item in ready.rules:
            rule = item.rule
            if rule.kind == "prohibit" and rule.on_fail != "hold" and not rule.applies_to.needs_context:
                examples = rule.examples.violating if kind == "violating" else rule.examples.compliant
                texts += [*examples.en, *examples.zh]
    return texts


def main(root: Path) -> None:
    policies, prompts = root / "policies", root / "prompts"
    heads, found = train(policies, prompts)
    heads.save(heads_file(policies))
    sys.stdout.write(f"threshold {heads.thresholds[0]:.3f}, found {found:.0%} at {FALSE_ALARMS:.0%} false alarms\n")


if __name__ == "__main__":
    main(Path(__file__).resolve().parents[2])
