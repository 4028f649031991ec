"""A borrower and an account as the stages see them."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from service.domain.base import Value
from service.domain.contact import Hours, Instant, Provenance
from service.domain.money import Money
from service.domain.region import canonical_region
from service.domain.vocabulary import ActorRole, Language


def _decimal_string(value: Any) -> Any:
    """Money comes as a decimal string, so that no float rounding can slip in."""
    if isinstance(value, Decimal):
        return value
    if not isinstance(value, str):
        raise ValueError(f'write money as a decimal string such as "1250.00", not {type(value).__name__}')
    return value


Amount = Annotated[
    Decimal,
    BeforeValidator(_decimal_string),
    Field(ge=0, max_digits=14, decimal_places=2, allow_inf_nan=False),
]


# An identifier of another system: printable, so that it can stand in a log line, and not too long for an index.
Identifier = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f\x7f]+$")]


class Contact(Value):
    """One way of reaching a borrower.

    Args:
        consent: whether it may be used; None when nobody knows. It counts with its provenance and date alone.
        provenance, given_at, last_confirmed_at, written: how and when the consent came about.
        revoked_at: since when it may not be used.
        at_work: it is the borrower's at work.
    """

    channel: str
    address: str
    consent: bool | None = None
    provenance: Provenance | None = None
    given_at: Instant | None = None
    last_confirmed_at: Instant | None = None
    revoked_at: Instant | None = None
    written: bool = False
    at_work: bool = False


class Person(Value):
    """What the creditor knows about a borrower. Personal data: lives in the vault, never reaches a model."""

    id: Identifier
    name: str = Field(min_length=1, max_length=200)
    phone: str | None = None
    email: str | None = None
    date_of_birth: date | None = None
    id_last4: str | None = Field(default=None, pattern=r"^[0-9]{3}[0-9Xx]$")
    address: str | None = None
    employer: str | None = None
    timezone: str | None = None
    quiet_hours: tuple[Hours, ...] = ()
    agreed_hours: tuple[Hours, ...] = ()


class Account(Value):
    """One debt, without personal data: the ledger facts that a message may state."""

    id: str
    borrower_id: str
    creditor: str
    product: str
    actor_role: ActorRole
    jurisdiction: str
    region: str | None = None
    language: Language
    currency: str
    balance: Decimal
    principal: Decimal | None = None
    interest: Decimal | None = None
    fees: Decimal | None = None
    days_past_due: int
    opened_on: date | None = None
    last_payment_on: date | None = None
    time_barred: bool | None = None
    flags: frozenset[str] = frozenset()
    timezone: str | None = None

    @property
    def place(self) -> str | None:
        """The region in the spelling of rule packs; None when it is not known."""
        return canonical_region(self.region, self.jurisdiction)

    def in_validation_period(self, today: date) -> bool:
        """Whether the flags say that the time to dispute a new collector's figures still runs.

        `validation_period` says so until it is taken away, `validation_until=2026-12-20` up to and with that day.
        A date that cannot be read counts as running.
        """
        return any(_runs(flag.strip().lower(), today) for flag in self.flags)

    @property
    def owed(self) -> Money:
        return Money(amount=self.balance, currency=self.currency)


def _runs(flag: str, today: date) -> bool:
    name, _, until = flag.partition("=")
    if name == "validation_until":
        try:
            return today <= date.fromisoformat(until)
        except ValueError:
            return True
    return name == "validation_period"


class AccountImport(Value):
    """An account as a creditor's system sends it: the debt, the borrower, and how to reach them.

    Args:
        new_start_at: when a borrower who had been erased agreed to begin anew; without it, or with a time before the
            erasure, an erased borrower's account is refused.
    """

    id: Identifier
    creditor: str = Field(min_length=1, max_length=200)
    product: str = Field(min_length=1, max_length=100)
    actor_role: ActorRole
    jurisdiction: str = Field(pattern=r"^[a-z]{2,8}$")
    region: str | None = Field(default=None, max_length=64)
    language: Language
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    balance: Amount
    principal: Amount | None = None
    interest: Amount | None = None
    fees: Amount | None = None
    days_past_due: int = Field(ge=0, le=36500)
    opened_on: date | None = None
    last_payment_on: date | None = None
    time_barred: bool | None = None
    flags: tuple[Annotated[str, Field(max_length=64)], ...] = ()
    borrower: Person
    contacts: tuple[Contact, ...] = ()
    new_start_at: Instant | None = None


IdentityField = Literal["date_of_birth", "id_last4"]
