"""Whether the borrower wants to go on in the other language."""

from __future__ import annotations

import re

from service.domain.vocabulary import Language
from service.linguistics.language import detect_language

_ASKS_CHINESE = re.compile(
    r"\b(?:chinese|mandarin|putonghua)\b[^.;]{0,16}(?:please|\?|$)|\b(?:speak|write|use|in|to|switch to"
    r"|talk) (?:in |to )?(?:simplified )?(?:chinese|mandarin)\b"
    r"|(?:用|说|讲|换成?|切换成?|改成?|能不能|可以)[^，。]{0,4}中文|中文(?:可以|行|好)?吗|请?说中文"
)
_ASKS_ENGLISH = re.compile(
    r"\b(?:speak|write|use|in|switch to|talk|prefer) (?:in |to )?english\b|\benglish,? please\b"
    r"|(?:用|说|讲|换成?|切换成?|改成?|能不能|可以|会)[^，。]{0,5}(?:英文|英语)|(?:英文|英语)(?:可以|行)?吗|请?用英"
)
_HAN = re.compile(r"[一-鿿]")
_LATIN_WORD = re.compile(r"[a-z]{2,}")
# So much of the other script shows that somebody is writing in it, and not quoting a name.
_ENOUGH_HAN, _ENOUGH_WORDS = 4, 4


def wants_other_language(text: str, current: Language) -> str | None:
    """Why a plain text shows that the borrower wants, or writes, the other language; None when it does not."""
    asks = _ASKS_CHINESE if current == "en" else _ASKS_ENGLISH
    if asks.search(text):
        return "pattern:language.asked"
    other: Language = "zh" if current == "en" else "en"
    bare = re.sub(r"<[a-z_]+>", " ", text[:2_000])
    enough = (
        len(_HAN.findall(bare)) >= _ENOUGH_HAN if other == "zh" else len(_LATIN_WORD.findall(bare)) >= _ENOUGH_WORDS
    )
    return "pattern:language.written" if enough and detect_language(bare) == other else None
