"""The words of an English text, and what each may be: a name, an everyday word, a place, or nothing that is known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from service.privacy.words import words

_TOKEN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_WITHOUT_DECOMPOSITION = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "ı": "i", "æ": "ae", "ð": "d", "þ": "th"}
)
_NAME_PREFIXES = ("o'", "d'", "al-", "el-", "mc", "mac")
_NO_NAMES_ENDING = re.compile(
    r"(?:tion|sion|ness|ment|ments|able|ible|ous|ously|ful|fully|less|ive|ively|ism|isms|ical|ically|ology|ologist|"
    r"ship|ships|"
    r"ising|izing|ized|ised|ated|ating|etic|atic|(?<![vjcnr])ic|erate|icate|inate|ulate|ality|ility|ivity|osity|"
    r"arian|ation|ations|ingly|edly|ward|wards|wise|like|proof|phobic|aholic|ed)$"
)
_ENDINGS = (
    ("s", ("", "s")),
    ("es", ("", "e")),
    ("ed", ("", "e")),
    ("ing", ("", "e")),
    ("er", ("", "e")),
    ("ers", ("", "e")),
    ("ly", ("", "le")),
    ("ies", ("y",)),
    ("ied", ("y",)),
    ("y", ("", "e")),
    ("ish", ("", "e")),
    ("in", ("",)),
)
_PREFIXES = (
    "un",
    "non",
    "re",
    "over",
    "under",
    "pre",
    "mis",
    "dis",
    "out",
    "up",
    "self",
    "anti",
    "semi",
    "super",
    "mid",
)
_SHORTEST_UNKNOWN = 3  # shorter words that no list has are abbreviations


class Kind(Enum):
    """What a word may be.

    GIVEN and SURNAME are hardly ever anything else; EVERYDAY is a name that is an everyday word too; NO_NAME is
    never a name by itself; WORD is in the dictionary; UNKNOWN is in no list.
    """

    GIVEN = "given"
    SURNAME = "surname"
    EVERYDAY = "everyday"
    NO_NAME = "no name"
    PLACE = "place"
    WORD = "word"
    UNKNOWN = "unknown"


class Style(Enum):
    """Whether capital letters tell names from words in a text: they do in MIXED only."""

    MIXED = "mixed"
    SMALL = "small"
    CAPITALS = "capitals"
    TITLE = "title"


@dataclass(frozen=True)
class Token:
    """A word at [start, end), without a possessive 's; `key` is how the lists have it."""

    start: int
    end: int
    text: str
    key: str
    kind: Kind
    possessive: bool = False

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def initial(self) -> bool:
        return len(self.text) == 1 and self.text.isupper()

    @property
    def named(self) -> bool:
        return self.kind in (Kind.GIVEN, Kind.SURNAME)


@lru_cache(maxsize=16)
def tokens_of(text: str) -> tuple[Token, ...]:
    """All words of a text; kept for a while, because several recognisers read the same text one after another."""
    tokens = []
    for match in _TOKEN.finditer(text):
        word = match.group()
        possessive = word[-2:] in ("'s", "'S") and len(word) > 2
        if possessive:
            word = word[:-2]
        key, kind = _known(word)
        tokens.append(Token(match.start(), match.start() + len(word), word, key, kind, possessive))
    return tuple(tokens)


def may_name_somebody(text: str) -> bool:
    """Whether a model may find a name that the lists do not have: a capitalised word that none of them explains."""
    tokens = tokens_of(text)
    before, unexplained = None, False
    for token in tokens:
        known = token.kind not in (Kind.UNKNOWN, Kind.SURNAME) or not token.capital
        # A surname behind a given name belongs to it, whatever it is.
        continued = before is not None and text[before.end : token.start] == " "
        unexplained |= not known and not continued
        before = token if token.kind is Kind.GIVEN or (continued and token.capital) else None
    return unexplained and style_of(tokens) is Style.MIXED


def style_of(tokens: Sequence[Token]) -> Style:
    longer = [token for token in tokens if len(token.text) > 1]
    if not any(token.capital for token in longer):
        return Style.SMALL
    # Sentences begin with a capital letter in small writing too.
    in_capitals = sum(token.text.isupper() for token in longer)
    if len(longer) > 3 and in_capitals >= 0.7 * len(longer):
        return Style.CAPITALS
    # "Good Morning, This Is About My Card": the small words are capitalised too.
    plain = [token for token in longer[1:] if token.kind is Kind.NO_NAME]
    if len(plain) > 1 and sum(token.capital for token in plain) >= 0.7 * len(plain):
        return Style.TITLE
    return Style.MIXED


