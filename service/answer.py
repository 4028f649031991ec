"""What came of writing and guarding."""

from __future__ import annotations

from dataclasses import dataclass

from service.domain.trace import Attempt
from service.domain.vocabulary import Act
from service.domain.writing import Draft


@dataclass(frozen=True)
class Answer:
    """What came of writing.

    Args:
        draft: the draft that may leave; None when nothing may.
        clear_text: how the borrower will read it.
        held: whether a draft waits for a person.
        act: the act of the message that leaves.
    """

    draft: Draft | None
    clear_text: str
    held: bool
    act: Act
    attempts: tuple[Attempt, ...]
    notes: tuple[str, ...]
