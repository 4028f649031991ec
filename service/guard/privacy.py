"""No personal data in clear, and no pseudonym that was not restored (the model invented it)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from service.domain.privacy import Entity
from service.domain.verdict import Finding
from service.domain.vocabulary import Family, Language, Outcome
from service.guard.inspection import Check, Inspection

FindPersonalData = Callable[[str, Language | None], Iterable[Entity]]

_PSEUDONYM = re.compile(r"<[A-Z][A-Z_]*_\d+>")
# What belongs to organisations and places as much as to people; harmless where nothing else points to a person.
_PUBLIC = frozenset({"DATE_TIME", "URL", "NRP"})


def privacy_check(find_personal_data: FindPersonalData) -> Check:
    """A check that looks for personal data with the injected detector."""

    def check(inspection: Inspection) -> Iterator[Finding]:
        for match in _PSEUDONYM.finditer(inspection.text):
            yield _finding("PSEUDONYM", match.span(), "a pseudonym that stands for nobody")
        for entity in find_personal_data(inspection.text, inspection.language):
            if entity.type not in _PUBLIC and not _allowed(inspection, entity):
                yield _finding(entity.type, (entity.start, entity.end), f"personal data in clear ({entity.type})")

    return check


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
