"""Every move must be one that the brief allows, and the text must be nothing but the moves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from service.domain.verdict import Finding
from service.domain.vocabulary import Family, Outcome
from service.domain.writing import Brief, Draft, Rapport, Say
from service.guard.inspection import Inspection

_CITATION = "Invariant 1: nothing unchecked leaves"
_PSEUDONYM = re.compile(r"<[A-Z][A-Z_]*_\d+>")
_MAX_RAPPORTS = 2


def check_moves(inspection: Inspection) -> Iterator[Finding]:
    """Moves that the brief does not allow, required statements that are missing, and text that no move gave."""
    draft, brief = inspection.draft, inspection.brief
    if draft is None or brief is None:
        return
    yield from _not_allowed(draft, brief)
    yield from _repeated(draft)
    yield from _missing(draft, brief)
    if inspection.mode == "assembled":
        yield from _unaccounted(inspection)


def _not_allowed(draft: Draft, brief: Brief) -> Iterator[Finding]:
    if not draft.moves:
        yield _finding("the draft has no moves", "Choose at least one statement of the brief.", None)
    for index, move in enumerate(draft.moves):
        if isinstance(move, Rapport):
            if not brief.rapport:
                yield _finding("free words are not welcome here", "Leave the rapport out.", index)
            continue
        option = brief.option(move.say)
        if option is None:
            yield _finding(
                "the statement is not among those the brief allows", "Choose a statement of the brief.", index
            )
        elif move.wording >= len(option.wordings):
            yield _finding("the statement has no such wording", f"Use wording 0 to {len(option.wordings) - 1}.", index)


def _repeated(draft: Draft) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, move in enumerate(draft.moves):
        if isinstance(move, Say):
            if move.say in seen:
                yield _finding("the same statement is said twice", "Say each statement once.", index)
            seen.add(move.say)
    rapports = [index for index, move in enumerate(draft.moves) if isinstance(move, Rapport)]
    if len(rapports) > _MAX_RAPPORTS:
        yield _finding("too many free words", f"At most {_MAX_RAPPORTS} rapport moves a message.", rapports[-1])


def _missing(draft: Draft, brief: Brief) -> Iterator[Finding]:
    said = {move.say for move in draft.moves if isinstance(move, Say)}
    for option in brief.options:
        if option.required and option.id not in said:
            yield Finding(
                rule_id="guard.move.required",
                family=Family.MISSING_DISCLOSURE,
                outcome=Outcome.BLOCK,
                layer="move",
                message=f"the required statement {option.id!r} is missing",
                repair=f"Say {option.id!r}.",
                citation="Design: required statements of the brief",
            )


def _unaccounted(inspection: Inspection) -> Iterator[Finding]:
    """Words of the text that no move gave (spaces and punctuation may join moves), and required ones out of order."""
    taken: list[tuple[int, int]] = []
    placed: list[tuple[int, int]] = []
    required = {index: option.order for index, option, _ in inspection.said if option.required}
    for index, words in [*inspection.rapports, *((i, wording) for i, _, wording in inspection.said)]:
        span = _free_span(_as_pattern(words, inspection.allowed_clear), inspection.text, taken)
        if span is None:
            yield _finding("the text does not carry this move as chosen", "Assemble the text from the moves.", index)
            continue
        taken.append(span)
        if index in required:
            placed.append((span[0], required[index]))
    position = 0
    for start, end in [*sorted(taken), (len(inspection.text), len(inspection.text))]:
        if re.search(r"\w", inspection.text[position:start]):
            yield _unaccounted_finding((position, start))
        position = end
    orders = [order for _, order in sorted(placed)]
    if orders != sorted(orders):
        yield _finding("the required statements are out of order", "Say them in the order of the brief.", None)


def _free_span(pattern: re.Pattern[str], text: str, taken: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Where the pattern stands in the text and no earlier move does."""
    spans = (match.span() for match in pattern.finditer(text))
    return next((span for span in spans if not any(a < span[1] and span[0] < b for a, b in taken)), None)


def _unaccounted_finding(span: tuple[int, int]) -> Finding:
    return Finding(
        rule_id="guard.move.unaccounted",
        family=Family.UNGROUNDED_CLAIM,
        outcome=Outcome.BLOCK,
        layer="move",
        message="the text holds words that no move gave",
        repair="Assemble the text from the moves.",
        citation=_CITATION,
        span=span,
    )


@lru_cache(maxsize=2048)
def _as_pattern(words: str, allowed_clear: tuple[str, ...]) -> re.Pattern[str]:
    """A wording as a pattern: a pseudonym may read as itself or as what is allowed in clear; spaces may vary."""
    words = words.strip()
    clear = "|".join(re.escape(text) for text in sorted(allowed_clear, key=len, reverse=True))
    parts = []
    position = 0
    for match in _PSEUDONYM.finditer(words):
        parts.append(_flexible(words[position : match.start()]))
        parts.append(f"(?:{re.escape(match.group())}{'|' + clear if clear else ''})")
        position = match.end()
    parts.append(_flexible(words[position:]))
    return re.compile("".join(parts))


def _flexible(words: str) -> str:
    return r"\s+".join(re.escape(part) for part in re.split(r"\s+", words))


def _finding(message: str, repair: str, move: int | None) -> Finding:
    return Finding(
        rule_id="guard.move",
        family=Family.UNGROUNDED_CLAIM,
        outcome=Outcome.BLOCK,
        layer="move",
        message=message,
        repair=repair,
        citation=_CITATION,
        move=move,
    )
