"""People's names in English text: by the model, by what introduces them, by title and by given name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from presidio_analyzer import RecognizerResult

from service.privacy.found import FORMAT, LABELLED, MODEL
from service.privacy.recognisers.base import SpanRecogniser
from service.privacy.words import words

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*")
_CAPITALISED = r"(?:[A-Z][^\W\d_]*(?:['-][^\W\d_]+){0,2})"
_RELATION = (
    "wife|husband|son|daughter|brother|sister|mother|mom|mum|dad|father|partner|friend|lawyer|attorney|solicitor|boss|"
    "neighbou?r|ex|manager|supervisor|landlord|landlady|girlfriend|boyfriend|roommate|cousin|uncle|aunt|colleague|caseworker"
)
# After these even a lower-case word is a name.
_STRONG_INTRODUCTION = re.compile(
    r"\b(?:my (?:full |legal |real |first |last |maiden )?name(?: is|'s)|(?:full |account )?name:|"
    r"name on the account is|(?:he|she|who)(?: is|'s) (?:called|named)"
    r"|i go by|signed[,:])\s{1,3}",
    re.IGNORECASE,
)
# After these a capitalised word is a name, and a lower-case one when it is a usual given name.
_INTRODUCTION = re.compile(
    r"\b(?:this is|i'm|i am|im|here is|here's|speak(?:ing)? (?:to|with)|spoke (?:to|with)|talk(?:ed|ing)? (?:to|"
    r"with)|ask(?:ed)? for|ask|tell|told|call me|"
    rf"(?:my|his|her|our) (?:{_RELATION})(?: is| named| called|,)?|(?:dear|hi|hello|hey|regards|sincerely|thanks|"
    rf"thank you|agent|named|called),?)\s{{1,3}}",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Mister|Doctor|Attorney|Officer|Judge|mr|mrs|ms)\b\.?\s{1,2}"
    rf"(?P<value>{_CAPITALISED}(?: {_CAPITALISED}){{0,2}})"
)
_MODALS = frozenset({"Will", "May"})
_WORD_BEFORE = re.compile(r"(?<![^\W_])(?P<word>[A-Z][a-z]{1,14}) $")
_SPELLED_OUT = 3  # most words of a name after its first
# What follows a word that is no name after all: "Grace period", "Will you", "May 5".
_NOT_BEFORE = re.compile(
    r"\s{1,2}(?:\d|period|you|i\b|we\b|they|he\b|she\b|it\b|that|this|there|the\b|a\b|be\b|my\b|card)",
    re.IGNORECASE,
)
# What makes a name one of a place: "Travis County".
_PLACE_AFTER = re.compile(
    r"\s(?:street|st\b|road|rd\b|avenue|ave\b|bank|county|court|city\b|hospital|school|college|university)",
    re.IGNORECASE,
)


class EnglishNameRecogniser(SpanRecogniser):
    ENTITY = "PERSON"

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        found = {}
        for score, spans in (
            (MODEL, self._modelled(text, nlp_artifacts)),
            (FORMAT, _by_given_name(text)),
            (FORMAT + 0.01, _introduced(text)),
            (LABELLED, _titled(text)),
        ):
            found.update(dict.fromkeys(spans, score))
        return [self.result(start, end, score) for (start, end), score in found.items()]

    def _modelled(self, text: str, nlp_artifacts: Any) -> Iterator[tuple[int, int]]:
        for start, end in self.named(nlp_artifacts):
            # An entity never runs over a line or a comma: those join two.
            for piece in re.finditer(r"[^\n,;:/|()]+", text[start:end]):
                span = _trimmed(text, start + piece.start(), start + piece.end())
                if span is not None and _is_name(text, *span):
                    yield span


def _by_given_name(text: str) -> Iterator[tuple[int, int]]:
    """Usual given names, with the capitalised words that follow."""
    given = words("english_given_names") - words("english_everyday_names")
    position = 0
    for word in _WORD.finditer(text):
        if word.start() < position or _plain(word.group()) not in given:
            continue
        end = _end_of_name(text, word.start(), word.end())
        if word.group().islower():
            end = _end_of_small_name(text, end)
        if not _PLACE_AFTER.match(text, end):
            yield _start_of_name(text, position, word.start()), end
            position = end


def _introduced(text: str) -> Iterator[tuple[int, int]]:
    for introduction in _STRONG_INTRODUCTION.finditer(text):
        span = _words_of_name(text, introduction.end(), lower_case=True)
        if span is not None:
            yield span
    given = words("english_given_names") - words("english_everyday_names")
    for introduction in _INTRODUCTION.finditer(text):
        first = _WORD.match(text, introduction.end())
        if first is None:
            continue
        capitalised = first.group()[0].isupper() and not first.group().isupper()
        if not capitalised and _plain(first.group()) not in given:
            continue
        span = _words_of_name(text, introduction.end(), lower_case=not capitalised)
        if span is not None and not _NOT_BEFORE.match(text, span[1]):
            yield span


def _titled(text: str) -> Iterator[tuple[int, int]]:
    for match in _TITLE.finditer(text):
        first = match["value"].split()[0].lower()
        if first not in words("english_not_names") or first in words("english_everyday_names"):
            yield match.start("value"), _end_of_name(text, match.start("value"), match.start("value") + len(first))


def _words_of_name(text: str, start: int, lower_case: bool) -> tuple[int, int] | None:
    """The name that begins at `start`, where something introduces it."""
    first = _WORD.match(text, start)
    if first is None or _refused(first.group(), introduced=first.group()[0].isupper()):
        return None
    if first.group()[0].isupper() or not lower_case:
        return first.start(), _end_of_name(text, first.start(), first.end())
    end, position = first.end(), first.end()
    for _ in range(_SPELLED_OUT - 1):
        following = _WORD.match(text, position + 1) if text[position : position + 1] == " " else None
        if following is None or _refused(following.group(), introduced=False):
            break
        end = position = following.end()
    return first.start(), end


def _end_of_name(text: str, start: int, end: int) -> int:
    """Where a name ends that begins with the word [start, end): initials and capitalised words belong to it."""
    following = re.compile(
        rf"(?: [A-Z]\.?(?= [A-Z])| (?:de|van|von|der|den|la|del|da|dos|bin|al|st\.) (?=[A-Z])| {_CAPITALISED})"
    )
    for _ in range(_SPELLED_OUT):
        match = following.match(text, end)
        if match is None or _refused(match.group().strip(), introduced=True):
            break
        end = match.end()
    if text[end:].startswith((" de", " van", " von")):
        return end
    return end - 2 if text[start:end].endswith("'s") else end


def _start_of_name(text: str, earliest: int, start: int) -> int:
    """Where a name starts whose second word, a usual given name, is at `start`: "Grace Kim", but not "Will Sarah"."""
    before = _WORD_BEFORE.search(text, earliest, start)
    if before is None or before["word"].lower() not in words("english_everyday_names"):
        return start
    return start if before["word"] in _MODALS else before.start("word")


def _end_of_small_name(text: str, end: int) -> int:
    """Where a name in small letters ends: only words that are hardly ever anything else but names belong to it."""
    names = words("english_surnames") | words("english_given_names") - words("english_everyday_names")
    for _ in range(_SPELLED_OUT):
        following = _WORD.match(text, end + 1) if text[end : end + 1] == " " else None
        if following is None or _plain(following.group()) not in names:
            break
        end = following.end()
    return end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A model's span without greetings, titles and verbs at its ends."""
    inside = list(_WORD.finditer(text, start, end))
    while inside and (_refused(inside[0].group(), introduced=len(inside) > 1) or _is_modal(inside)):
        inside.pop(0)
    while inside and _refused(inside[-1].group(), introduced=False):
        inside.pop()
    if not inside:
        return None
    last = inside[-1]
    return inside[0].start(), last.end() - 2 if last.group().endswith("'s") else last.end()


