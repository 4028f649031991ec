"""The schema of `policies/<place>/retention.yaml`."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from service.domain.base import Value
from service.domain.creditor import LocalText
from service.domain.retention import CountsFrom, DataKind, Span, TimeSpan

# To compare spans of different units; any day that is not the end of a month serves.
_SOME_DAY = date(2001, 3, 1)


class RetentionEntry(Value):
    """How long one kind of data is kept.

    Several entries about one kind all hold: its longest minimum, then its shortest maximum.

    Args:
        counts_from: the event that the time runs from. An account that was never reported closed, or without a plan,
            counts from its last activity. `stored` is each row's own time, for idempotency keys alone.
        keep_at_least: until then nothing of the kind is deleted, whatever else says so.
        keep_at_most: after then it is deleted. Audit links have none.
        region: the entry holds there alone ("us-ny-nyc").
        status: "unverified" when the citation was not read at its source. An unverified minimum holds all the same
            (what was deleted does not come back); an unverified maximum holds only where unverified rules are on.
        reason: why so long, in words for the person whose data they are.
    """

    kind: DataKind
    counts_from: CountsFrom
    keep_at_least: Span | None = None
    keep_at_most: Span | None = None
    region: str | None = None
    citation: str = Field(min_length=4)
    status: Literal["verified", "unverified"] = "verified"
    reason: LocalText

    @model_validator(mode="after")
    def _fits_together(self) -> RetentionEntry:
        if (self.kind is DataKind.IDEMPOTENCY_KEYS) != (self.counts_from == "stored"):
            raise ValueError("idempotency_keys count from stored, and nothing else does")
        if self.kind is DataKind.AUDIT_LINKS and self.keep_at_most is not None:
            raise ValueError("audit links are never deleted: without them the record cannot be proved")
        least, most = self.keep_at_least, self.keep_at_most
        if least is not None and most is not None and is_shorter(most, least):
            raise ValueError(f"{self.kind.value}: keep_at_most ({most}) is shorter than keep_at_least ({least})")
        return self


class RetentionFile(Value):
    """One place's retention; `core` is the default for every kind and place that has nothing of its own."""

    id: str = Field(pattern=r"^[a-z]+\.retention$")
    version: str = Field(min_length=1)
    jurisdiction: str = Field(min_length=2)
    title: str = Field(min_length=4)
    entries: tuple[RetentionEntry, ...] = Field(min_length=1)

    @property
    def name(self) -> str:
        return f"{self.id}@{self.version}"


def is_shorter(one: TimeSpan, other: TimeSpan) -> bool:
    return one.after(_SOME_DAY) < other.after(_SOME_DAY)
