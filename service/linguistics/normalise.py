"""One form for many spellings: what detectors look at, with a way back to the original offsets.

Two depths. `fold` changes single characters only (compatibility forms, case, traditional characters, look-alikes), so
numbers keep their value. `normalise` also undoes evasion that spans characters: letters spaced out ("p o l i c e",
警 察), separators inside Chinese words, and digits in the place of letters ("p0lice"). Both are idempotent.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from zhconv import zhconv

# Loaded by its path, because zhconv's own default never closes the file.
zhconv.loaddict(str(Path(zhconv.__file__).with_name("zhcdict.json")))

# Letters of other scripts that look like Latin ones (Unicode confusables, the ones seen in evasion).
_HOMOGLYPHS = str.maketrans(
    "аеорсухкмтвніјѕԁɡһӏɩαβεικνορτυχԛԝʏցոսıℓ",
    "aeopcyxkmtbhijsdghllabeikvoptuxqwygnuil",
)
_PUNCTUATION = str.maketrans({"‘": "'", "’": "'", "‛": "'", "`": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "­": ""})
_INVISIBLE_CATEGORIES = {"Cf", "Cc", "Cs", "Co", "Cn"}
_KEPT_CONTROLS = {"\n", "\t", "\r"}

_HAN = "㐀-䶿一-鿿"
_HAN_GAP = re.compile(rf"(?<=([{_HAN}]))[ \-_.*·•|/~^+#]{{1,2}}(?=[{_HAN}])")
_HAN_RUN = re.compile(rf"[{_HAN}]+")
_SPACED_LETTERS = re.compile(r"(?<![a-z0-9@$'])[a-z0-9@$](?:[ .\-_*·|/~][a-z0-9@$]){3,}(?![a-z0-9@$'])")
_MIXED_WORD = re.compile(r"(?<![a-z0-9@$.])[a-z0-9@$]{4,}(?![a-z0-9@$]|\.[a-z])")
_LEET = {"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s"}
_PASSES = 6


@dataclass(frozen=True)
class Normalised:
    """A normalised text; `offsets[i]` is the index in the original of normalised character i.

    `offsets` has one more entry than `text` has characters: the length of the original.
    """

    text: str
    offsets: tuple[int, ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that normalised [start, end) came from."""
        if start >= end:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1


def fold(text: str) -> Normalised:
    """Fold single characters: compatibility forms, case, traditional characters, look-alikes, invisible ones."""
    out: list[str] = []
    offsets: list[int] = []
    for index, character in enumerate(text):
        for folded in _fold(character):
            out.append(folded)
            offsets.append(index)
    offsets.append(len(text))
    return Normalised("".join(out), tuple(offsets))


def normalise(text: str) -> Normalised:
    """Fold, then join what was spaced out and read digits inside words as the letters they stand for.

    Idempotent: normalising a normalised text changes nothing.
    """
    result = fold(text)
    for _ in range(_PASSES):
        following = _unleet(_join(_join(result, _han_gaps), _letter_gaps))
        if following.text == result.text:
            break
        result = following
    return result


@lru_cache(maxsize=16384)
def _fold(character: str) -> str:
    if character in _KEPT_CONTROLS:
        return " " if character == "\t" else character
    folded = "".join(_fold_once(part) for part in _fold_once(character))
    return folded if folded == character else "".join(_fold_once(part) for part in folded)


def _fold_once(character: str) -> str:
    if character in _KEPT_CONTROLS:
        return " " if character == "\t" else character
    if unicodedata.category(character) in _INVISIBLE_CATEGORIES:
        return ""
    decomposed = unicodedata.normalize("NFKD", character).casefold()
    bare = "".join(part for part in decomposed if not unicodedata.combining(part))
    folded = unicodedata.normalize("NFKC", bare).translate(_HOMOGLYPHS).translate(_PUNCTUATION)
    if any("一" <= part <= "鿿" for part in folded):
        return str(zhconv.convert(folded, "zh-cn"))
    return " " if folded.isspace() and folded not in _KEPT_CONTROLS else folded


def _join(source: Normalised, gaps: Callable[[str], set[int]]) -> Normalised:
    """The text without the characters that stand at `gaps`."""
    dropped = gaps(source.text)
    if not dropped:
        return source
    kept = [index for index in range(len(source.text)) if index not in dropped]
    text = "".join(source.text[index] for index in kept)
    return Normalised(text, (*(source.offsets[index] for index in kept), source.offsets[-1]))


def _han_gaps(text: str) -> set[int]:
    """Separators between Chinese characters with a lone character on one side: 警 察, but not 您好 我是."""
    ends = {match.end(): len(match.group()) for match in _HAN_RUN.finditer(text)}
    starts = {match.start(): len(match.group()) for match in _HAN_RUN.finditer(text)}
    dropped: set[int] = set()
    for match in _HAN_GAP.finditer(text):
        if min(ends[match.start()], starts[match.end()]) == 1:
            dropped.update(range(match.start(), match.end()))
    return dropped


def _letter_gaps(text: str) -> set[int]:
    """Separators between single Latin letters: p o l i c e, p.o.l.i.c.e; never between bare digits."""
    dropped: set[int] = set()
    for match in _SPACED_LETTERS.finditer(text):
        if sum(part.isalpha() for part in match.group()) >= 3:
            dropped.update(range(match.start() + 1, match.end(), 2))
    return dropped


def _unleet(source: Normalised) -> Normalised:
    """Digits between letters of a word as letters. One for one, so offsets stay; "500usd" and "4weeks" stay too."""
    if not any(mark in source.text for mark in "013457@$"):
        return source
    return Normalised(_MIXED_WORD.sub(_letters, source.text), source.offsets)


def _letters(match: re.Match[str]) -> str:
    word = match.group()
    if sum(part.isalpha() for part in word) < 3:
        return word
    return "".join(_letter(word, index) for index in range(len(word)))


def _letter(word: str, index: int) -> str:
    """The letter that a digit stands for: only with letters on both sides (a leading @ may stand for a)."""
    character = word[index]
    following = word[index + 1 : index + 2]
    inside = index > 0 and word[index - 1].isalpha()
    if not following.isalpha() or not (inside or (character == "@" and index == 0)):
        return character
    if character == "1":
        return "l" if following in "aeiouy" else "i"
    return _LEET.get(character, character)
