"""The words of a text as parts of people's names: how far a name goes, and what around it makes it none."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from service.privacy.english_tokens import Kind, Style, brands_of, near_a_word, style_of, tokens_of
from service.privacy.recognisers import name_cues as cues
from service.privacy.words import words

LONGEST = 5  # most words of a name
MODALS = frozenset({"will", "may", "can"})
CALENDAR = frozenset({"april", "may", "june", "july", "august", "january", "march", "summer", "autumn", "winter"}) | {
    "sunday",
    "monday",
    "friday",
    "easter",
}
_SENTENCE = re.compile(r"(?:^|[.!?\n:;(\"]\s{0,2}|[-–—] )$")
_SMALL_SURNAMES = words("english_small_surnames")
_PLACE_FIRST = frozenset({"lake", "fort", "port", "mount", "glen", "st", "cape", "rock"})
# Behind these surnames come two or three short words, of which some are English ones: Nguyen Van An.
_VIETNAMESE = frozenset(
    {"nguyen", "tran", "pham", "hoang", "huynh", "phan", "dang", "bui", "ngo", "duong", "dinh", "trinh"}
)
_PLACES_TOO = words("english_names_of_places")


class Name(NamedTuple):
    """A name that holds the tokens [first, end)."""

    first: int
    end: int  # exclusive; both count tokens
    score: float


class NameWords:
    """One text, word by word. The methods count tokens, not characters."""

    def __init__(self, text: str, organisations: list[tuple[int, int]]) -> None:
        self._text = text
        self._organisations = organisations
        self._tokens = tokens_of(text)
        self._starts = [token.start for token in self._tokens]
        self._style = style_of(self._tokens)
        self._brands = brands_of(self._tokens)
        self._no_persons = [match.span() for match in cues.NO_PERSONS.finditer(text)]

    # How far a name goes

    def span(self, name: Name) -> tuple[int, int]:
        end = self._tokens[name.end - 1].end
        suffix = cues.SUFFIX.match(self._text, end) if name.end - name.first > 1 else None
        if suffix is not None:
            end = suffix.end()
        elif self._tokens[name.end - 1].key in ("jr", "sr") and re.match(r"\.(?=,? [a-z]|,)", self._text[end:]):
            end += 1
        elif self._tokens[name.end - 1].initial and self._text[end : end + 1] == "." and name.end - name.first > 1:
            end += bool(re.match(r"\.[ ,]?[ ]?[a-z,]", self._text[end:]))
        return self._tokens[name.first].start, end

    def _grown(self, first: int, score: float, introduced: bool = False) -> Name:
        end = first + 1
        while end < len(self._tokens) and end - first < LONGEST and self._adjoins(end - 1, end):
            reached = self._reach(first, end, introduced)
            if reached == end:
                break
            end = reached
        return Name(self._start(first) if not introduced else first, end, score)

    def _reach(self, first: int, at: int, introduced: bool) -> int:
        """Where the name ends that holds the words [first, at) and perhaps some more; `at` where no more belong."""
        token = self._tokens[at]
        if self._is_short_part(first, at):
            return at + 1
        if (token.initial and token.text != "I") or (token.initial and self._text[token.end : token.end + 1] == "."):
            return at + 1 if self._text[token.end : token.end + 1] in (".", " ", ",", "") else at
        if len(token.text) == 1:
            alone = at == first + 1 and re.match(r"[,.!?]|$|\n", self._text[token.end :])
            return at + 1 if alone and token.key not in "iua" else at
        if token.key in cues.PARTICLES:
            beyond = at + 1
            while beyond < len(self._tokens) and beyond - at < 3 and self._adjoins(beyond - 1, beyond):
                if self._likely(beyond, small=True):
                    return beyond + 1
                if self._tokens[beyond].key not in cues.PARTICLES:
                    break
                beyond += 1
            return at + 1 if token.key in ("al", "la") and self._capital(at) else at
        if self._capital(at):
            refused = token.kind is Kind.NO_NAME or "\n" in self._between(at - 1, at)
            known = introduced or self._tokens[first].kind in (Kind.GIVEN, Kind.EVERYDAY) or self._tokens[first].initial
            return at if refused or (token.kind is Kind.WORD and not known) else at + 1
        if "\n" in self._between(at - 1, at):
            return at
        if token.named or (token.kind is Kind.UNKNOWN and not near_a_word(token.key)):
            return at + 1
        surname = (
            token.key in _SMALL_SURNAMES and self._tokens[at - 1].kind is Kind.GIVEN and not self._tokens[first].capital
        )
        return at + 1 if surname and (introduced or self._style is not Style.MIXED) else at

    def _is_short_part(self, first: int, at: int) -> bool:
        text = self._tokens[at].text
        short = 1 < len(text) < 7 and self._capital(at) and not text.isupper()
        return short and self._tokens[first].key in _VIETNAMESE and "\n" not in self._between(at - 1, at)

    def _start(self, first: int) -> int:
        """Where a name starts whose word at `first` is known: initials, and everyday names, in front belong to it."""
        start = first
        while start > 0 and first - start < 2 and self._adjoins(start - 1, start):
            before = self._tokens[start - 1]
            if "\n" in self._between(start - 1, start):
                break
            initial = before.initial and (before.text not in "IA" or self._text[before.end] == ".")
            everyday = (
                before.kind is Kind.EVERYDAY and before.key not in _PLACE_FIRST and not self._is_question(start - 1)
            )
            if not (initial or (self._capital(start - 1) and (before.named or everyday))):
                break
            start -= 1
        return start

    # What the words look like

    def _capital(self, at: int) -> bool:
        """Whether a capital letter says that the word may be a name."""
        return self._style is Style.MIXED and self._tokens[at].capital

    def _likely(self, at: int, small: bool = False) -> bool:
        """Whether a word may be part of a name as it is written; `small`: also in small letters."""
        token = self._tokens[at]
        if self._capital(at):
            abbreviation = len(token.key) < 5 and token.text.isupper() and token.kind is Kind.UNKNOWN
            return token.kind not in (Kind.NO_NAME, Kind.WORD, Kind.PLACE) and len(token.key) > 1 and not abbreviation
        return small and (token.named or (token.kind is Kind.UNKNOWN and not near_a_word(token.key)))

    def _listed(self, at: int) -> bool:
        return self._tokens[at].named or self._tokens[at].kind is Kind.EVERYDAY

    def _is_person(self, first: int, end: int) -> bool:
        """Whether nothing around the words [first, end) makes them a place, a firm or a saying."""
        start, last = self._tokens[first].start, self._tokens[end - 1]
        if any(begin < last.end and start < finish for begin, finish in self._no_persons):
            return False
        if any(begin <= first and end <= finish for begin, finish in self._brands):
            return False
        if cues.NO_PERSON_AFTER.match(self._text, last.end):
            return False
        if end - first > 1 and last.key in words("english_firm_endings"):
            return False
        before = self._text[max(0, start - 12) : start]
        if cues.PLACE_BEFORE.search(before) and self._style is Style.MIXED:
            return False
        if (
            self._style is Style.MIXED
            and cues.ARTICLE.search(before)
            and not cues.ARTICLE_OF_PERSON.match(self._text, last.end)
        ):
            return False
        place = end - first == 1 and self._tokens[first].key in _PLACES_TOO
        if place and (cues.PLACE_LIKE.match(self._text, last.end) or self._beside_a_place(first)):
            return False
        return not (place and (cues.PLACE_PREPOSITION.search(before) or cues.STATE_AFTER.match(self._text, last.end)))

    def _beside_a_place(self, at: int) -> bool:
        """Whether the word is one of several that are towns or countries: "Jordan and Egypt"."""
        for other in (at - 1, at + 1, at - 2, at + 2):
            if 0 <= other < len(self._tokens) and self._tokens[other].kind is Kind.PLACE and self._capital(other):
                between = self._between(min(at, other), max(at, other))
                if between.strip() in (",", "and", "or", "to", "/", "&"):
                    return True
        return False

    def _is_question(self, at: int) -> bool:
        """Whether "Will Sarah" or "May Tom" begins a question and is no name."""
        if self._tokens[at].key not in MODALS or not self._starts_sentence(at):
            return False
        return not cues.STATES.match(self._text, self._tokens[at + 1].end)

    def _in_a_row(self, first: int) -> bool:
        """Whether the word is one of several capitalised ones, which rather name a thing."""
        before = (
            first > 0
            and self._adjoins(first - 1, first)
            and self._capital(first - 1)
            and not self._starts_sentence(first - 1)
        )
        after = self._adjoins(first, first + 1) and self._capital(first + 1)
        return before or after

    def _in_a_phrase(self, first: int, end: int) -> bool:
        """Whether a capitalised dictionary word adjoins, as in "Consolidated Brickworks"."""
        around = ((first - 1, first), (end - 1, end))
        return any(
            at >= 0
            and self._adjoins(at, following)
            and self._capital(outer)
            and self._tokens[outer].kind is Kind.WORD
            and not self._starts_with_greeting(outer)
            for (at, following), outer in zip(around, (first - 1, end), strict=True)
        )

    def _starts_with_greeting(self, at: int) -> bool:
        return self._tokens[at].key in ("me", "speaking", "signed", "borrower", "customer", "tenant")

    def _adjoins(self, at: int, following: int) -> bool:
        if following >= len(self._tokens):
            return False
        between = self._between(at, following)
        if between in (" ", "  "):
            return True
        return between in (".", ". ") and self._tokens[at].initial

    def _between(self, at: int, following: int) -> str:
        return self._text[self._tokens[at].end : self._tokens[following].start]

    def _starts_sentence(self, at: int) -> bool:
        start = self._tokens[at].start
        return bool(_SENTENCE.search(self._text[max(0, start - 4) : start]))

    def _token_at(self, start: int) -> int | None:
        at = bisect_left(self._starts, start)
        return at if at < len(self._tokens) and self._tokens[at].start == start else None
