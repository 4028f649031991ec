"""English contractions, spelled out: what is said about "I am sorry" holds for "I'm sorry" too."""

from __future__ import annotations

import re

_SPELLED_OUT = (
    (re.compile(r"\bcan't\b"), "cannot"),
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\bshan't\b"), "shall not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"\blet's\b"), "let us"),
    (re.compile(r"\b(i)'m\b"), r"\1 am"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"\b(i|you|he|she|we|they|it|that|there|who)'d\b"), r"\1 would"),
    # With other words "'s" is mostly a possessive.
    (re.compile(r"\b(it|that|this|there|here|what|how|where|who|he|she|everything|nobody)'s\b"), r"\1 is"),
)


def spell_out(text: str) -> str:
    """A normalised (lower-case) English text without contractions. Idempotent; other words stay as they are."""
    for contraction, words in _SPELLED_OUT:
        text = contraction.sub(words, text)
    return text
