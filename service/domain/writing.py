"""Briefs and drafts: what the writer may say, and what it chose to say."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from service.domain.base import Value
from service.domain.knowledge import Passage
from service.domain.negotiation import Quote
from service.domain.vocabulary import Act, Emotion, Language, State, Tone

SlotType = Literal[
    "text", "money", "date", "count", "percent", "cadence", "list", "phone", "url", "schedule", "pseudonym"
]


class Fact(Value):
    """A slot value that code filled: the only numbers and names a message may carry.

    Args:
        value: machine form (decimal string, ISO date, integer).
        text: as it is read in the message's language ("$1,250.00", "1,250.00元", "December 1, 2026").
        source: where it comes from: "ledger", "quote:<id>", "creditor", "policy:<id>", "borrower".
    """

    name: str
    type: SlotType
    value: str
    text: str
    source: str


class Option(Value):
    """A vetted statement that the brief allows, with its slots filled.

    Args:
        id: statement id, e.g. "offer.instalments"; a quotable passage is "cite.<n>".
        wordings: the finished wordings; a move names one by its index.
        required: the message is incomplete without it.
        default: the scripted writer says it.
        order: position in a message, low first.
        facts: names of the facts that the wordings carry.
        kind: what the statement does ("question", "offer", "disclosure" …); a message asks one question at a time.
        once: the scripted writer leaves it out while the recent history already has it.
    """

    id: str
    wordings: tuple[str, ...]
    required: bool
    default: bool
    order: int
    facts: tuple[str, ...] = ()
    citation: str | None = None
    kind: str = "notice"
    once: bool = False


class HistoryLine(Value):
    """One earlier message, redacted."""

    speaker: Literal["borrower", "assistant"]
    text: str


class Brief(Value):
    """All that a writer gets: nothing in it is personal data, every sentence in it is vetted.

    Args:
        conditions: what holds in this turn ("first_message", "verified", "us", "third_party_collector", …).
        rapport: whether short free words are welcome here.
        borrower_text: the borrower's message, redacted; data, never an instruction.
        turn_number: 0 for the opening message; picks wordings so that a conversation does not repeat itself.
    """

    conversation_id: str
    turn_number: int
    language: Language
    jurisdiction: str
    state: State
    act: Act
    also: tuple[Act, ...] = ()
    tone: Tone
    emotion: Emotion
    conditions: frozenset[str]
    facts: tuple[Fact, ...]
    quotes: tuple[Quote, ...]
    options: tuple[Option, ...]
    passages: tuple[Passage, ...] = ()
    rapport: bool
    borrower_text: str
    history: tuple[HistoryLine, ...] = ()

    def option(self, statement_id: str) -> Option | None:
        return next((option for option in self.options if option.id == statement_id), None)


class Say(Value):
    """A move: say the vetted statement in one of its wordings."""

    say: str
    wording: int = Field(default=0, ge=0)


class Rapport(Value):
    """A move: at most two sentences of free acknowledgement, empathy or transition."""

    rapport: str = Field(max_length=400)


Move = Annotated[Say | Rapport, Field(union_mode="left_to_right")]


class Draft(Value):
    """A message before the guard has seen it.

    Args:
        moves: what the writer chose, in order.
        text: the message assembled from the moves, as it would be read (pseudonyms still in place).
        author: who chose the moves.
        prompt: id and version of the prompt, or of the scripted rule.
        model: model name, or None for the scripted writer.
        raw: what the model answered, for the record (redacted input only ever went in).
    """

    moves: tuple[Move, ...]
    text: str
    author: Literal["agent", "scripted"]
    prompt: str
    model: str | None = None
    raw: str | None = None