def _is_modal(inside: list[re.Match[str]]) -> bool:
    """Whether a question begins here and not a name: "Will Sarah", "May Tom"."""
    given = words("english_given_names")
    return len(inside) > 1 and inside[0].group() in _MODALS and inside[1].group().lower() in given


def _plain(word: str) -> str:
    """A word in lower case without accents and possessive, as the lists have it."""
    letters = unicodedata.normalize("NFD", word.lower().removesuffix("'s"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _is_name(text: str, start: int, end: int) -> bool:
    inside = _WORD.findall(text, start, end)
    lowered = [word.lower() for word in inside]
    if any(word in words("english_not_names") and word not in words("english_everyday_names") for word in lowered):
        return False
    if not all(word[0].isupper() or word.lower() in words("english_given_names") for word in inside):
        return False
    if _PLACE_AFTER.match(text, end):
        return False
    return len(inside) > 1 or (lowered[0] not in words("english_everyday_names") and not inside[0].isupper())


def _refused(word: str, introduced: bool) -> bool:
    """Whether a word cannot be part of a name. A capitalised everyday name (Will, May) can, once introduced."""
    lowered = word.lower().removesuffix("'s")
    if introduced and word[0].isupper() and lowered in words("english_everyday_names"):
        return False
    return lowered in words("english_not_names")
