"""Small documents for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from service.knowledge.documents import Document, FrontMatter
from service.knowledge.sections import Section

TODAY = date(2026, 11, 22)

PLAN = Section(
    heading="Can I pay in instalments?",
    asked=("can I pay a little every month", "set up a payment plan"),
    text="You can ask for a plan that spreads the amount over time.",
)
STOP = Section(
    heading="How do I stop these messages?",
    asked=("unsubscribe", "stop texting me"),
    text="Write STOP and the messages end.",
)


def document(name: str = "uk-sample", *sections: Section, **head: Any) -> Document:
    """A document with the given sections (one about plans by default)."""
    values: dict[str, Any] = {
        "id": name,
        "title": "A sample",
        "jurisdiction": "uk",
        "language": "en",
        "topic": "instalment_plans",
        "source": "Creditor's policy",
        "effective_from": date(2025, 1, 1),
        "reviewed_on": date(2026, 11, 20),
    }
    return Document(head=FrontMatter(**values | head), sections=sections or (PLAN,))


def markdown(body: str, **head: str) -> str:
    """The text of a document file."""
    values = {
        "id": "uk-sample",
        "title": "A sample",
        "jurisdiction": "uk",
        "language": "en",
        "topic": "instalment_plans",
        "source": "Creditor's policy",
        "effective_from": "2025-01-01",
        "reviewed_on": "2026-11-20",
    } | head
    lines = "\n".join(f"{name}: {value}" for name, value in values.items() if value)
    return f"---\n{lines}\n---\n\n{body}"
