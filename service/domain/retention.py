"""How long what kind of data is kept: the words that policies, records and commands share."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from service.domain.base import Value

CountsFrom = Literal["last_activity", "account_closed", "plan_finished", "stored"]
Unit = Literal["days", "months", "years"]
_SPAN = re.compile(r"^([1-9][0-9]{0,4}) (day|month|year)s?$")


class DataKind(StrEnum):
    """What is kept of a person, as far as the time that it may be kept differs.

    message_originals: what was really typed and read, in the vault. sensitive_messages: those that speak of health or
    family. pseudonym_tables: who a conversation's pseudonyms stand for. profile: name, contacts and consents. traces:
    the redacted record of each turn with its texts. accounts: ledger figures, quotes, plans and cases.
    idempotency_keys: what lets a message that is sent twice be stored once. audit_links: the hash chain, never deleted.
    """

    MESSAGE_ORIGINALS = "message_originals"
    SENSITIVE_MESSAGES = "sensitive_messages"
    PSEUDONYM_TABLES = "pseudonym_tables"
    PROFILE = "profile"
    TRACES = "traces"
    ACCOUNTS = "accounts"
    IDEMPOTENCY_KEYS = "idempotency_keys"
    AUDIT_LINKS = "audit_links"


class TimeSpan(Value):
    """A number of days, months or years; written as "3 years"."""

    count: int = Field(ge=1)
    unit: Unit

    def after(self, day: date) -> date:
        """The same day so many days, months or years later; the month's last day where that day does not exist."""
        if self.unit == "days":
            return day + timedelta(days=self.count)
        months = day.year * 12 + day.month - 1 + self.count * (12 if self.unit == "years" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

    def last_over(self, today: date) -> date:
        """The latest day whose span was over before today."""
        longest = {"days": 1, "months": 31, "years": 366}[self.unit]
        day = today - timedelta(days=self.count * longest + 1)
        while self.after(day + timedelta(days=1)) < today:
            day += timedelta(days=1)
        return day

    def __str__(self) -> str:
        return f"{self.count} {self.unit.removesuffix('s') if self.count == 1 else self.unit}"


def _parsed_span(given: Any) -> Any:
    if not isinstance(given, str):
        return given
    found = _SPAN.match(given.strip())
    if found is None:
        raise ValueError('write a time as a number and its unit, such as "3 years", "6 months" or "30 days"')
    return {"count": int(found[1]), "unit": f"{found[2]}s"}


Span = Annotated[TimeSpan, BeforeValidator(_parsed_span), PlainSerializer(str)]


class RetentionOverride(Value):
    """What a creditor's contract says: a shorter time than the place's own. It never undercuts a legal minimum.

    Args:
        jurisdiction: for accounts of this place.
        citation: the contract's clause.
    """

    kind: DataKind
    jurisdiction: str = Field(min_length=2)
    keep_at_most: Span
    citation: str = Field(min_length=4)

    @model_validator(mode="after")
    def _may_be_deleted(self) -> RetentionOverride:
        if self.kind is DataKind.AUDIT_LINKS:
            raise ValueError("audit links are never deleted: without them the record cannot be proved")
        return self
