"""`python -m service.understanding.train`: fit the heads and store them beside the patterns.

scikit-learn is a development dependency; only this module and `service.linguistics.heads.train_heads` import it.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from service.domain.vocabulary import Emotion, Signal
from service.linguistics.embedding import Vectors, embed_all
from service.linguistics.heads import Heads, train_heads
from service.understanding.classifier import EMBEDDED_CHARACTERS, EMOTION_HEADS, SIGNAL_HEADS
from service.understanding.examples import Example, fingerprint, training_examples
from service.understanding.plain import as_learned, plain

Marks = NDArray[np.bool_]
FOLDS = 5
REGULARISATION = 10.0
# A head may only fire where, over five folds, at least this share of its firings were right: patterns are the
# precise layer, and a head that guesses would stop conversations for nothing.
PRECISION = 0.9
_LOWEST, _HIGHEST = 0.6, 0.97
# A switch depends on the script, an acceptance on explicit words (`acceptance.py`), and a greeting is a salutation that
# stands there: a head would only guess.
_WITHOUT_HEAD = {Signal.LANGUAGE_SWITCH, Signal.ACCEPTS_OFFER, Signal.GREETING}


def train() -> None:
    """Fit all heads on the training split and store them."""
    examples = training_examples()
    vectors = embed_all([as_learned(plain(item.text))[:EMBEDDED_CHARACTERS] for item in examples])
    hashed = fingerprint(examples)
    _fit(vectors, _signal_marks(examples), hashed).save(SIGNAL_HEADS)
    _fit(vectors, _emotion_marks(examples), hashed).save(EMOTION_HEADS)


def _signal_marks(examples: tuple[Example, ...]) -> dict[str, Marks]:
    wanted = [signal for signal in Signal if signal not in _WITHOUT_HEAD]
    return {str(label): np.array([label in item.signals for item in examples]) for label in wanted}


def _emotion_marks(examples: tuple[Example, ...]) -> dict[str, Marks]:
    wanted = [emotion for emotion in Emotion if emotion is not Emotion.CALM]
    return {str(label): np.array([item.emotion is label for item in examples]) for label in wanted}


def _fit(vectors: Vectors, marks: Mapping[str, Marks], hashed: str) -> Heads:
    thresholds = {label: _threshold(vectors, given) for label, given in marks.items()}
    positives = {label: given.tolist() for label, given in marks.items()}
    return train_heads(vectors, positives, thresholds, hashed, REGULARISATION)


def _threshold(vectors: Vectors, marks: Marks) -> float:
    """The lowest probability from which on held-out firings were right often enough."""
    probabilities = _held_out(vectors, marks)
    for threshold in np.arange(_LOWEST, _HIGHEST, 0.01):
        fired = probabilities >= threshold
        if fired.any() and marks[fired].mean() >= PRECISION:
            return float(threshold)
    return _HIGHEST


def _held_out(vectors: Vectors, marks: Marks) -> NDArray[np.float64]:
    """For each example, the probability that a head gives that was not trained on it."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    model = LogisticRegression(C=REGULARISATION, class_weight="balanced", max_iter=2000)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    predicted = cross_val_predict(model, vectors, marks, cv=folds, method="predict_proba")
    return np.asarray(predicted[:, 1], dtype=np.float64)


if __name__ == "__main__":
    train()
    sys.stdout.write(f"stored {SIGNAL_HEADS.name} and {EMOTION_HEADS.name}\n")
