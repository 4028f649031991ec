"""Linear classification heads on sentence embeddings: trained from examples in the repository, stored as data.

The coefficients are a NumPy archive without pickles, so loading one cannot run code. Beside the coefficients
it keeps the hash of the examples it was trained on, so that a test can tell when it is out of date.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from service.linguistics.embedding import Vectors


@dataclass(frozen=True)
class Heads:
    """One-against-rest logistic heads over the same vector.

    Args:
        labels: one per head.
        coefficients: heads × dimensions.
        intercepts: one per head.
        thresholds: probability from which a head fires, one per head.
        trained_on: sha256 of the training examples.
    """

    labels: tuple[str, ...]
    coefficients: NDArray[np.float32]
    intercepts: NDArray[np.float32]
    thresholds: NDArray[np.float32]
    trained_on: str

    def probabilities(self, vector: Vectors) -> dict[str, float]:
        """The probability of each label for one vector."""
        logits = self.coefficients @ vector + self.intercepts
        values = 1.0 / (1.0 + np.exp(-logits))
        return dict(zip(self.labels, values.tolist(), strict=True))

    def firing(self, vector: Vectors) -> dict[str, float]:
        """The labels whose probability reaches their threshold, with it."""
        limits = dict(zip(self.labels, self.thresholds.tolist(), strict=True))
        return {label: p for label, p in self.probabilities(vector).items() if p >= limits[label]}

    def save(self, path: Path) -> None:
        np.savez_compressed(
            path,
            coefficients=self.coefficients.astype(np.float32),
            intercepts=self.intercepts.astype(np.float32),
            thresholds=self.thresholds.astype(np.float32),
            meta=np.frombuffer(
                json.dumps({"labels": self.labels, "trained_on": self.trained_on}).encode(), dtype=np.uint8
            ),
        )


def load_heads(path: Path) -> Heads:
    """Heads stored by `Heads.save`."""
    with np.load(path, allow_pickle=False) as archive:
        meta = json.loads(bytes(archive["meta"]).decode())
        return Heads(
            labels=tuple(meta["labels"]),
            coefficients=archive["coefficients"],
            intercepts=archive["intercepts"],
            thresholds=archive["thresholds"],
            trained_on=meta["trained_on"],
        )


def train_heads(
    vectors: Vectors,
    positives: Mapping[str, Sequence[bool]],
    thresholds: Mapping[str, float],
    trained_on: str,
    regularisation: float = 10.0,
) -> Heads:
    """Fit one logistic head a label (scikit-learn, a development dependency).

    Args:
        vectors: n × dimensions, unit length.
        positives: for each label, which of the n texts carry it.
        thresholds: firing probability of each label.
        trained_on: sha256 of the examples.
        regularisation: inverse strength C of the L2 penalty.
    """
    from sklearn.linear_model import LogisticRegression

    rows, intercepts = [], []
    for label in positives:
        model = LogisticRegression(C=regularisation, class_weight="balanced", max_iter=2000)
        model.fit(vectors, np.asarray(positives[label], dtype=bool))
        rows.append(model.coef_[0])
        intercepts.append(model.intercept_[0])
    return Heads(
        labels=tuple(positives),
        coefficients=np.asarray(rows, dtype=np.float32),
        intercepts=np.asarray(intercepts, dtype=np.float32),
        thresholds=np.asarray([thresholds[label] for label in positives], dtype=np.float32),
        trained_on=trained_on,
    )
