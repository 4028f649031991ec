"""People's names in English text: by the model, by what introduces them, by title and by given name."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from presidio_analyzer import RecognizerResult

from service.privacy.english_tokens import Kind, Style, near_a_word
from service.privacy.found import FORMAT, LABELLED, MODEL
from service.privacy.recognisers import name_cues as cues
from service.privacy.recognisers.base import SpanRecogniser
from service.privacy.recognisers.name_words import CALENDAR, LONGEST, MODALS, Name, NameWords
from service.privacy.words import words

_END_OF_LINE = re.compile(r"[ \t]*(?:[.,!-]+)?[ \t]*(?:\n|$)")
_LINE = re.compile(r"[^\n]+")
_SIGNED = re.compile(r"^[ \t]*(?:[-~*]{1,3}[ \t]*)?(?=[^\W\d_])")


class EnglishNameRecogniser(SpanRecogniser):
    ENTITY = "PERSON"

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        reader = _Reader(text, self.named(nlp_artifacts, "ORGANIZATION"))
        names = [*reader.names(), *(name for span in self.named(nlp_artifacts) for name in reader.modelled(*span))]
        together = [other for name in _merged(names) for other in reader.others(name)]
        return [self.result(*reader.span(name), name.score) for name in _merged([*names, *together])]


def _merged(names: list[Name]) -> list[Name]:
    merged: list[Name] = []
    for name in sorted(names):
        if merged and name.first < merged[-1].end:
            last = merged.pop()
            name = Name(last.first, max(last.end, name.end), max(last.score, name.score))
        merged.append(name)
    return merged


class _Reader(NameWords):
    """Finds the names in one text by what introduces them, by themselves, and by how they are signed."""

    def names(self) -> Iterator[Name]:
        if not self._tokens:
            return
        yield from self._introduced()
        yield from self._titled()
        yield from self._by_given_name()
        yield from self._speaking()
        yield from self._signed()

    def modelled(self, start: int, end: int) -> Iterator[Name]:
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
                yield Name(first, last, MODEL)

    # What introduces a name

    def _introduced(self) -> Iterator[Name]:
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

    def _titled(self) -> Iterator[Name]:
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

    def _by_given_name(self) -> Iterator[Name]:
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

    def others(self, name: Name) -> Iterator[Name]:
        """Those named in one breath: "Emeka, Ngozi and Chidi", "Peregrine and Ottoline Drax"."""
        before = name.first - 2
        if before >= 0 and self._tokens[before + 1].key == "and" and self._capital(before):
            joined = self._text[self._tokens[before].end : self._tokens[name.first].start] == " and "
            if (
                joined
                and self._tokens[before].kind in (Kind.UNKNOWN, Kind.EVERYDAY, Kind.SURNAME)
                and self._tokens[before].key not in CALENDAR
            ):
                yield Name(before, before + 1, FORMAT)
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
            if other.kind is Kind.SURNAME or (other.kind is Kind.UNKNOWN and token.key not in CALENDAR):
                return True
            if other.kind is Kind.GIVEN:
                return not self._is_question(first)
        if token.key in CALENDAR or len(token.key) < 3 or cues.NOT_BEFORE.match(self._text, token.end):
            return False
        if self._starts_sentence(first):
            verb = cues.PERSON_VERB.match(self._text, token.end)
            return (
                verb is not None
                and token.key in _USUAL
                and not (token.key in MODALS and _AUXILIARY.match(verb.group().strip().lower()))
            )
        before = self._text[: token.start]
        placed = (
            cues.PLACE_PREPOSITION.search(before[-12:]) or cues.NOT_AFTER.search(before[-8:]) or self._in_a_row(first)
        )
        return token.key in _USUAL and not placed and bool(cues.GOES_ON.match(self._text, token.end))

    def _speaking(self) -> Iterator[Name]:
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
                yield Name(first, last + 1, FORMAT)

    def _signed(self) -> Iterator[Name]:
        """A line that is a name and nothing more: a signature."""
        lines = list(_LINE.finditer(self._text))
        for number, line in enumerate(lines):
            start = line.start() + len(match.group() if (match := _SIGNED.match(line.group())) else "")
            first = bisect_left(self._starts, line.start())
            end = bisect_left(self._starts, line.end())
            if first == end or self._tokens[first].start != start or not 0 < end - first <= LONGEST:
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
                yield Name(first, end, FORMAT)


_AUXILIARY = re.compile(r"(?:can|could|will|wo|has|had|is|was|does|did|never|always)(?:not|n't|'t)?$")
# Everyday words that are usual given names; the others need a surname or an introduction.
_USUAL = words("english_usual_everyday_names")
