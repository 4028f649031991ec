"""Pseudonyms such as `<PERSON_1>`: given out, found again, and put back where that is allowed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Self

from pydantic import Field

from service.domain.account import Person
from service.domain.base import Value
from service.privacy.tails import by_tail

OWN_NAME = "<PERSON_1>"
KNOWN_TYPES = [
    "PERSON",
    "PHONE_NUMBER",
    "EMAIL_ADDRESS",
    "US_SSN",
    "CREDIT_CARD",
    "BANK_ACCOUNT",
    "ACCOUNT_NUMBER",
    "CN_ID_CARD",
    "UK_NINO",
    "LOCATION",
    "ORGANIZATION",
    "DATE_OF_BIRTH",
    "WECHAT_ID",
    "QQ_ID",
    "LICENSE_PLATE",
    "PASSPORT",
    "IP_ADDRESS",
    "URL",
]
_PSEUDONYM = re.compile(r"<(" + "|".join(KNOWN_TYPES) + r")_([1-9][0-9]{0,5})>")
_LOOK_ALIKE = re.compile(r"<([ \t]{0,3}[A-Za-z]{1,20}(?:_[A-Za-z]{1,20}){0,3}[_ \t]{0,3}[0-9]{1,9}[ \t]{0,3})>")


class UnknownPseudonym(Exception):
    """A text holds a pseudonym that nobody gave out: the model invented it."""

    def __init__(self, pseudonym: str) -> None:
        self.pseudonym = pseudonym
        super().__init__(f"the pseudonym {pseudonym!r} stands for nothing here; write the text again without it")


class PrivatePseudonym(UnknownPseudonym):
    """A text holds a pseudonym whose original is never written out: another person's name, an address."""

    def __init__(self, pseudonym: str) -> None:
        super().__init__(pseudonym)
        self.args = (f"the original of {pseudonym!r} is never written out; write the text again without it",)


class PseudonymMap(Value):
    """Which original each pseudonym of a conversation stands for. Personal data: it is kept in the vault.

    Immutable: assigning gives a new map. `model_dump_json` and `model_validate_json` are the round trip.
    """

    originals: dict[str, str] = Field(default_factory=dict)

    @classmethod
    def for_person(cls, person: Person) -> Self:
        """The map that a conversation about this borrower starts with."""
        return cls(originals={OWN_NAME: person.name})

    @property
    def known_pseudonyms(self) -> frozenset[str]:
        return frozenset(self.originals)

    def assign(self, type: str, original: str) -> tuple[PseudonymMap, str]:
        """The pseudonym of an original, and the map that knows it; the same original keeps its pseudonym."""
        assigning = Assigning(self)
        pseudonym = assigning.pseudonym_for(type, original)
        return assigning.map(), pseudonym


class Assigning:
    """A map while a message is redacted: the same rule as `PseudonymMap.assign`, for many originals at once."""

    def __init__(self, pseudonyms: PseudonymMap, typed: str = "") -> None:
        """
        Args:
            typed: a text whose own pseudonyms must not be given out for something else.
        """
        self._originals = dict(pseudonyms.originals)
        self._index: dict[tuple[str, str], str] = {}
        self._highest: dict[str, int] = {}
        for pseudonym, original in self._originals.items():
            type, number = _parts(pseudonym)
            self._index[type, same_form(original)] = pseudonym
            self._reserve(type, number)
        for match in _PSEUDONYM.finditer(typed):
            self._reserve(match[1], int(match[2]))

    def _reserve(self, type: str, number: int) -> None:
        self._highest[type] = max(number, self._highest.get(type, 0))

    def pseudonym_for(self, type: str, original: str) -> str:
        key = type, same_form(original)
        if key not in self._index:
            number = self._highest.get(type, 0) + 1
            self._index[key] = f"<{type}_{number}>"
            self._originals[self._index[key]] = original
            self._highest[type] = number
        return self._index[key]

    def map(self) -> PseudonymMap:
        return PseudonymMap(originals=self._originals)


def find_pseudonyms(text: str) -> tuple[str, ...]:
    """All pseudonyms in a text, in order, repeated where the text repeats them."""
    return tuple(match.group() for match in _PSEUDONYM.finditer(text))


def pseudonym_spans(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _PSEUDONYM.finditer(text)]


def replace_pseudonyms(text: str, by: Callable[[str, str], str]) -> str:
    """The text with other words for its pseudonyms; `by` gets a pseudonym and its type."""
    return _PSEUDONYM.sub(lambda match: by(match.group(), match[1]), text)


def without_pseudonyms(text: str) -> str:
    return _PSEUDONYM.sub(" ", text)


def restore(text: str, pseudonyms: PseudonymMap) -> str:
    """The text as the borrower will read it: their own name in clear, numbers by their last four characters.

    "Your <CREDIT_CARD_1>" becomes "Your card ending 1111", 您的<CREDIT_CARD_1> becomes 您的尾号1111的银行卡.

    Raises:
        UnknownPseudonym: a pseudonym that was never given out in this conversation: invented, or another's.
        PrivatePseudonym: one whose original is never written out (another person's name, an address).
    """
    return _PSEUDONYM.sub(lambda match: _public_form(match, pseudonyms.originals), text)


def reveal(text: str, pseudonyms: PseudonymMap) -> str:
    """The text with every original, for a person who may see it and whose reason is on record.

    Raises:
        UnknownPseudonym: a pseudonym that was never given out.
    """
    return _PSEUDONYM.sub(lambda match: _original(match.group(), pseudonyms.originals), text)


def neutralise(text: str, kept: frozenset[str]) -> str:
    """The text with what looks like a pseudonym, but is not one of `kept`, in other brackets. Keeps the length."""
    return _LOOK_ALIKE.sub(lambda match: match.group() if match.group() in kept else f"‹{match[1]}›", text)


def _public_form(match: re.Match[str], originals: Mapping[str, str]) -> str:
    pseudonym = match.group()
    original = _original(pseudonym, originals)
    if pseudonym == OWN_NAME:
        return original
    written = by_tail(match[1], original, match.string, match.start())
    if written is None:
        raise PrivatePseudonym(pseudonym)
    return written


def _original(pseudonym: str, originals: Mapping[str, str]) -> str:
    if pseudonym not in originals:
        raise UnknownPseudonym(pseudonym)
    return originals[pseudonym]


def _parts(pseudonym: str) -> tuple[str, int]:
    type, _, number = pseudonym.strip("<>").rpartition("_")
    return type, int(number)


def same_form(original: str) -> str:
    """What two spellings of one original share: letters and digits, without case, spaces and punctuation."""
    from service.privacy.view import view_of

    folded = view_of(original).text.casefold()
    return "".join(filter(str.isalnum, folded)) or folded