def brands_of(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The spans of tokens [first, end) that are the name of a firm, a product or a day, longest first at each place."""
    spans = []
    for first, token in enumerate(tokens):
        for brand in _brands().get(token.key, []) + (_brands().get(token.key + "'s", []) if token.possessive else []):
            end = first + len(brand)
            if end <= len(tokens) and all(map(_is_written, tokens[first:end], brand)):
                spans.append((first, end))
                break
    return spans


def _is_written(token: Token, word: str) -> bool:
    """Whether a token is the word of a brand; a brand's possessive makes it one: Wendy's, not Wendy."""
    return token.key == word or (token.possessive and token.key + "'s" == word)


@lru_cache(maxsize=1)
def _brands() -> dict[str, list[tuple[str, ...]]]:
    brands: dict[str, list[tuple[str, ...]]] = {}
    for written in words("english_brands"):
        parts = tuple(written.split("_"))
        brands.setdefault(parts[0], []).append(parts)
    return {first: sorted(several, key=len, reverse=True) for first, several in brands.items()}


@lru_cache(maxsize=8192)
def near_a_word(key: str) -> bool:
    """Whether one slip of the fingers makes a dictionary word of it: a letter too many, too few, another, swapped."""
    dictionary = words("english_words")
    splits = [(key[:place], key[place:]) for place in range(len(key) + 1)]
    return any(
        (tail and head + tail[1:] in dictionary)
        or (len(tail) > 1 and head + tail[1] + tail[0] + tail[2:] in dictionary)
        or any(
            head + letter + tail in dictionary or (tail and head + letter + tail[1:] in dictionary)
            for letter in _LETTERS
        )
        for head, tail in splits
    )


def plain(word: str) -> str:
    """A word in lower case without accents, as the lists have it."""
    lowered = word.lower()
    if lowered.isascii():
        return lowered
    letters = unicodedata.normalize("NFD", lowered.translate(_WITHOUT_DECOMPOSITION))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@lru_cache(maxsize=8192)
def _known(word: str) -> tuple[str, Kind]:
    key = plain(word)
    # With its accent it is a name and no oath: Jesús.
    accented = not word.isascii() and key in words("english_given_names") | {"jesus"}
    return key, Kind.GIVEN if accented else _kind(key)


def _kind(key: str) -> Kind:
    if key in words("english_everyday_names"):
        return Kind.EVERYDAY
    if key in words("english_not_names"):
        return Kind.PLACE if key in words("english_places") else Kind.NO_NAME
    if key in words("english_given_names"):
        return Kind.GIVEN
    if key in words("english_places"):
        return Kind.PLACE
    if key in words("english_surnames"):
        return Kind.SURNAME
    if key in words("english_words"):
        return Kind.WORD
    if "-" in key or "'" in key:
        return _kind_of_parts(key)
    return Kind.WORD if len(key) < _SHORTEST_UNKNOWN or _is_derived(key) else Kind.UNKNOWN


def _is_derived(key: str) -> bool:
    """Whether a word that no list has is made from a dictionary word, or ends as names hardly ever do."""
    if len(key) > 6 and _NO_NAMES_ENDING.search(key):
        return True
    dictionary = words("english_words")
    for ending, instead in _ENDINGS:
        stem = key.removesuffix(ending) if key.endswith(ending) else ""
        if len(stem) > 2 and any(stem + each in dictionary for each in instead):
            return True
    return any(
        key.startswith(prefix) and len(key) > len(prefix) + 3 and key[len(prefix) :] in dictionary
        for prefix in _PREFIXES
    )


def _in_dictionary(part: str) -> bool:
    return part in words("english_words") or part in words("english_not_names")


def _kind_of_parts(key: str) -> Kind:
    """What a word with hyphens or apostrophes is: Mary-Kate, Osei-Bonsu, O'Dowd, mother-in-law, shouldn't."""
    for prefix in _NAME_PREFIXES:
        if key.startswith(prefix) and len(key) > len(prefix) + 2 and not prefix.isalpha():
            return Kind.SURNAME
    before, _, after = key.partition("'")
    if len(before) < 4 and len(after) > 3 and after not in words("english_words"):
        return Kind.GIVEN if after in words("english_given_names") else Kind.SURNAME
    if "'" in key:
        return Kind.WORD
    kinds = [
        Kind.UNKNOWN if len(part) < _SHORTEST_UNKNOWN and not _in_dictionary(part) else _kind(part)
        for part in key.split("-")
    ]
    if kinds[0] is Kind.GIVEN and not any(kind in (Kind.WORD, Kind.NO_NAME) for kind in kinds):
        return Kind.GIVEN
    if any(kind in (Kind.WORD, Kind.NO_NAME) for kind in kinds):
        # Ji-woo, Mei-ling: two short parts, of which one is in no list.
        return Kind.UNKNOWN if Kind.UNKNOWN in kinds and len(key) < 9 and len(kinds) == 2 else Kind.WORD
    return Kind.SURNAME if Kind.SURNAME in kinds or Kind.GIVEN in kinds else Kind.UNKNOWN
