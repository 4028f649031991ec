"""Passages that a message may quote."""

from datetime import date

from service.domain.base import Value
from service.domain.vocabulary import Language


class Passage(Value):
    """One quotable paragraph of a knowledge document, as it stood when retrieved.

    Args:
        id: "<document>#<heading slug>", stable over syncs.
        text: plain text, ready to be quoted.
        source: whom the document names as its source (a law, a regulator, the creditor's policy).
        version: content hash (sha256, first 12 hex digits) of the document.
        score: cosine similarity to the question, -1 to 1.
    """

    id: str
    document: str
    title: str
    heading: str
    text: str
    source: str
    version: str
    jurisdiction: str
    language: Language
    topic: str
    effective_from: date
    score: float
