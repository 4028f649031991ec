"""The same pseudonym for the same original in text after text, without keeping an original in memory."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from typing import Literal

from service.domain.vocabulary import Language
from service.privacy import PseudonymMap, redact, replace_pseudonyms, same_form
from service.privacy.pseudonyms import pseudonym_spans

# A pseudonym that a file holds already, such as one that was redacted before, is an original like any other.
_TYPED = "typed"


class Pseudonymiser:
    """Redacts texts one after the other.

    It remembers a keyed hash of each original (16 bytes, under a key of its own that nobody else has), so that memory
    grows with the number of different data and holds none of them.

    Args:
        language: of texts that show none themselves.
    """

    def __init__(self, language: Language | None = None) -> None:
        self._language = language
        self._secret = os.urandom(16)
        self._given: dict[bytes, str] = {}
        self._taken: set[str] = set()
        self._highest: dict[str, int] = {}

    def redacted(self, text: str) -> str:
        """The text with pseudonyms in place of personal data."""
        return self.redacted_until(text, [])[0]

    def redacted_until(self, text: str, cuts: Sequence[int]) -> tuple[str, int]:
        """The redacted beginning of a text, and where it ends.

        Args:
            cuts: where the text may be cut, best first; the first that parts no datum and no pseudonym is taken.
                When none is given, or each parts one, the whole text is redacted.
        """
        redaction, originals = redact(text, None, PseudonymMap(), self._language)
        whole = [*((entity.start, entity.end) for entity in redaction.entities), *pseudonym_spans(text)]
        end = next((cut for cut in cuts if not any(start < cut < stop for start, stop in whole)), len(text))
        # Outside of what was replaced, the redacted text is as long as the clear one.
        parts, position, at = [], 0, 0
        for entity in redaction.entities:
            if entity.end > end:
                break
            between = entity.start - position
            parts.append(self._renamed(redaction.text[at : at + between]))
            parts.append(self._pseudonym(entity.type, same_form(originals.originals[entity.pseudonym])))
            position, at = entity.end, at + between + len(entity.pseudonym)
        parts.append(self._renamed(redaction.text[at : at + end - position]))
        return "".join(parts), end

    def _renamed(self, text: str) -> str:
        """The text with pseudonyms that stood in it given out as ours, lest two people share one."""
        return replace_pseudonyms(text, lambda found, type: self._pseudonym(type, _TYPED + found, wished=found))

    def _pseudonym(self, type: str, form: str, wished: str | None = None) -> str:
        key = hashlib.blake2b(f"{type}\0{form}".encode(), digest_size=16, key=self._secret).digest()
        if key not in self._given:
            self._given[key] = wished if wished is not None and wished not in self._taken else self._next(type)
            self._taken.add(self._given[key])
        return self._given[key]

    def _next(self, type: str) -> str:
        while True:
            self._highest[type] = self._highest.get(type, 0) + 1
            fresh = f"<{type}_{self._highest[type]}>"
            if fresh not in self._taken:
                return fresh


class Scope:
    """Which texts of a file share their pseudonyms: all, those of a row, or those of a group of rows."""

    def __init__(self, kind: Literal["file", "row", "group"], language: Language | None = None) -> None:
        self._kind, self._language = kind, language
        self._groups: dict[str, Pseudonymiser] = {}

    def of(self, group: str) -> Pseudonymiser:
        """The pseudonyms of a row.

        Args:
            group: what the row belongs to; only heeded for groups.
        """
        if self._kind == "row":
            return Pseudonymiser(self._language)
        name = group if self._kind == "group" else ""
        if name not in self._groups:
            self._groups[name] = Pseudonymiser(self._language)
        return self._groups[name]
