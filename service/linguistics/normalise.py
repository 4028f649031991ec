"""One form for many spellings: what detectors look at, with a way back to the original offsets.

Two depths. `fold` changes single characters only (compatibility forms, case, traditional characters, look-alikes), so
numbers keep their value. `normalise` also undoes evasion that spans characters: letters spaced out ("p o l i c e",
警 察), separators inside Chinese words, digits in the place of letters ("p0lice"), and what `spellings` knows: pictures
for words, split characters, homophones, pinyin, masks. Both are idempotent.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from zhconv import zhconv

from service.linguistics.normalised import Normalised
from service.linguistics.spellings import respell

__all__ = ["Normalised", "fold", "normalise"]

# Loaded by its path, because zhconv's own default never closes the file.
zhconv.loaddict(str(Path(zhconv.__file__).with_name("zhcdict.json")))

# Letters of other scripts that look like Latin ones (Unicode confusables, the ones seen in evasion).
_HOMOGLYPHS = str.maketrans(
    "аеорсухкмтвніјѕԁɡһӏɩαβεικνορτυχԛԝʏցոսıℓᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡᴢ",
    "aeopcyxkmtbhijsdghllabeikvoptuxqwygnuilabcdefghijklmnoprstuvwz",
)
# Letters in boxes and circles, and the letters that flags are made of, have no compatibility form.
_BOXED = str.maketrans(
    {start + index: chr(ord("a") + index) for start in (0x1F150, 0x1F170, 0x1F1E6) for index in range(26)}
)
# Letters and symbols by category, and yet nothing is seen.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_PUNCTUATION = str.maketrans({"‘": "'", "’": "'", "‛": "'", "`": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "­": ""})
# Marks that sit on other characters change no letter; they come off after the decomposition.
_INVISIBLE_CATEGORIES = {"Cf", "Cc", "Cs", "Co", "Cn", "Mn", "Me"}
_KEPT_CONTROLS = {"\n", "\t", "\r"}

# What is folded by lower case alone: printable ASCII without the grave accent, and line ends.
_PLAIN = re.compile(r"[ -_a-~\n]*")

_HAN = "㐀-䶿一-鿿"
_HAN_GAP = re.compile(rf"(?<=([{_HAN}]))[ \-_.*·•|/~^+#]{{1,2}}(?=[{_HAN}])")
_HAN_RUN = re.compile(rf"[{_HAN}]+")
_SPACED_LETTERS = re.compile(r"(?<![a-z0-9@$'])[a-z0-9@$](?:[ .\-_*·|/~][a-z0-9@$]){3,}(?![a-z0-9@$'])")
_MIXED_WORD = re.compile(r"(?<![a-z0-9@$€|.])[a-z0-9@$€|]{4,}(?![a-z0-9@$€|]|\.[a-z])")
_LEET = {"0": "o", "3": "e", "4": "a", "5": "s", "6": "g", "7": "t", "8": "b", "9": "g", "@": "a", "$": "s"}
_LEET |= {"€": "e", "|": "l"}


def fold(text: str) -> Normalised:
    """Fold single characters: compatibility forms, case, traditional characters, look-alikes, invisible ones."""
    if _PLAIN.fullmatch(text):
        return Normalised(text.lower(), tuple(range(len(text) + 1)))
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
    for _ in range(len(text) + 1):
        joined = result.without(_han_gaps(result.text))
        joined = joined.without(_letter_gaps(joined.text))
        following = respell(_unleet(joined))
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
    if unicodedata.category(character) in _INVISIBLE_CATEGORIES or character in _BLANK:
        return ""
    decomposed = unicodedata.normalize("NFKD", character).casefold()
    bare = "".join(part for part in decomposed if unicodedata.category(part) not in _INVISIBLE_CATEGORIES)
    folded = unicodedata.normalize("NFKC", bare).translate(_HOMOGLYPHS).translate(_BOXED).translate(_PUNCTUATION)
    if any("一" <= part <= "鿿" for part in folded):
        return str(zhconv.convert(folded, "zh-cn"))
    return " " if folded.isspace() and folded not in _KEPT_CONTROLS else folded


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
    if not any(mark in source.text for mark in "013456789@$€|"):
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
