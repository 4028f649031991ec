"""Words that are written so that a machine should not see them, read as what they stand for.

Pictures, split characters, homophones, half-written pinyin, and words with marks or masks in them. The lists are data:
`spellings.yaml` beside this file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from service.datafiles import load_yaml
from service.domain.base import Value
from service.linguistics.normalised import Normalised

_HAN = re.compile(r"[㐀-䶿一-鿿]")
_LETTER = re.compile(r"[a-z]")
_GENDER_AND_SKIN = "[\U0001f3fb-\U0001f3ff♀♂]*"
_MARKS = r".\-_*·•|/~'+^=:"
_SPLIT_WORD = re.compile(rf"(?<![a-z0-9@$€])[a-z0-9@$€]+(?:[{_MARKS}]{{1,2}}[a-z0-9@$€]+)+(?![a-z0-9@$€])")
_TWO_WORDS = re.compile(r"(?<![a-z'-])(?=([a-z]{2,}) ([a-z]{2,})(?![a-z'-]))")
_MASKED_WORD = re.compile(r"(?<![a-z*!#%&?])[a-z]+(?:[*!#%&?][a-z]*)+(?<=[a-z])(?![a-z*#%&])")
_MASK = re.compile(r"[*!#%&?]")
_FIGURES = str.maketrans("0134578@$€69", "oieastbasegg")
# A shorter word in two parts would be too many innocent pairs ("ja il").
_MIN_TWO_WORDS = 5
# "hum an old song", "credit" from "cred it": a second part that is a word of its own joins nothing.
_OWN_WORDS = frozenset({"an", "as", "at", "it", "in", "is", "on", "or", "ed", "rest", "out"})


class Meaning(Value):
    """What a picture stands for, in each language."""

    en: str
    zh: str


class Spellings(Value):
    """The lists of `spellings.yaml`."""

    pictures: dict[str, Meaning]
    chinese: dict[str, str]
    english: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class _Ready:
    lists: Spellings
    keys: dict[str, str]
    pictures: re.Pattern[str]
    chinese: re.Pattern[str]
    words: re.Pattern[str]
    english: frozenset[str]


def load_spellings() -> Spellings:
    """The lists.

    Raises:
        DataFileError: the file does not fit the schema.
    """
    return load_yaml(Path(__file__).with_name("spellings.yaml"), Spellings)


def respell(source: Normalised) -> Normalised:
    """A folded text with evasive spellings read as the words that they stand for."""
    ready = _ready()
    if not source.text.isascii():
        source = _without_pictures(source, ready)
    if _HAN.search(source.text):
        source = source.replaced(ready.chinese, lambda match: ready.keys[_key(match.group())])
        source = source.without(_gaps_between(source.text, ready.words))
    if _LETTER.search(source.text):
        source = source.without(_split(source.text, ready.english))
        source = Normalised(_MASKED_WORD.sub(_unmasked, source.text), source.offsets)
    return source


@lru_cache(maxsize=1)
def _ready() -> _Ready:
    lists = load_spellings()
    pictures = "|".join(re.escape(key) for key in sorted(lists.pictures, key=len, reverse=True))
    chinese = "|".join(_chinese_pattern(key) for key in sorted(lists.chinese, key=len, reverse=True))
    words = "|".join(rf"{word[0]}[^\w\n。！？.!?]{{1,3}}{word[1]}" for word in lists.words)
    return _Ready(
        lists=lists,
        keys={_key(key): word for key, word in lists.chinese.items()},
        pictures=re.compile(f"({pictures}){_GENDER_AND_SKIN}"),
        chinese=re.compile(chinese),
        words=re.compile(words),
        english=frozenset(lists.english),
    )


def _chinese_pattern(key: str) -> str:
    left = "(?<![a-z])" if _LETTER.match(key[0]) else ""
    right = "(?![a-z])" if _LETTER.match(key[-1]) else ""
    return left + r"[ '\-·.]?".join(re.escape(part) for part in key.split(" ")) + right


def _key(spelling: str) -> str:
    return re.sub(r"[ '\-·.]", "", spelling)


def _without_pictures(source: Normalised, ready: _Ready) -> Normalised:
    """Pictures as words of the language of the text, set apart from the letters around them."""
    chinese = _HAN.search(source.text) is not None

    def words(match: re.Match[str]) -> str:
        meaning = ready.lists.pictures[match[1]]
        if chinese:
            return meaning.zh
        before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
        return f"{'' if not before or before.isspace() else ' '}{meaning.en}{' ' if after.isalnum() else ''}"

    return source.replaced(ready.pictures, words)


def _gaps_between(text: str, words: re.Pattern[str]) -> set[int]:
    return {index for match in words.finditer(text) for index in range(match.start() + 1, match.end() - 1)}


def _split(text: str, words: frozenset[str]) -> set[int]:
    """Marks and spaces inside a listed word."""
    dropped: set[int] = set()
    for match in _SPLIT_WORD.finditer(text):
        if re.sub(f"[{_MARKS}]", "", match.group()).translate(_FIGURES) in words:
            dropped.update(i for i in range(*match.span()) if re.match(f"[{_MARKS}]", text[i]))
    for match in _TWO_WORDS.finditer(text):
        whole = match[1] + match[2]
        if whole in words and len(whole) >= _MIN_TWO_WORDS and match[2] not in _OWN_WORDS:
            dropped.add(match.end(1))
    return dropped


def _unmasked(match: re.Match[str]) -> str:
    """The listed word that a masked one stands for, when there is exactly one."""
    masked = match.group()
    pattern = re.compile(_MASK.sub("[a-z]", masked))
    found = [word for word in _ready().lists.english if len(word) == len(masked) and pattern.fullmatch(word)]
    return found[0] if len(found) == 1 else masked
