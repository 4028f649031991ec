"""What the writer gets: the decision, the passages that answer a question, and the facts, put into one brief."""

from __future__ import annotations

from dataclasses import dataclass, replace

from service.domain.knowledge import Passage
from service.domain.negotiation import Decision
from service.domain.privacy import Redaction
from service.domain.reading import Reading
from service.domain.vocabulary import Act, Language, Signal
from service.domain.writing import Brief
from service.heard import Heard
from service.knowledge import KnowledgeUnavailable
from service.privacy import PseudonymMap
from service.stages import Stages
from service.writing import compose_brief


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


def find_passages(material: Material, stages: Stages) -> tuple[Passage, ...]:
    """Passages that answer the borrower, where the decision asks for them and the person is verified.

    Before that, even an answer about privacy would tell that there is a debt (invariant 4).
    """
    heard, decision, redaction = material.heard, material.decision, material.redaction
    if not decision.needs_knowledge or redaction is None or not material.verified:
        return ()
    try:
        return stages.knowledge.search(
            redaction.text,
            material.language,
            heard.account.jurisdiction,
            on=heard.local_date,
            topics=decision.topics,
        )
    except KnowledgeUnavailable:
        # The statements still answer politely without a quotation; the operator sees it in /readyz.
        return ()


def brief_for(material: Material, stages: Stages) -> Brief:
    """The brief of a turn."""
    heard, redaction = material.heard, material.redaction
    verified = frozenset({"verified"}) if material.verified else frozenset[str]()
    return compose_brief(
        library=stages.library,
        creditors=stages.creditors,
        help_lines=stages.help_lines,
        account=heard.account,
        conversation=heard.view.model_copy(update={"language": material.language}),
        decision=material.decision,
        reading=material.reading,
        passages=material.passages,
        history=heard.history,
        now=heard.now,
        turn_number=heard.number,
        borrower_text=redaction.text if redaction is not None else "",
        conditions=heard.conditions | verified,
    )
