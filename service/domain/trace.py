"""The record of a turn: enough to explain and to prove every decision, without personal data."""

from __future__ import annotations

from service.domain.base import Value
from service.domain.knowledge import Passage
from service.domain.negotiation import Decision
from service.domain.privacy import Redaction
from service.domain.reading import Reading
from service.domain.verdict import Verdict
from service.domain.vocabulary import Act, Author, State
from service.domain.writing import Draft, Fact


class Attempt(Value):
    """A draft and what the guard said of it."""

    draft: Draft
    verdict: Verdict


class Trace(Value):
    """What was read, decided, retrieved, drafted, found and sent in one turn.

    Args:
        number: of the turn in its conversation; 0 is the opening message.
        redaction, reading: of the borrower's message; None for the opening message.
        conditions, facts, options: of the brief that the writer got.
        attempts: every draft in order; the last one left, unless the turn was held.
        sent: the message as sent, with pseudonyms; None when nothing was sent.
        held: whether a draft waits for a person.
        versions: of service, packs, authority, statements, prompts, knowledge and model.
        milliseconds: time by stage.
        notes: what went wrong on the way and how it was handled ("model: timed out", …).
    """

    turn_id: str
    conversation_id: str
    number: int
    inbound_id: str | None
    outbound_id: str | None
    redaction: Redaction | None
    reading: Reading | None
    decision: Decision
    passages: tuple[Passage, ...]
    conditions: tuple[str, ...]
    facts: tuple[Fact, ...]
    options: tuple[str, ...]
    attempts: tuple[Attempt, ...]
    sent: str | None
    act: Act
    author: Author
    held: bool
    state_before: State
    state_after: State
    versions: dict[str, str]
    milliseconds: dict[str, float]
    notes: tuple[str, ...] = ()
