"""People's names in English text: by the model, by what introduces them, by title and by given name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any, NamedTuple

from presidio_analyzer import RecognizerResult

from service.privacy.english_tokens import Kind, Style, brands_of, near_a_word, style_of, tokens_of
from service.privacy.found import FORMAT, LABELLED, MODEL
from service.privacy.recognisers import name_cues as cues
from service.privacy.recognisers.base import SpanRecogniser
from service.privacy.words import words

_LONGEST = 5  # most words of a name
_MODALS = frozenset({"will", "may", "can"})
_CALENDAR = frozenset({"april", "may", "june", "july", "august", "january", "march", "summer", "autumn", "winter"}) | {
    "sunday",
    "monday",
    "friday",
    "easter",
}
_GAP = re.compile(r"(?: |-|\. ?(?=[^\W\d_])|\n(?!\n))?")
_SENTENCE = re.compile(r"(?:^|[.!?\n:;(\"]\s{0,2}|[-–—] )$")
_END_OF_LINE = re.compile(r"[ \t]*(?:[.,!-]+)?[ \t]*(?:\n|$)")
_LINE = re.compile(r"[^\n]+")
_SIGNED = re.compile(r"^[ \t]*(?:[-~*]{1,3}[ \t]*)?(?=[^\W\d_])")
_SMALL_SURNAMES = words("english_small_surnames")


class _Name(NamedTuple):
    first: int
    end: int  # exclusive; both count tokens
    score: float


class EnglishNameRecogniser(SpanRecogniser):
    ENTITY = "PERSON"

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        reader = _Reader(text, self.named(nlp_artifacts, "ORGANIZATION"))
        names = [*reader.names(), *(name for span in self.named(nlp_artifacts) for name in reader.modelled(*span))]
        together = [other for name in _merged(names) for other in reader.others(name)]
        return [self.result(*reader.span(name), name.score) for name in _merged([*names, *together])]


def _merged(names: list[_Name]) -> list[_Name]:
    merged: list[_Name] = []
    for name in sorted(names):
        if merged and name.first < merged[-1].end:
            last = merged.pop()
            name = _Name(last.first, max(last.end, name.end), max(last.score, name.score))
        merged.append(name)
    return merged


class _Reader:
    """One text, word by word."""

    def __init__(self, text: str, organisations: list[tuple[int, int]]) -> None:
        self._text = text
        self._organisations = organisations
        self._tokens = tokens_of(text)
        self._starts = [token.start for token in self._tokens]
        self._style = style_of(self._tokens)
        self._brands = brands_of(self._tokens)
        self._no_persons = [match.span() for match in cues.NO_PERSONS.finditer(text)]

    def names(self) -> Iterator[_Name]:
        if not self._tokens:
            return
        yield from self._introduced()
        yield from self._titled()
        yield from self._by_given_name()
        yield from self._speaking()
        yield from self._signed()

    def modelled(self, start: int, end: int) -> Iterator[_Name]:
        """A model's span where it is written like a name: without greetings and verbs, apart at commas and lines."""
        if self._style is not Style.MIXED:
            return
        for piece in re.finditer(r"[^\n,;:/|()&]+", self._text[start:end]):
            first = bisect_left(self._starts, start + piece.start())
            last = bisect_left(self._starts, start + piece.end())
            while first < last and not self._likely(first):
                first += 1
            while first < last and (not self._capital(last - 1) or self._tokens[last - 1].kind is Kind.NO_NAME):
                last -= 1
            alone = last - first == 1 and (
                self._tokens[first].kind is Kind.EVERYDAY
                or (self._starts_sentence(first) and not cues.SPEAKING_VERB.match(self._text, self._tokens[first].end))
            )
            if first < last and self._in_a_phrase(first, last):
                continue
            named = first < last and self._tokens[first].kind in (Kind.GIVEN, Kind.EVERYDAY)
            if not named and any(self._tokens[at].kind is Kind.WORD for at in range(first, last)):
                continue
            if first < last and not alone and self._is_person(first, last):
                yield _Name(first, last, MODEL)

    def span(self, name: _Name) -> tuple[int, int]:
        end = self._tokens[name.end - 1].end
        suffix = cues.SUFFIX.match(self._text, end) if name.end - name.first > 1 else None
        if suffix is not None:
            end = suffix.end()
        elif self._tokens[name.end - 1].key in ("jr", "sr") and re.match(r"\.(?=,? [a-z]|,)", self._text[end:]):
            end += 1
        elif self._tokens[name.end - 1].initial and self._text[end : end + 1] == "." and name.end - name.first > 1:
            end += bool(re.match(r"\.[ ,]?[ ]?[a-z,]", self._text[end:]))
        return self._tokens[name.first].start, end

    # What introduces a name

    def _introduced(self) -> Iterator[_Name]:
        for cue in cues.STRONG.finditer(self._text):
            first = self._token_at(cue.end())
            if first is None or cues.NAMES_A_THING.search(self._text[max(0, cue.start() - 16) : cue.start()]):
                continue
            token = self._tokens[first]
            says = cue.group().lower()
            word = token.kind in (Kind.WORD, Kind.PLACE) and not (
                self._capital(first) and ("name" in says or "call" in says)
            )
            refused = token.kind is Kind.NO_NAME or word
            if (not refused and not cues.NOT_BEFORE.match(self._text, token.end)) or self._listed(first):
                yield self._grown(first, LABELLED, introduced=True)
        for cue in cues.WEAK.finditer(self._text):
            first = self._token_at(cue.end())
            if first is not None and self._fits(first, cue.group()):
                yield self._grown(first, FORMAT + 0.01)

    def _fits(self, first: int, cue: str) -> bool:
        token = self._tokens[first]
        if self._capital(first):
            if token.kind is Kind.UNKNOWN:
                firm = self._firmly(cue, first) or (cues.GREETING.search(cue) and self._is_person(first, first + 1))
                return bool(firm) or self._followed_by_name(first, unknown=True)
            if token.kind is Kind.EVERYDAY and token.key not in _USUAL:
                return False
            return token.kind in (Kind.EVERYDAY, Kind.SURNAME) and self._is_person(first, first + 1)
        if token.kind is Kind.EVERYDAY:
            return token.key in _USUAL and bool(cues.CERTAIN.search(cue)) and self._ends_phrase(first)
        if token.kind is Kind.SURNAME:
            return self._firmly(cue, first)
        return token.kind is Kind.UNKNOWN and self._firmly(cue, first) and not near_a_word(token.key)

    def _firmly(self, cue: str, first: int) -> bool:
        return bool(cues.FIRM.search(cue)) and self._is_person(first, first + 1)

    def _followed_by_name(self, first: int, unknown: bool = False) -> bool:
        following = first + 1
        if not self._adjoins(first, following) or not self._capital(following):
            return False
        return self._tokens[following].named or (
            unknown and self._tokens[following].kind is Kind.UNKNOWN and self._is_person(first, following + 1)
        )

    def _ends_phrase(self, at: int) -> bool:
        """Whether nothing follows that an everyday word would begin: "ask for will", not "my lawyer will call"."""
        return bool(cues.PHRASE_END.match(self._text, self._tokens[at].end))

    def _titled(self) -> Iterator[_Name]:
        for title in cues.TITLE.finditer(self._text):
            first = self._token_at(title.end())
            if first is None:
                continue
            token = self._tokens[first]
            small = title.group()[0].islower() or not token.capital
            if (
                small
                and not (token.named or token.kind in (Kind.UNKNOWN, Kind.EVERYDAY))
                and token.key not in cues.PARTICLES
            ):
                continue
            if token.kind is not Kind.NO_NAME or token.key in cues.PARTICLES:
                yield self._grown(first, LABELLED, introduced=True)

    # What is a name by itself

    def _by_given_name(self) -> Iterator[_Name]:
        position = 0
        for first, token in enumerate(self._tokens):
            if first < position:
                continue
            name = None
            if (
                (token.kind is Kind.GIVEN and (len(token.key) > 2 or self._capital(first)))
                or (token.kind is Kind.EVERYDAY and self._capital(first) and self._everyday_is_name(first))
                or (token.kind is Kind.UNKNOWN and self._capital(first) and self._unknown_is_name(first))
                or (token.initial and self._capital(first) and self._is_initial_of_name(first))
                or (
                    (token.named or token.kind is Kind.UNKNOWN or token.initial)
                    and self._capital(first)
                    and self._followed_by_name(first)
                )
            ):
                name = self._grown(first, FORMAT)
            if name is None or not self._is_person(name.first, name.end):
                continue
            yield name
            position = name.end

    def _unknown_is_name(self, first: int) -> bool:
        """Whether an unknown word at the start of a sentence does what people do, and no model calls it a firm."""
        token = self._tokens[first]
        if not self._starts_sentence(first):
            return False
        end = token.end
        if self._followed_by_name(first, unknown=True):
            end = self._tokens[first + 1].end
        said = cues.SPEAKING_VERB.match(self._text, end) or (end > token.end and cues.APART.match(self._text, end))
        if not said:
            return False
        return not any(start < token.end and token.start < end for start, end in self._organisations)

    def _is_initial_of_name(self, first: int) -> bool:
        following = first + 1
        if not self._adjoins(first, following) or self._text[self._tokens[first].end] != ".":
            return False
        return self._capital(following) and self._tokens[following].kind in (Kind.UNKNOWN, Kind.SURNAME)

    def others(self, name: _Name) -> Iterator[_Name]:
        """Those named in one breath: "Emeka, Ngozi and Chidi", "Peregrine and Ottoline Drax"."""
        before = name.first - 2
        if before >= 0 and self._tokens[before + 1].key == "and" and self._capital(before):
            joined = self._text[self._tokens[before].end : self._tokens[name.first].start] == " and "
            if (
                joined
                and self._tokens[before].kind in (Kind.UNKNOWN, Kind.EVERYDAY, Kind.SURNAME)
                and self._tokens[before].key not in _CALENDAR
            ):
                yield _Name(before, before + 1, FORMAT)
        following = name.end
        if following < len(self._tokens):
            between = self._text[self._tokens[name.end - 1].end : self._tokens[following].start]
            if between in (", ", " & ") and self._capital(following) and self._tokens[following].kind is Kind.UNKNOWN:
                yield self._grown(following, FORMAT)

    def _everyday_is_name(self, first: int) -> bool:
        """Whether a capitalised everyday word is somebody: by the surname after it, by its place, by what it does."""
        token = self._tokens[first]
        following = first + 1
        if self._adjoins(first, following) and self._capital(following):
            other = self._tokens[following]
            if other.kind is Kind.SURNAME or (other.kind is Kind.UNKNOWN and token.key not in _CALENDAR):
                return True
            if other.kind is Kind.GIVEN:
                return not self._is_question(first)
        if token.key in _CALENDAR or len(token.key) < 3 or cues.NOT_BEFORE.match(self._text, token.end):
            return False
        if self._starts_sentence(first):
            verb = cues.PERSON_VERB.match(self._text, token.end)
            return (
                verb is not None
                and token.key in _USUAL
                and not (token.key in _MODALS and _AUXILIARY.match(verb.group().strip().lower()))
            )
        before = self._text[: token.start]
        placed = (
            cues.PLACE_PREPOSITION.search(before[-12:]) or cues.NOT_AFTER.search(before[-8:]) or self._in_a_row(first)
        )
        return token.key in _USUAL and not placed and bool(cues.GOES_ON.match(self._text, token.end))

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

    def _is_question(self, at: int) -> bool:
        """Whether "Will Sarah" or "May Tom" begins a question and is no name."""
        if self._tokens[at].key not in _MODALS or not self._starts_sentence(at):
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

    def _speaking(self) -> Iterator[_Name]:
        for said in cues.SPEAKING.finditer(self._text):
            last = bisect_left(self._starts, said.start()) - 1
            if last < 0 or self._tokens[last].end != said.start():
                continue
            first = last
            while (
                first > 0
                and last - first < 2
                and self._adjoins(first - 1, first)
                and self._likely(first - 1, small=True)
            ):
                first -= 1
            if self._starts_sentence(first) and all(self._likely(at, small=True) for at in range(first, last + 1)):
                yield _Name(first, last + 1, FORMAT)

    def _signed(self) -> Iterator[_Name]:
        """A line that is a name and nothing more: a signature."""
        lines = list(_LINE.finditer(self._text))
        for number, line in enumerate(lines):
            start = line.start() + len(match.group() if (match := _SIGNED.match(line.group())) else "")
            first = bisect_left(self._starts, line.start())
            end = bisect_left(self._starts, line.end())
            if first == end or self._tokens[first].start != start or not 0 < end - first <= _LONGEST:
                continue
            last = self._tokens[end - 1].end
            if not _END_OF_LINE.match(self._text, last) or (
                len(lines) == 1 and start == line.start() and end - first < 2
            ):
                continue
            signature = number > 0 or start > line.start()
            usual = all(
                self._likely(at, small=signature) or self._tokens[at].initial or self._tokens[at].key in cues.PARTICLES
                for at in range(first, end)
            )
            certain = self._tokens[first].initial or any(
                self._tokens[at].named or (signature and self._tokens[at].kind in (Kind.UNKNOWN, Kind.EVERYDAY))
                for at in range(first, end)
            )
            below = (
                number > 0
                and cues.SIGN_OFF.search(self._text[: line.start()][-40:])
                and self._tokens[first].kind is Kind.GIVEN
            )
            if ((usual and certain) or (below and end - first == 2)) and self._is_person(first, end):
                yield _Name(first, end, FORMAT)

    # How far a name goes

    def _grown(self, first: int, score: float, introduced: bool = False) -> _Name:
        end = first + 1
        while end < len(self._tokens) and end - first < _LONGEST and self._adjoins(end - 1, end):
            reached = self._reach(first, end, introduced)
            if reached == end:
                break
            end = reached
        return _Name(self._start(first) if not introduced else first, end, score)

    def _reach(self, first: int, at: int, introduced: bool) -> int:
        """Where the name ends that holds the words [first, at) and perhaps some more; `at` where no more belong."""
        token = self._tokens[at]
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


_PLACE_FIRST = frozenset(["lake", "fort", "port", "mount", "glen", "st", "cape", "rock"])
_AUXILIARY = re.compile(r"(?:can|could|will|wo|has|had|is|was|does|did|never|always)(?:not|n't|'t)?$")
# Everyday words that are usual given names; the others need a surname or an introduction.
_USUAL = words("english_usual_everyday_names")
_PLACES_TOO = words("english_names_of_places")
