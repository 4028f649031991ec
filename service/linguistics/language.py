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
