"""One form for many spellings: what detectors look at, with a way back to the original offsets."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from zhconv import convert

# Letters of other scripts that look like Latin ones (Unicode confusables, the ones seen in evasion).
_HOMOGLYPHS = str.maketrans(
    "аеорсухкмтвніјѕԁɡһӏɩαβεικνορτυχ",
    "aeopcyxkmtbhijsdghllaBeikvoptux".lower(),
)
_INVISIBLE_CATEGORIES = {"Cf", "Cc", "Cs", "Co", "Cn"}
_KEPT_CONTROLS = {"\n", "\t", "\r"}


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


def normalise(text: str) -> Normalised:
    """Fold compatibility forms, full width, case, traditional characters, homoglyphs and invisible characters.

    Idempotent: normalising a normalised text changes nothing.
    """
    out: list[str] = []
    offsets: list[int] = []
    for index, character in enumerate(text):
        for folded in _fold(character):
            out.append(folded)
            offsets.append(index)
    offsets.append(len(text))
    return Normalised("".join(out), tuple(offsets))


def _fold(character: str) -> str:
    if character in _KEPT_CONTROLS:
        return " " if character == "\t" else character
    if unicodedata.category(character) in _INVISIBLE_CATEGORIES:
        return ""
    folded = unicodedata.normalize("NFKC", character).casefold().translate(_HOMOGLYPHS)
    folded = "".join(part for part in folded if not unicodedata.combining(part))
    if any("一" <= part <= "鿿" for part in folded):
        folded = convert(folded, "zh-cn")
    return folded
