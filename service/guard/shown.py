"""What a judge outside of this process gets to see of a text: no personal data, and the way back to the original."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from service.domain.vocabulary import Language
from service.guard.privacy import FindPersonalData
from service.model_endpoint.prompt_files import as_data

Span = tuple[int, int]

_PSEUDONYM = re.compile(r"<[A-Z][A-Z_]*_\d+>")
_QUOTES = " \t\n\"'“”‘’「」『』"


@dataclass(frozen=True)
class Shown:
    """A text as it is shown.

    Args:
        text: without personal data, and unable to close the marks around it.
        replaced: for each pseudonym its span here and the span of what it stands for in the original, in order.
    """

    text: str
    replaced: tuple[tuple[Span, Span], ...] = ()

    def places(self, words: str) -> Iterator[Span]:
        """Where the words stand here. Spaces and case may differ, and quotation marks around them."""
        parts = words.strip(_QUOTES).split()
        if re.search(r"\w", "".join(parts)):
            pattern = r"\s+".join(map(re.escape, parts))
            yield from (match.span() for match in re.finditer(pattern, self.text, re.IGNORECASE))

    def original_span(self, place: Span) -> Span:
        """The same place in the original."""
        return self._back(place[0], ending=False), self._back(place[1], ending=True)

    def _back(self, position: int, *, ending: bool) -> int:
        """The place in the original; inside a pseudonym, the edge of what it stands for."""
        shift = 0
        for (start, end), (first, last) in self.replaced:
            if start < position < end:
                return last if ending else first
            if end <= position:
                shift = last - end
        return position + shift


def shown_draft(draft_text: str, final_text: str) -> Shown:
    """A draft, in which code has put pseudonyms already.

    Raises:
        ValueError: the final text is not the draft with its pseudonyms restored.
    """
    names = [match.span() for match in _PSEUDONYM.finditer(draft_text)]
    between = [re.escape(part) for part in _PSEUDONYM.split(draft_text)]
    restored = re.fullmatch("(.*?)".join(between), final_text, re.DOTALL)
    if restored is None:
        raise ValueError("the final text is not the draft")
    return Shown(as_data(draft_text), tuple((name, restored.span(index + 1)) for index, name in enumerate(names)))


def shown_text(text: str, language: Language, find_personal_data: FindPersonalData) -> Shown:
    """A text of which nothing is known, with a pseudonym for each thing that the detector finds."""
    parts: list[str] = []
    replaced: list[tuple[Span, Span]] = []
    names: dict[tuple[str, str], str] = {}
    position = length = 0
    for kind, start, end in _apart((one.type, one.start, one.end) for one in find_personal_data(text, language)):
        name = names.setdefault((kind, text[start:end].casefold()), f"<{kind}_{len(names) + 1}>")
        parts += [text[position:start], name]
        begins = length + start - position
        length = begins + len(name)
        replaced.append(((begins, length), (start, end)))
        position = end
    return Shown(as_data("".join([*parts, text[position:]])), tuple(replaced))


def _apart(found: Iterable[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    """In the order of the text; of two that overlap, one that spans both."""
    kept: list[tuple[str, int, int]] = []
    for kind, start, end in sorted(found, key=lambda one: one[1:]):
        if kept and start < kept[-1][2]:
            kept[-1] = (kept[-1][0], kept[-1][1], max(end, kept[-1][2]))
        else:
            kept.append((kind, start, end))
    yield from kept
