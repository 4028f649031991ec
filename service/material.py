"""What a turn has found out by the time it writes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from service.domain.knowledge import Passage
from service.domain.negotiation import Decision
from service.domain.privacy import Redaction
from service.domain.reading import Reading
from service.domain.vocabulary import Act, Language, Signal
from service.heard import Heard
from service.privacy import PseudonymMap


@dataclass(frozen=True)
class Material:
    """Everything that a turn has found out by the time it writes.

    Args:
        proven_now: the borrower proved who they are in this very message.
    """

    heard: Heard
    redaction: Redaction | None
    reading: Reading | None
    pseudonyms: PseudonymMap
    decision: Decision
    proven_now: bool
    passages: tuple[Passage, ...] = ()

    @property
    def verified(self) -> bool:
        return self.heard.view.identity_verified or self.proven_now

    @property
    def language(self) -> Language:
        """The borrower's own language, as soon as they switch to it or ask for it."""
        reading = self.reading
        if reading is not None and reading.language is not None and Signal.LANGUAGE_SWITCH in reading.signals:
            return reading.language
        return self.heard.view.language

    def with_passages(self, passages: tuple[Passage, ...]) -> Material:
        return replace(self, passages=passages)

    def holding(self) -> Material:
        """The same turn, answered by the notice that a colleague will write."""
        decision = Decision(act=Act.HOLD_NOTICE, reasons=("guard_stopped_every_draft",))
        return replace(self, decision=decision, passages=())
