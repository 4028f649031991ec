"""A second look at free text: sentences that no pattern knows, but that read like what the rules forbid, are held.

A linear head on sentence embeddings, trained on the rules' own examples. It only ever holds, and only texts without a
brief: a draft's sentences are vetted or judged as rapport. A sentence in which a pattern matched and was excused
("you cannot be arrested") states the opposite of a violation; embeddings cannot tell that apart, so it is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from service.datafiles import DataFileError, load_yaml
from service.domain.base import Value
from service.domain.verdict import Finding
from service.domain.vocabulary import Family, Outcome
from service.guard.inspection import Check, Inspection
from service.guard.packs import PackBook
from service.guard.patterns import CompiledPattern
from service.linguistics.embedding import embed
from service.linguistics.heads import Heads, load_heads
from service.linguistics.language import sentence_spans
from service.linguistics.normalise import normalise

LABEL = "hazard"
TRAIN = "Run python -m service.guard.hazard_training"


class LawfulTexts(Value):
    """Lawful sentences beside the rules' compliant examples; `policies/core/hazard/lawful.yaml`."""

    id: str
    version: str
    en: tuple[str, ...]
    zh: tuple[str, ...]


@dataclass(frozen=True)
class HazardReader:
    """The head, and the patterns whose excused matches show that a sentence states the opposite."""

    heads: Heads
    patterns: tuple[CompiledPattern, ...]

    def probability(self, sentence: str) -> float:
        """How much a sentence reads like a violation, 0 to 1; 0 when it states the opposite of one."""
        text = normalise(sentence).text
        if any(pattern.scope is not None and pattern.find.search(text) for pattern in self.patterns):
            return 0.0
        return self.heads.probabilities(embed(sentence))[LABEL]

    @property
    def threshold(self) -> float:
        return float(self.heads.thresholds[0])


def hazard_check(reader: HazardReader) -> Check:
    """A check of texts without a brief."""

    def check(inspection: Inspection) -> Iterator[Finding]:
        if inspection.brief is not None:
            return
        for start, end in sentence_spans(inspection.text):
            probability = reader.probability(inspection.text[start:end].strip())
            if probability >= reader.threshold:
                yield _finding((start, end), probability)

    return check


def heads_file(policies: Path) -> Path:
    return policies / "core" / "hazard" / "heads.npz"


def load_lawful(policies: Path) -> LawfulTexts:
    return load_yaml(policies / "core" / "hazard" / "lawful.yaml", LawfulTexts)


def load_hazard(policies: Path, book: PackBook) -> HazardReader:
    """The reader from the stored head and the packs' patterns.

    Raises:
        DataFileError: the head is missing.
    """
    path = heads_file(policies)
    if not path.is_file():
        raise DataFileError(path, None, "the hazard head is missing", TRAIN)
    rules = [item for ready in book.packs for item in ready.rules]
    kept = [item for item in rules if item.rule.kind == "prohibit" and not item.rule.applies_to.needs_context]
    return HazardReader(load_heads(path), tuple(pattern for item in kept for pattern in item.patterns))


def _finding(span: tuple[int, int], probability: float) -> Finding:
    return Finding(
        rule_id="guard.hazard",
        family=Family.UNGROUNDED_CLAIM,
        outcome=Outcome.HOLD,
        layer="classifier",
        message="the sentence reads like what the rules forbid",
        repair="Say it with a statement, or let a person look at it.",
        citation="Design: what cannot be decided is a hold",
        span=span,
        score=round(probability, 3),
    )
