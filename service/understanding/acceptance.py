"""What counts as a yes to an open offer, and what takes one back.

A plan is made from a yes, so that everything here is denied by default: a clause that is neither a yes, a courtesy nor
an agreement in so many words keeps a mere "yes" from counting, and no trained head has a say.
"""

from __future__ import annotations

import re
from typing import Literal

from service.understanding.answers import answer_words
from service.understanding.sentences import Sentences

Yes = Literal["agrees", "firm", "weak"]
_CLAUSE = re.compile(r"[,，、;；:：.。!！…~\-–—()（）\n]+| and ")
_QUESTION = re.compile(
    r"[?？]\W*$|(?:吗|么|呢|没有)\W*$|能不能|可不可以|行不行|是不是|有没有|怎么|多少|哪[个种里一]|什么|为啥|几[期个号]"
    r"|^\W*(?:(?:ok|okay|yes|yeah|sure|fine|and|so|but)\W+)*(?:what|how|when|why|who|where|which|can|could|would|will"
    r"|is|are|does|do (?:i|you|we|they)|should)\b"
)
_SENTENCES = 6
# A yes is short; what is longer than this (in characters) tells a story.
_LONGEST_CLAUSE = 160
_DOUBTED_CHARACTERS = 3_000


def yes_of(sentences: Sentences) -> Yes | None:
    """How a message says yes: it agrees in so many words, or all it says is yes (firm), or merely ok (weak)."""
    if takes_back(sentences.text):
        return None
    parts = sentences.first(_SENTENCES)
    statements = [part for part in parts if not asks(part)]
    clauses = [clause for part in statements for clause in _clauses(part)]
    if any(_agrees(clause) for clause in clauses):
        return "agrees"
    if not clauses or len(statements) < len(parts) or not all(_only_yes(clause) for clause in clauses):
        return None
    return _strength(clauses)


def takes_back(text: str) -> bool:
    """Whether a message puts a yes off, ties it to a condition, mocks it, or speaks of another's."""
    return answer_words().doubts.search(text[:_DOUBTED_CHARACTERS]) is not None


def asks(sentence: str) -> bool:
    return _QUESTION.search(sentence) is not None


def refers_to_offer(text: str) -> bool:
    """Whether a message that states terms says that they are the ones on the table."""
    return answer_words().refers_to_offer.search(text) is not None


def _clauses(sentence: str) -> list[str]:
    return [clause.strip() for clause in _CLAUSE.split(sentence) if re.search(r"\w", clause)]


def _agrees(clause: str) -> bool:
    words = answer_words()
    return len(clause) <= _LONGEST_CLAUSE and bool(words.agrees.search(clause)) and not words.negated.search(clause)


def _only_yes(clause: str) -> bool:
    words = answer_words()
    rest = _without(clause, words.firm, words.weak, words.courtesy, words.filler)
    return len(clause) <= _LONGEST_CLAUSE and not rest


def _strength(clauses: list[str]) -> Yes | None:
    """Courtesy beside a mere "ok" makes it an acknowledgement: "ok, thanks" closes a topic, it does not sign."""
    words = answer_words()
    thanked = any(words.courtesy.search(clause) for clause in clauses)
    bare = [_without(clause, words.courtesy) for clause in clauses]
    if any(words.firm.search(clause) for clause in bare):
        return "firm"
    return "weak" if not thanked and any(words.weak.search(clause) for clause in bare) else None


def _without(clause: str, *words: re.Pattern[str]) -> str:
    """A clause with the given words taken out; what stays of it is letters and digits only."""
    for word in words:
        clause = word.sub(" ", clause)
    return re.sub(r"[\W_]+", " ", clause).strip()
