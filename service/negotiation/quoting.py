"""Exact quotes: amounts that add up to the cent, due dates on working days, and an id made from the content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

from service.calendars import next_working_day
from service.domain.account import Account
from service.domain.money import CENT, Money
from service.domain.negotiation import Instalment, Quote, QuoteKind
from service.domain.vocabulary import Cadence
from service.negotiation.limits import HUNDRED
from service.negotiation.schedule import due_dates

DISCOUNT_STEP = Decimal("0.01")
# A last instalment under one unit of currency would cost more to pay than it is worth: it joins the one before.
TRIFLE = Decimal(1)


@dataclass(frozen=True)
class Terms:
    """What a quote is made from; dates are nominal, before the move to working days."""

    kind: QuoteKind
    total: Money
    cadence: Cadence
    amounts: tuple[Money, ...]
    start: date
    down_payment: Money | None = None
    down_payment_on: date | None = None


def regular_amounts(rest: Money, amount: Money) -> tuple[Money, ...]:
    """Instalments of one amount until the rest is paid; the last one carries what is left."""
    whole, left = divmod(rest.amount, amount.amount)
    full = int(whole)
    if full == 0:
        return (rest,)
    if left == 0:
        return (amount,) * full
    last = Money(amount=left, currency=rest.currency)
    if left < TRIFLE:
        return (*(amount,) * (full - 1), amount + last)
    return (*(amount,) * full, last)


def issue(account: Account, terms: Terms, expires_on: date, authority: str, salt: str) -> Quote:
    """The quote of some terms. Equal arguments give an equal quote, id included."""
    instalments = _instalments(account, terms)
    discount = account.owed - terms.total
    return Quote(
        id=_quote_id(account, terms, instalments, expires_on, authority, salt),
        account_id=account.id,
        kind=terms.kind,
        balance=account.owed,
        discount=discount,
        discount_percent=(discount.amount / account.balance * HUNDRED).quantize(DISCOUNT_STEP),
        total=terms.total,
        down_payment=terms.down_payment,
        cadence=terms.cadence,
        count=len(terms.amounts),
        instalments=instalments,
        residue=Money(amount=Decimal(0), currency=account.currency),
        expires_on=expires_on,
        authority=authority,
    )


def _instalments(account: Account, terms: Terms) -> tuple[Instalment, ...]:
    down = _down_instalment(account, terms)
    after = down[0].due_on if down else None
    dates = due_dates(terms.start, terms.cadence, len(terms.amounts), account.jurisdiction, after)
    numbered = enumerate(zip(dates, terms.amounts, strict=True), start=1)
    regular = (Instalment(number=number, due_on=due_on, amount=amount) for number, (due_on, amount) in numbered)
    return (*down, *regular)


def _down_instalment(account: Account, terms: Terms) -> tuple[Instalment, ...]:
    if terms.down_payment is None or terms.down_payment_on is None:
        return ()
    due_on = next_working_day(terms.down_payment_on, account.jurisdiction)
    return (Instalment(number=0, due_on=due_on, amount=terms.down_payment),)


def _quote_id(
    account: Account, terms: Terms, instalments: tuple[Instalment, ...], expires_on: date, authority: str, salt: str
) -> str:
    parts = [salt, account.id, terms.kind, terms.cadence, account.currency, expires_on.isoformat(), authority]
    parts += [str(account.balance.quantize(CENT)), str(terms.total.amount)]
    parts += [f"{item.number}:{item.due_on.isoformat()}:{item.amount.amount}" for item in instalments]
    return "q_" + sha256("\x1f".join(parts).encode()).hexdigest()[:16]
