"""Which of the nearest records answer a question, and whether any does.

A section is found by several facets (its heading, other ways of asking, its text). One facet may match by chance, so
a section is judged by its two best. Sentence embeddings also draw all short questions together ("how do I fix a tap"
and "how do I complain"), so a fixed threshold either lets nonsense through or loses real questions: of the test
questions, 89 % survive a threshold that stops 96 % of off-topic messages; held against everyday small talk, 99 % do.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from service.domain.knowledge import Passage

_SHARED_WORDS_WEIGHT = 0.2  # of 0, 0.2 and 0.3 the smallest with the best recall@3 on the test questions
_WANTED_TOPIC_BONUS = 0.15  # about the gap between a right and a wrong first answer, so that a clear match still wins
_WORD = re.compile(r"[a-z]+|[0-9]+|[\u3400-\u9fff]+")
_STEM = 5  # letters; enough to join pay/paying/payments' longer kin without a stemmer


@dataclass(frozen=True)
class Hit:
    """A record that lies near the question.

    Args:
        passage: the section it belongs to.
        facet: the text that lies near.
        similarity: cosine to the question, -1 to 1.
    """

    passage: Passage
    facet: str
    similarity: float


@dataclass
class _Section:
    passage: Passage
    similarities: dict[str, float] = field(default_factory=dict)

    def add(self, hit: Hit) -> None:
        self.similarities[hit.facet] = max(hit.similarity, self.similarities.get(hit.facet, -1.0))

    def nearness(self, outside: float) -> float:
        """Mean of the two best facets; a facet that is not among the hits counts as far as the farthest hit."""
        first, second = sorted([*self.similarities.values(), outside], reverse=True)[:2]
        return (first + second) / 2

    def words(self) -> frozenset[str]:
        return frozenset().union(*map(words, (self.passage.heading, self.passage.text, *self.similarities)))


def rank(question: str, hits: Iterable[Hit], topics: Collection[str], small_talk: float) -> list[Passage]:
    """The passages that answer a question, best first, each with the cosine of its nearest facet.

    Args:
        topics: what is wanted; such sections are preferred.
        small_talk: cosine of the question to the nearest small talk; a section has to come closer than that.
    """
    sections = _sections(hits)
    if not sections:
        return []
    outside = min(min(section.similarities.values()) for section in sections)
    overlap = _overlaps(words(question), [section.words() for section in sections])
    scored = []
    for section, shared in zip(sections, overlap, strict=True):
        wanted = _WANTED_TOPIC_BONUS if section.passage.topic in topics else 0.0
        score = section.nearness(outside) + _SHARED_WORDS_WEIGHT * shared + wanted
        if score > small_talk:
            best = round(max(section.similarities.values()), 4)
            scored.append((score, section.passage.model_copy(update={"score": best})))
    scored.sort(key=lambda item: (-item[0], item[1].id))
    return [passage for _, passage in scored]


@lru_cache(maxsize=4096)
def words(text: str) -> frozenset[str]:
    """What two texts can share: beginnings of Latin words, numbers, pairs of Chinese characters."""
    found: set[str] = set()
    for word in _WORD.findall(text.casefold()):
        if "\u3400" <= word[0] <= "\u9fff":
            found.update(word[at : at + 2] for at in range(max(len(word) - 1, 1)))
        else:
            found.add(word[:_STEM])
    return frozenset(found)


def _sections(hits: Iterable[Hit]) -> list[_Section]:
    sections: dict[str, _Section] = {}
    for hit in hits:
        sections.setdefault(hit.passage.id, _Section(hit.passage)).add(hit)
    return list(sections.values())


def _overlaps(asked: frozenset[str], sections: Sequence[frozenset[str]]) -> list[float]:
    """Share of the question's words in each section, 0 to 1, rare words weighing more (inverse section frequency)."""
    count = len(sections)
    known = Counter(word for section in sections for word in section & asked)
    weight = {word: math.log((count + 1) / (known[word] + 0.5)) / math.log(count + 2) for word in asked}
    total = max(sum(weight.values()), 1.5)  # so that one shared word of a two-word question does not decide
    return [sum(weight[word] for word in section & asked) / total for section in sections]
