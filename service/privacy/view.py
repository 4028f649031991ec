"""How the recognisers see a text: one form for many spellings, with a way back to the original offsets."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−﹣－"), "-")
_QUOTES = {ord("’"): "'", ord("‘"): "'", ord("`"): "'"}
_PUNCTUATION = str.maketrans(_DASHES | _QUOTES)
_KEPT_CONTROLS = {"\n", "\r", "\t"}
REPLACEMENT_CHARACTER = "\ufffd"


@dataclass(frozen=True)
class Replacement:
    """Code points [start, end) of the original that are shown as `shown` (a pseudonym)."""

    start: int
    end: int
    shown: str


@dataclass(frozen=True)
class View:
    """A folded text; character i of it came from code points [starts[i], ends[i]) of the original.

    Full width becomes ASCII, traditional characters become simplified ones, other digits become 0-9; invisible
    characters vanish. Case is kept: it tells names from words. `shown` holds the spans of the view that are
    pseudonyms and not text.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    shown: tuple[tuple[int, int], ...] = ()

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that [start, end) of the view came from; the view's span must not be empty."""
        return self.starts[start], self.ends[end - 1]


def view_of(text: str, replacements: Iterable[Replacement] = ()) -> View:
    """The view of a text in which some spans are already replaced; replacements in order, without overlap."""
    builder = _Builder()
    position = 0
    for replacement in replacements:
        builder.add_text(text, position, replacement.start)
        builder.add_shown(replacement)
        position = replacement.end
    builder.add_text(text, position, len(text))
    return builder.view()


def without_surrogates(text: str) -> str:
    """The text with each lone surrogate, which no UTF-8 store or socket takes, as U+FFFD. Keeps the length."""
    if text.isascii():
        return text
    return "".join(REPLACEMENT_CHARACTER if "\ud800" <= character <= "\udfff" else character for character in text)


class _Builder:
    def __init__(self) -> None:
        self._characters: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._shown: list[tuple[int, int]] = []

    def add_text(self, text: str, start: int, end: int) -> None:
        for index in range(start, end):
            for folded in _fold(text[index]):
                self._add(folded, index, index + 1)

    def add_shown(self, replacement: Replacement) -> None:
        before = len(self._characters)
        for character in replacement.shown:
            self._add(character, replacement.start, replacement.end)
        self._shown.append((before, len(self._characters)))

    def _add(self, character: str, start: int, end: int) -> None:
        self._characters.append(character)
        self._starts.append(start)
        self._ends.append(end)

    def view(self) -> View:
        return View("".join(self._characters), tuple(self._starts), tuple(self._ends), tuple(self._shown))


@lru_cache(maxsize=8192)
def _fold(character: str) -> str:
    if character.isascii() and character.isprintable():
        return character if character != "`" else "'"
    category = unicodedata.category(character)
    if category == "Cs":
        return REPLACEMENT_CHARACTER
    if category == "Cf":
        return ""
    if category == "Cc":
        return character if character in _KEPT_CONTROLS else " "
    if category == "Nd":
        return str(unicodedata.decimal(character))
    folded = unicodedata.normalize("NFKC", character).translate(_PUNCTUATION)
    return _simplified(folded) if "一" <= folded[:1] <= "鿿" else folded


def _simplified(character: str) -> str:
    simplified = str(_converter()(character, "zh-cn"))
    return simplified if len(simplified) == len(character) else character


@lru_cache(maxsize=1)
def _converter() -> Callable[[str, str], str]:
    from zhconv import zhconv

    # Loaded by its path, because zhconv's own default never closes the file.
    zhconv.loaddict(str(Path(zhconv.__file__).with_name("zhcdict.json")))
    convert: Callable[[str, str], str] = zhconv.convert
    return convert
