"""Patterns in a form that one can read without knowing regular expressions.

`(?:arrest\\w*|jail)\\b[^.]{0,60}?\\byou` becomes `(arrest- / jail) … you`. It is for reading only: the pack holds the
pattern itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.guard.patterns import GAPS

LEGEND = (
    "`…` stands for a few words in between, `-` for any ending, `[ ]` for what may be missing, `( / )` for a choice, "
    "`#` for a digit, `‹ ›` for a list of words that is spelled out below."
)
_QUANTIFIER = re.compile(r"(?:[?*+]|\{\d+(?:,\d*)?\})\??")
_TERM = re.compile(r"\{([a-z_]+)\}")
_GROUP = re.compile(r"\((?:\?(?:P?<\w+>|[a-zA-Z]*:))?")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]")
_WRAPPED = re.compile(r"\([^()]+\)")
_FLAGS = re.compile(r"\(\?[a-zA-Z]+\)")
_NAMES = {"b": "", "B": "", "A": "", "z": "", "s": " ", "d": "#", "n": " ", "t": " "}


@dataclass(frozen=True)
class _Part:
    """A piece of a pattern; `wild` when it stands for any of many characters."""

    text: str
    wild: bool = False


def readable(pattern: str) -> str:
    """The pattern for a reader; as it is where it holds something that has no simpler form."""
    try:
        reader = _Reader(pattern)
        text = reader.choice()
    except _Unreadable:
        return pattern
    if not reader.is_done:
        return pattern
    text = re.sub(r"(?: ?… ?)+", " … ", re.sub(r" {2,}", " ", text)).strip()
    return text[1:-1] if _WRAPPED.fullmatch(text) else text


def terms_in(pattern: str) -> list[str]:
    """Names of the pack's word lists that a pattern uses, each once."""
    return [name for name in dict.fromkeys(_TERM.findall(pattern)) if name not in GAPS]


class _Unreadable(Exception):
    """Something that this reader does not know."""


class _Reader:
    """Reads RE2 syntax from left to right."""

    def __init__(self, source: str) -> None:
        self._source, self._at = source, 0

    @property
    def is_done(self) -> bool:
        return self._at >= len(self._source)

    def choice(self) -> str:
        """Alternatives up to a closing bracket or the end."""
        found = [self._sequence()]
        while self._take("|"):
            found.append(self._sequence())
        return " / ".join(dict.fromkeys(found)) if len(found) > 1 else found[0]

    def _sequence(self) -> str:
        parts: list[str] = []
        while not self.is_done and self._source[self._at] not in "|)":
            parts.append(self._quantified(self._part()))
        return "".join(parts)

    def _part(self) -> _Part:
        if self._match(_FLAGS) is not None:
            return _Part("")
        if (term := self._match(_TERM)) is not None:
            name = term[1:-1]
            return _Part(" … ") if name in GAPS else _Part(f"‹{name}›")
        if self._match(_GROUP) is not None:
            inside = self.choice()
            if not self._take(")"):
                raise _Unreadable
            return _Part(f"({inside})" if " / " in inside else inside)
        if (characters := self._match(_CLASS)) is not None:
            return _of_class(characters)
        return self._character()

    def _character(self) -> _Part:
        character = self._source[self._at]
        self._at += 1
        if character == "\\" and not self.is_done:
            escaped = self._source[self._at]
            self._at += 1
            if escaped in "wSWD":
                return _Part("", wild=True)
            if escaped.isalnum() and escaped not in _NAMES:
                raise _Unreadable
            return _Part(_NAMES.get(escaped, escaped))
        if character in "^$":
            return _Part("")
        return _Part("", wild=True) if character == "." else _Part(character)

    def _quantified(self, part: _Part) -> str:
        quantifier = self._match(_QUANTIFIER)
        if part.wild:
            if quantifier is None:
                return "_"
            # \w* directly behind a letter is an ending; anything else of any length is a gap.
            before = self._source[: self._at - len(quantifier)]
            is_ending = before.endswith("\\w") and before[:-2][-1:].isalpha()
            return "-" if is_ending else " … "
        if quantifier is None or not part.text:
            return part.text
        if quantifier[0] == "+" or not re.match(r"[?*]|\{0", quantifier):
            return part.text
        if part.text == " ":
            return " "
        inside = part.text[1:-1] if part.text.startswith("(") and part.text.endswith(")") else part.text
        return f"[{inside}]"

    def _match(self, pattern: re.Pattern[str]) -> str | None:
        found = pattern.match(self._source, self._at)
        if found is None:
            return None
        self._at = found.end()
        return found.group()

    def _take(self, character: str) -> bool:
        is_there = self._source[self._at : self._at + 1] == character
        self._at += is_there
        return is_there


def _of_class(characters: str) -> _Part:
    """A character class: all but a few is a gap, a few are a choice."""
    inside = characters[1:-1]
    if inside.startswith("^") or "-" in inside[1:-1] or "\\" in inside:
        return _Part("#") if inside in ("0-9", "\\d") else _Part("", wild=True)
    if inside.strip() == "":
        return _Part(" ")
    return _Part(f"({' / '.join(inside.replace(' ', ''))})" if len(inside.strip()) > 1 else inside)
