"""One text under inspection: everything a check may look at, computed once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from service.domain.verdict import Finding
from service.domain.vocabulary import Language, WritingMode
from service.domain.writing import Brief, Draft, Option, Rapport, Say
from service.guard.context import GuardContext, Scene, scene_of
from service.linguistics.normalise import Normalised, fold, normalise

_CITED = "cite."  # ids of the options that quote knowledge


@dataclass(frozen=True)
class Inspection:
    """A text with what is known about it.

    Args:
        text: as it will be read.
        draft, brief: None when a free text is judged.
        answered: the borrower's message that a free text answers; None when unknown.
    """

    text: str
    language: Language
    jurisdiction: str
    region: str | None
    context: GuardContext | None
    draft: Draft | None = None
    brief: Brief | None = None
    mode: WritingMode = "assembled"
    answered: str | None = None

    @cached_property
    def normalised(self) -> Normalised:
        return normalise(self.text)

    @cached_property
    def folded(self) -> Normalised:
        return fold(self.text)

    @cached_property
    def scene(self) -> Scene:
        return scene_of(self.context, self.brief)

    @property
    def allowed_clear(self) -> tuple[str, ...]:
        return self.context.allowed_clear if self.context is not None else ()

    @cached_property
    def rapports(self) -> tuple[tuple[int, str], ...]:
        """The free words, with the index of their move."""
        moves = self.draft.moves if self.draft is not None else ()
        return tuple((index, move.rapport) for index, move in enumerate(moves) if isinstance(move, Rapport))

    @cached_property
    def said(self) -> tuple[tuple[int, Option, str], ...]:
        """The statements said: index of the move, option, finished wording. Moves that name nothing are left out."""
        found = []
        for index, move in enumerate(self.draft.moves if self.draft is not None else ()):
            option = self.brief.option(move.say) if isinstance(move, Say) and self.brief is not None else None
            if isinstance(move, Say) and option is not None and move.wording < len(option.wordings):
                found.append((index, option, option.wordings[move.wording]))
        return tuple(found)

    @cached_property
    def cited_spans(self) -> tuple[tuple[int, int], ...]:
        """Where the text quotes passages of the knowledge documents, word for word."""
        words = [wording for _, option, wording in self.said if option.id.startswith(_CITED)]
        starts = [(self.text.find(text), len(text)) for text in words]
        return tuple((start, start + length) for start, length in starts if start >= 0)

    @cached_property
    def creditor_spans(self) -> tuple[tuple[int, int], ...]:
        """Where the text names the creditor: a name may hold words that a message may not ("Northgate Credit")."""
        facts = self.brief.facts if self.brief is not None else ()
        names = [fact.text for fact in facts if fact.source == "creditor" and fact.name.startswith("creditor")]
        return tuple(match.span() for name in names for match in re.finditer(re.escape(name), self.text))

    @cached_property
    def vouched(self) -> tuple[str, ...]:
        """Texts that code or a person vouches for: what was said, its facts, and what may stand in clear."""
        if self.brief is None and self.context is not None:
            return (*(self.context.facts or ()), *self.context.passages, *self.allowed_clear)
        facts = self.brief.facts if self.brief is not None else ()
        texts = [wording for _, _, wording in self.said]
        if self.mode == "free" and self.brief is not None:
            texts = [wording for option in self.brief.options for wording in option.wordings]
        return (*texts, *(fact.text for fact in facts), *self.allowed_clear)

    @property
    def numbers_are_known(self) -> bool:
        """Whether somebody says what numbers may stand in the text."""
        return self.brief is not None or (self.context is not None and self.context.facts is not None)


Check = Callable[[Inspection], Iterable[Finding]]


def together(*checks: Check) -> Check:
    """Several checks as one: each validator of the runner costs a third of a millisecond."""

    def check(inspection: Inspection) -> Iterator[Finding]:
        for each in checks:
            yield from each(inspection)

    return check
