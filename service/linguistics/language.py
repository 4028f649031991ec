"""Which of the supported languages a text is written in, by script."""

from __future__ import annotations

import re

from service.domain.vocabulary import Language

_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿\U00020000-\U0002fa1f]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_PSEUDONYM = re.compile(r"<[A-Z_]+_\d+>")


def detect_language(text: str) -> Language | None:
    """The language of a text, or None where it shows none (digits, emoji, pseudonyms, another script).

    A Chinese character carries about as much as half an English word, so a mostly Chinese message with
    a brand name in Latin letters stays Chinese, and an English message that quotes one character stays English.
    """
    bare = _PSEUDONYM.sub(" ", text)
    han = len(_HAN.findall(bare))
    latin = len(_LATIN_WORD.findall(bare))
    if han == 0 and latin == 0:
        return None
    return "zh" if han >= 2 * latin or (han > 0 and latin == 0) else "en"


# Words without which nobody writes six English words, and which the neighbours' languages do not share.
_ENGLISH = re.compile(
    r"\b(?:the|and|you|your|to|of|is|are|was|were|be|been|it|this|that|we|our|us|with|for|from|not|have|has|had|will|would"
    r"|can|could|should|if|when|what|how|who|why|where|there|they|them|he|she|his|her|my|i|but|so|at|by|about|just|now"
    r"|please|thanks|thank|need|get|got|out|up|know|do|does|did|any|all|more|than|then|here|before|after|because|until"
    r"|which|one|only|still|other|okay|yes|\w+'(?:ll|re|ve|t|s|d))\b"
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_FEWEST_WORDS = 6


def is_foreign(text: str) -> bool:
    """Whether a normalised text is clearly in neither of the supported languages.

    Letters of other scripts (kana, Hangul, Cyrillic, Arabic …) in a third of it, or six and more Latin words of which
    none is one that English cannot do without.
    """
    bare = _PSEUDONYM.sub(" ", text)
    letters = [mark for mark in bare if mark.isalpha()]
    other = sum(1 for mark in letters if not (mark.isascii() or _HAN.match(mark) or "\u00c0" <= mark <= "\u024f"))
    if letters and other * 3 >= len(letters):
        return True
    if _HAN.search(bare) or _ENGLISH.search(bare.lower()):
        return False
    return len(_WORD.findall(bare)) >= _FEWEST_WORDS


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Spans (start, end) of the sentences of a Chinese or English text, in order, without blank ones."""
    spans = []
    start = 0
    for match in re.finditer(r"[。！？；!?;\n]+|\.(?=\s|$)", text):
        if text[start : match.end()].strip():
            spans.append((start, match.end()))
        start = match.end()
    if text[start:].strip():
        spans.append((start, len(text)))
    return spans
