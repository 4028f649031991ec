"""A share of a count, and how sure it is."""

from __future__ import annotations

import math
from dataclasses import dataclass

_Z = 1.959964  # two-sided 95 %


@dataclass(frozen=True)
class Share:
    """`hits` of `of`, with the Wilson score interval at 95 % (Wilson, 1927)."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        return self.hits / self.of if self.of else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        if not self.of:
            return 0.0, 1.0
        share, squared = self.value, _Z * _Z / self.of
        middle = (share + squared / 2) / (1 + squared)
        reach = _Z * math.sqrt(share * (1 - share) / self.of + squared / (4 * self.of)) / (1 + squared)
        return max(0.0, middle - reach), min(1.0, middle + reach)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.0%} ({low:.0%}–{high:.0%})" if self.of else "–"
