"""Free mode: the model writes whole sentences, and each must match a vetted statement of the brief or be rapport."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import re2

from service.domain.verdict import Finding
from service.domain.vocabulary import Family, Outcome
from service.guard.inspection import Check, Inspection
from service.guard.numbers import numbers_in
from service.guard.rapport import RapportJudge
from service.linguistics.embedding import embed
from service.linguistics.language import sentence_spans
from service.linguistics.normalise import fold, normalise

# Smallest cosine to a sentence of the brief at which the same numbers and polarity count as the same meaning.
# Paraphrases of statements lie at 0.80 and above, contrary or invented ones with the same words mostly below.
SAME_MEANING = 0.86

_ENDS = " .!?。！？；;"
_NEGATION = re2.compile(
    r"\b(?:not|no|never|none|nobody|nothing|without|cannot|unless|only|n't|\w+n't)\b|不|没|无|未|勿|非|禁|别|仅|只|除非"
)


def free_check(judge: RapportJudge) -> Check:
    """A check of drafts in free mode."""

    def check(inspection: Inspection) -> Iterator[Finding]:
        if inspection.mode != "free" or inspection.brief is None:
            return
        vetted = [part for text in inspection.vouched for part in _sentences(text)]
        for start, end in sentence_spans(inspection.text):
            sentence = inspection.text[start:end].strip()
            for part in _apart(sentence, vetted):
                if not judge.is_safe(part, inspection.language) and not matches_statement(part, vetted):
                    yield _finding((start, end))

    return check


def matches_statement(sentence: str, vetted: list[str]) -> bool:
    """Whether a sentence says the same as a vetted one: near in meaning, the same numbers, the same polarity."""
    plain = normalise(sentence).text
    for candidate in vetted:
        if normalise(candidate).text == plain:
            return True
        alike = _figures(candidate) == _figures(sentence) and _polarity(candidate) == _polarity(sentence)
        if alike and float(np.dot(embed(candidate), embed(sentence))) >= SAME_MEANING:
            return True
    return False


def _apart(sentence: str, vetted: list[str]) -> list[str]:
    """What a sentence says beside the vetted one that stands in it word for word; else the sentence.

    As a whole, a few bad words glued to a vetted sentence would still mean much the same as that sentence.
    """
    whole = [text.strip(_ENDS) for text in vetted if text.endswith(tuple(_ENDS))]  # facts are no sentences
    inside = [text for text in whole if text and text in sentence]
    if not inside:
        return [sentence]
    return [part for part in sentence.split(max(inside, key=len)) if re.search(r"\w", part)]


def _sentences(text: str) -> list[str]:
    return [text[start:end].strip() for start, end in sentence_spans(text)]


def _figures(text: str) -> list[tuple[str, str]]:
    return sorted((number.kind, number.form) for number in numbers_in(fold(text)))


def _polarity(text: str) -> int:
    return len(_NEGATION.findall(normalise(text).text))


def _finding(span: tuple[int, int]) -> Finding:
    return Finding(
        rule_id="guard.free",
        family=Family.UNGROUNDED_CLAIM,
        outcome=Outcome.HOLD,
        layer="classifier",
        message="the sentence matches no statement of the brief and is no rapport",
        repair="Say a statement of the brief in its own words.",
        citation="Invariant 1: nothing unchecked leaves",
        span=span,
    )
