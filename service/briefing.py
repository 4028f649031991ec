"""What the writer gets: the decision, the passages that answer a question, and the facts, put into one brief."""

from __future__ import annotations

from service.domain.knowledge import Passage
from service.domain.writing import Brief
from service.knowledge import KnowledgeUnavailable
from service.material import Material
from service.stages import Stages
from service.writing import compose_brief


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
