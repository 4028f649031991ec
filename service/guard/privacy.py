"""No personal data in clear, and no pseudonym that was not restored (the model invented it)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from service.domain.privacy import Entity
from service.domain.verdict import Finding
from service.domain.vocabulary import Family, Language, Outcome
from service.guard.inspection import Check, Inspection

FindPersonalData = Callable[[str, Language | None], Iterable[Entity]]

_REMEMBERED = 1024
_PARAGRAPH = re.compile(r"(?:[^\n]|\n(?!\n))+")
_PSEUDONYM = re.compile(r"<[A-Z][A-Z_]*_\d+>")
# What a model makes of one that it half remembers: <person 2>, ‹CARD_1›, ＜PHONE-NUMBER_3＞. Nothing restores these.
_LIKE_A_PSEUDONYM = re.compile(
    r"[<‹＜][ \t]{0,3}[A-Za-z]{2,20}(?:[_ -][A-Za-z]{1,20}){0,3}[_ -]\d{1,9}[ \t]{0,3}[>›＞]"
)
# What a message may never spell out, whoever it is written to. Of a text without a brief nobody knows whether a name, a
# place or a phone number is the borrower's own or the writer's, so only these are found in it.
_NEVER_SPELLED_OUT = frozenset(
    {"CREDIT_CARD", "BANK_ACCOUNT", "IBAN_CODE", "US_SSN", "US_ITIN", "CN_ID_CARD", "UK_NINO", "PASSPORT"}
)
_FEWEST_NUMERALS = 6  # the shortest of these, a British insurance number, has six
# What belongs to organisations and places as much as to people; harmless where nothing else points to a person.
_PUBLIC = frozenset({"DATE_TIME", "URL", "NRP"})


def privacy_check(find_personal_data: FindPersonalData, find_numbers: FindPersonalData) -> Check:
    """A check that looks for personal data with the injected detectors: in a draft for all, in a text without a brief
    for numbers alone.

    It looks paragraph by paragraph and remembers what it found in the latest ones: most paragraphs of a message are
    vetted words without a slot, and the detector is by far the dearest part of a check.
    """

    @lru_cache(maxsize=_REMEMBERED)
    def found_in(paragraph: str, language: Language, all_kinds: bool) -> tuple[Entity, ...]:
        find = find_personal_data if all_kinds else find_numbers
        return tuple(find(paragraph, language))

    def check(inspection: Inspection) -> Iterator[Finding]:
        invented = _PSEUDONYM if inspection.brief is None else _LIKE_A_PSEUDONYM
        for match in invented.finditer(inspection.text):
            yield _finding("PSEUDONYM", match.span(), "a pseudonym that stands for nobody")
        for match in _PARAGRAPH.finditer(inspection.text):
            if inspection.brief is None and _numerals(match.group()) < _FEWEST_NUMERALS:
                continue
            for found in found_in(match.group(), inspection.language, inspection.brief is not None):
                span = (match.start() + found.start, match.start() + found.end)
                entity = found.model_copy(update={"start": span[0], "end": span[1]})
                if _may_matter(inspection, entity) and not _allowed(inspection, entity):
                    yield _finding(entity.type, span, f"personal data in clear ({entity.type})")

    return check


def _numerals(paragraph: str) -> int:
    """Digits of any script, and Chinese numerals as they are dictated."""
    return sum(mark.isdigit() or mark in "〇零一二三四五六七八九幺" for mark in paragraph)


def _may_matter(inspection: Inspection, entity: Entity) -> bool:
    if inspection.brief is None:
        return entity.type in _NEVER_SPELLED_OUT
    return entity.type not in _PUBLIC


def _allowed(inspection: Inspection, entity: Entity) -> bool:
    """What code or a person vouches for may stand in clear: the borrower's own name, the creditor's phone."""
    words = inspection.text[entity.start : entity.end].strip().casefold()
    if _PSEUDONYM.search(inspection.text[max(0, entity.start - 1) : entity.end + 1]):
        return True
    return any(words in text.casefold() for text in inspection.vouched)


def _finding(kind: str, span: tuple[int, int], message: str) -> Finding:
    return Finding(
        rule_id=f"guard.privacy.{kind.lower()}",
        family=Family.PRIVACY_LEAK,
        outcome=Outcome.BLOCK,
        layer="privacy",
        message=message,
        repair="Leave it out; statements name people where they may be named.",
        citation="Invariant 2: personal data stays in the vault",
        span=span,
    )
