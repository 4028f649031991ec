"""The scripted writer: the same assembly as the agent's, with a rule instead of a model."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from service.domain.verdict import Finding
from service.domain.writing import Brief, Draft, Option, Say
from service.writing.assembly import arrange, assemble

SCRIPT = "scripted@1"


class ScriptedWriter:
    """Says what is required and what is usual, in wordings that change from turn to turn. Never fails."""

    def write(self, brief: Brief, findings: Sequence[Finding] = ()) -> Draft:
        """A complete draft. `findings` change nothing: every word is vetted already."""
        moves = arrange([Say(say=option.id, wording=choose_wording(option, brief)) for option in spoken(brief)], brief)
        return Draft(moves=moves, text=assemble(moves, brief), author="scripted", prompt=SCRIPT)


def spoken(brief: Brief) -> list[Option]:
    """The options that make a complete message: all required ones, and the default ones that add something."""
    chosen = [option for option in brief.options if option.required or (option.default and not _said(option, brief))]
    return _one_question(chosen)


def _said(option: Option, brief: Brief) -> bool:
    """Whether a statement that is said once is already in the recent history."""
    if not option.once:
        return False
    said = [line.text for line in brief.history if line.speaker == "assistant"]
    return any(wording in text for wording in option.wordings for text in said)


def _one_question(options: list[Option]) -> list[Option]:
    """One question at a time: a required one wins, and of several usual ones the last in order."""
    questions = [option for option in options if option.kind == "question"]
    required = [option for option in questions if option.required]
    kept = required or questions[-1:]
    return [option for option in options if option.kind != "question" or option in kept]


def choose_wording(option: Option, brief: Brief) -> int:
    """A wording that the recent history does not have, else the next one in turn.

    Deterministic: the same conversation and turn always choose the same, so a replayed turn writes the same message.
    """
    count = len(option.wordings)
    seed = sha256(f"{brief.conversation_id}\x00{option.id}".encode()).digest()
    first = (int.from_bytes(seed[:4], "big") + brief.turn_number) % count
    turns = [(first + step) % count for step in range(count)]
    said = "\n".join(line.text for line in brief.history if line.speaker == "assistant")
    return next((index for index in turns if option.wordings[index] not in said), first)
