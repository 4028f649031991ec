"""From moves to a message: vetted sentences in their order, in paragraphs, with the punctuation of the language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.domain.vocabulary import Language
from service.domain.writing import Brief, Move, Rapport, Say

_BAND = 100  # statements of the same hundred of the order share a paragraph
_RAPPORT_ORDER = 99  # free words stand after the opening and before the matter, unless they lead to a statement
_ENDS = re.compile(r"[.!?…。！？：:）)\"”]$")


def arrange(moves: Sequence[Move], brief: Brief) -> tuple[Move, ...]:
    """The moves in the order in which they are read: statements by their place, free words before what they lead to.

    Free words keep their place before the next chosen statement, except that they never come before the opening
    (who is writing) nor between the statements that close the message.
    """
    orders = [_order_of(move, brief) for move in moves]
    placed = []
    for index, move in enumerate(moves):
        order = orders[index]
        if order is None:
            following = next((other for other in orders[index + 1 :] if other is not None), _RAPPORT_ORDER)
            order = _RAPPORT_ORDER if index == 0 else min(max(following - 1, _RAPPORT_ORDER), 799)
        placed.append((order, index, move))
    return tuple(move for _, _, move in sorted(placed, key=lambda item: item[:2]))


def assemble(moves: Sequence[Move], brief: Brief) -> str:
    """The message as it is read, pseudonyms still in place. Moves that the brief does not know are left out."""
    ordered = [move for move in arrange(moves, brief) if move_text(move, brief)]
    paragraphs: list[list[str]] = []
    last_band: int | None = None
    for move, band in zip(ordered, _bands(ordered, brief), strict=True):
        text = move_text(move, brief)
        if band != last_band or "\n" in text or is_listed(move):
            paragraphs.append([])
        paragraphs[-1].append(text)
        last_band = None if "\n" in text else band
    return "\n\n".join(_joined(sentences, brief.language) for sentences in paragraphs)


def _bands(moves: Sequence[Move], brief: Brief) -> list[int]:
    """The paragraph of each move: that of its order; free words share the one of the statement that they lead to."""
    bands: list[int] = []
    following: int | None = None
    for move in reversed(moves):
        order = _order_of(move, brief)
        if order is not None:
            following = order // _BAND
        bands.append(following if following is not None else _RAPPORT_ORDER // _BAND)
    return bands[::-1]


def is_listed(move: Move) -> bool:
    """Whether a move starts one of several numbered options, each a paragraph of its own."""
    return isinstance(move, Say) and move.say.startswith("offer.option.")


def move_text(move: Move, brief: Brief) -> str:
    """The words of one move, or nothing when the brief does not know it."""
    if isinstance(move, Rapport):
        return closed(" ".join(move.rapport.split()), brief.language)
    option = brief.option(move.say)
    if option is None or move.wording >= len(option.wordings):
        return ""
    return option.wordings[move.wording]


def _order_of(move: Move, brief: Brief) -> int | None:
    if isinstance(move, Rapport):
        return None
    option = brief.option(move.say)
    return option.order if option is not None else 0


def closed(text: str, language: Language) -> str:
    """Free words end like a sentence."""
    if not text or _ENDS.search(text):
        return text
    return text + ("。" if language == "zh" else ".")


def _joined(sentences: list[str], language: Language) -> str:
    return ("" if language == "zh" else " ").join(sentences)
