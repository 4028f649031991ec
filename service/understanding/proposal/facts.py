"""Everything that a message says about paying, found once and handed to the interpreter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from service.domain.vocabulary import Cadence
from service.understanding.proposal.amounts import find_sums
from service.understanding.proposal.cadence import find_cadences
from service.understanding.proposal.count import Count, find_counts
from service.understanding.proposal.dates import find_dates
from service.understanding.proposal.mention import Mention, masked
from service.understanding.proposal.roles import Part, Role, parts_of
from service.understanding.proposal.settlement import find_discounts

_UNTIL = re.compile(r"(?:\b(?:until|till|til|through|up to|not before|expires?|due)\b(?: on| the)? ?|直到|一直到|到)$")
_START = re.compile(
    r"(?:\b(?:start|starting|from|beginning|begin|commencing|as of|first one|first payment)\b[^,.;]{0,12}|从|自)$"
)
_START_AFTER = re.compile(r"^(?:开始|起|首期)| onwards?\b")
_EACH = re.compile(r"\b(?:each|apiece|every time|a piece|per (?:payment|instal+ment))\b|每期|每次|每笔|一期|一次")
_LOOSE_NOW = re.compile(r"^(?:right now|now|现在)$")
_LIMIT = re.compile(r"\b(?:only|just|at most|max|most i|all i)\b|只能|最多|只有|顶多")


@dataclass(frozen=True)
class Facts:
    """The mentions of one message, in its order."""

    text: str
    today: date
    dates: list[Mention[date]]
    cadences: list[Mention[Cadence]]
    counts: list[Mention[Count]]
    discounts: list[Mention[Decimal]]
    parts: list[Part]

    def with_role(self, *roles: Role) -> list[Part]:
        return [part for part in self.parts if part.role in roles]

    def regular_cadence(self) -> Cadence | None:
        """The first cadence of repeated payments that is not said of an income or a cost."""
        return next(
            (item.value for item in self.cadences if item.value != "once" and not self._foreign(item.start)), None
        )

    def says_once(self) -> bool:
        return any(item.value == "once" for item in self.cadences)

    def count(self) -> Count | None:
        """The number of instalments; a single one is no count but a cadence of its own."""
        counts = (item.value for item in self.counts if not self._foreign(item.start))
        return next((count for count in counts if count.number > 1), None)

    def cadence_after(self, part: Part) -> bool:
        """Whether a cadence or a number of instalments stands in the clause of a sum."""
        left, right = part.clause
        inside = [item for item in self.cadences if item.value != "once" and left <= item.start <= right + 2]
        each = _EACH.search(self.text[left:right]) is not None
        return bool(inside) or each or any(left <= item.start <= right and not item.value.total for item in self.counts)

    def same_sum_each(self) -> bool:
        """Whether every instalment is named with its own day ("two payments, 150 on the 1st and 150 on the 15th")."""
        sums = [part.mention.value.value for part in self.with_role("offer")]
        count = self.count()
        return count is not None and len(sums) == count.number and len(set(sums)) == 1

    def start(self, skipped: Part | None, regular: bool) -> date | None:
        """The day of the first regular payment.

        Args:
            skipped: a down payment, whose own day is not the start.
            regular: payments repeat, so that "now" only counts where something starts.
        """
        for item in self.dates:
            if _UNTIL.search(self.text[: item.start]) or self._foreign(item.start):
                continue
            if skipped is not None and skipped.clause[0] <= item.start < skipped.clause[1]:
                continue
            if item.value == self.today and not self._really_today(item, regular):
                continue
            return item.value
        return None

    def _really_today(self, item: Mention[date], regular: bool) -> bool:
        if _START.search(self.text[: item.start]) or _START_AFTER.search(self.text[item.end :]):
            return True
        if regular:
            return False
        return not (_LOOSE_NOW.search(self.text[item.start : item.end]) and _LIMIT.search(self.text))

    def _foreign(self, position: int) -> bool:
        """Whether a place belongs to an income, a cost or somebody else's payment."""
        inside = [part for part in self.parts if part.clause[0] <= position < part.clause[1]]
        return bool(inside) and all(part.role == "other" for part in inside)


def gather(text: str, today: date) -> Facts:
    """The facts of a plain text."""
    dates = find_dates(text, today)
    cadences = find_cadences(text)
    discounts = find_discounts(text)
    counts = find_counts(masked(text, dates))
    hidden = text
    for mentions in (dates, cadences, counts, discounts):
        hidden = masked(hidden, mentions)
    return Facts(text, today, dates, cadences, counts, discounts, parts_of(text, hidden, find_sums(hidden)))
