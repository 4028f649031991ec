"""What the model may answer, as a JSON schema built for the brief, and what is made of its answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from service.domain.writing import Brief, Move, Option, Rapport, Say
from service.linguistics.language import sentence_spans
from service.model_endpoint.calls import UnusableAnswer
from service.writing.assembly import arrange, closed
from service.writing.scripted import choose_wording

MAX_MOVES = 8
_MAX_RAPPORTS = 2
_RAPPORT_CHARACTERS = 240
_FREE_CHARACTERS = 400  # of one Rapport move
# Slips that small models make (numbers, questions, their own feelings, talk about "the borrower"). The guard would stop
# them, at the price of another draft; dropping them here loses nothing, since the statements are complete.
_UNFIT_RAPPORT = re.compile(
    r"[0-9<>?？$£€¥]|borrower|借款人|我(?:也|真)?(?:很|感到|觉得)(?:难过|伤心|焦虑|生气|愤怒|害怕)"
    r"|\bI(?:'m| am| feel|'ve been)\b(?! (?:so |very |really |truly )?(?:sorry|glad|here))",
    re.IGNORECASE,
)


def moves_schema(brief: Brief) -> dict[str, Any]:
    """The schema of an answer in assembled mode: only the ids of this brief, so that a server can hold the model to it.

    Free words come as one field at the top: small models put more sense into it there than into a list.
    """
    statement = {
        "type": "object",
        "properties": {
            "say": {"type": "string", "enum": [option.id for option in brief.options]},
            "wording": {"type": "integer", "enum": list(range(max(len(option.wordings) for option in brief.options)))},
        },
        "required": ["say", "wording"],
        "additionalProperties": False,
    }
    properties: dict[str, Any] = {"moves": {"type": "array", "items": statement, "minItems": 1, "maxItems": MAX_MOVES}}
    if brief.rapport:
        properties = {"rapport": {"type": "string"}, **properties}
    return _object("message", properties)


def sentences_schema() -> dict[str, Any]:
    """The schema of an answer in free mode."""
    return _object(
        "message", {"sentences": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 8}}
    )


def _object(title: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": title,
        "description": "The next message to the borrower.",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def moves_from(answer: dict[str, Any], brief: Brief) -> tuple[Move, ...]:
    """The usable moves of an answer, completed by what is required, in reading order.

    Unknown ids, repetitions and surplus free words are dropped; a required statement cannot be.

    Raises:
        UnusableAnswer: not a single move can be used.
    """
    says = list(_says(answer, brief))
    rapport = _rapport(answer, brief)
    if not says and not rapport:
        raise UnusableAnswer("the answer names no statement of the brief")
    missing = [option for option in brief.options if option.required and option.id not in {say.say for say in says}]
    says += [Say(say=option.id, wording=choose_wording(option, brief)) for option in missing]
    says = [*_one_question(says, brief), *_open_end(says, brief)]
    return arrange([*rapport, *says], brief)


def _open_end(says: list[Say], brief: Brief) -> list[Say]:
    """The usual question when none was chosen, so that a message never ends where the borrower cannot go on."""
    kinds = {option.kind for say in says if (option := brief.option(say.say)) is not None}
    usual = [option for option in brief.options if option.default and option.kind == "question"]
    if "question" in kinds or not usual:
        return []
    return [Say(say=usual[-1].id, wording=choose_wording(usual[-1], brief))]


def _says(answer: dict[str, Any], brief: Brief) -> Iterator[Say]:
    items = answer.get("moves")
    seen: set[str] = set()
    for item in items if isinstance(items, list) else []:
        option = _option(item, brief)
        if option is None or option.id in seen or len(seen) >= MAX_MOVES:
            continue
        seen.add(option.id)
        yield Say(say=option.id, wording=_wording(item.get("wording"), option, brief))


def _option(item: object, brief: Brief) -> Option | None:
    if not isinstance(item, dict) or not isinstance(item.get("say"), str):
        return None
    return brief.option(item["say"])


def _wording(given: object, option: Option, brief: Brief) -> int:
    if isinstance(given, int) and not isinstance(given, bool) and 0 <= given < len(option.wordings):
        said = "\n".join(line.text for line in brief.history if line.speaker == "assistant")
        if option.wordings[given] not in said:
            return given
    return choose_wording(option, brief)


def _rapport(answer: dict[str, Any], brief: Brief) -> list[Rapport]:
    """At most two sentences of free words; models also put them among the moves."""
    if not brief.rapport:
        return []
    items = answer.get("moves")
    inside = [item.get("rapport") for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    words = next((text for text in [answer.get("rapport"), *inside] if isinstance(text, str) and text.strip()), "")
    spans = sentence_spans(words)[:_MAX_RAPPORTS]
    text = (
        " ".join(words[start:end].strip() for start, end in spans)
        if brief.language == "en"
        else "".join(words[start:end].strip() for start, end in spans)
    )
    unfit = len(text) > _RAPPORT_CHARACTERS or _UNFIT_RAPPORT.search(text) or _echoes(text, brief.borrower_text)
    return [] if unfit or not re.search(r"\w", text) else [Rapport(rapport=text)]


def _echoes(text: str, heard: str) -> bool:
    """Whether the words are the borrower's own, said back as if they were the assistant's."""
    words, theirs = (re.sub(r"\W", "", part.casefold()) for part in (text, heard))
    return words in theirs


def _one_question(says: list[Say], brief: Brief) -> list[Say]:
    """One question at a time: a required one wins, else the last one chosen."""
    chosen = [(say, brief.option(say.say)) for say in says]
    questions = [(say, option) for say, option in chosen if option is not None and option.kind == "question"]
    required = [say for say, option in questions if option.required]
    kept = required or [say for say, _ in questions[-1:]]
    asked = {say.say for say, _ in questions}
    return [say for say in says if say.say not in asked or say in kept]


def free_moves_from(answer: dict[str, Any], brief: Brief) -> tuple[Move, ...]:
    """The model's own sentences as free words, and the required statements that code adds in their order.

    Raises:
        UnusableAnswer: there are no sentences.
    """
    items = answer.get("sentences")
    sentences = (
        [text.strip() for text in items if isinstance(text, str) and text.strip()] if isinstance(items, list) else []
    )
    if not sentences:
        raise UnusableAnswer("the answer holds no sentences")
    required = [Say(say=item.id, wording=choose_wording(item, brief)) for item in brief.options if item.required]
    return arrange([*_packed(sentences, brief), *required], brief)


def _packed(sentences: list[str], brief: Brief) -> Iterator[Rapport]:
    """As few moves as the length of one allows."""
    space = "" if brief.language == "zh" else " "
    packed = ""
    for sentence in (closed(sentence, brief.language) for sentence in sentences):
        longer = packed + space + sentence if packed else sentence
        if len(longer) > _FREE_CHARACTERS and packed:
            yield Rapport(rapport=packed)
            longer = sentence
        packed = longer[:_FREE_CHARACTERS]
    yield Rapport(rapport=packed)
