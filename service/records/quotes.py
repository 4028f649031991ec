"""Quotes on the table, and the plan that one of them became."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.domain.negotiation import Quote
from service.identifiers import new_id
from service.records.models import InstalmentRow, PlanRow, QuoteRow


def open_quotes(session: Session, conversation_id: str) -> tuple[Quote, ...]:
    rows = session.scalars(
        select(QuoteRow)
        .where(QuoteRow.conversation_id == conversation_id, QuoteRow.status == "open")
        .order_by(QuoteRow.position)
    )
    return tuple(Quote.model_validate_json(row.terms) for row in rows)


def accepted_quote(session: Session, conversation_id: str) -> Quote | None:
    row = session.scalar(
        select(QuoteRow).where(QuoteRow.conversation_id == conversation_id, QuoteRow.status == "accepted")
    )
    return None if row is None else Quote.model_validate_json(row.terms)


def quotes_by_id(session: Session, quote_ids: Sequence[str]) -> dict[str, Quote]:
    """The terms of these quotes, whatever became of them."""
    if not quote_ids:
        return {}
    rows = session.scalars(select(QuoteRow).where(QuoteRow.id.in_(quote_ids)))
    return {row.id: Quote.model_validate_json(row.terms) for row in rows}


def put_on_the_table(session: Session, conversation_id: str, quotes: Sequence[Quote], now: datetime) -> None:
    """These quotes, in this order, replace those that were open: "the second one" must mean one thing only.

    The accepted quote, which a message may state again, stays accepted.
    """
    session.execute(
        update(QuoteRow)
        .where(QuoteRow.conversation_id == conversation_id, QuoteRow.status == "open")
        .values(status="withdrawn")
    )
    for position, quote in enumerate(quotes):
        row = session.get(QuoteRow, quote.id)
        if row is None:
            row = QuoteRow(id=quote.id, conversation_id=conversation_id, account_id=quote.account_id, issued_at=now)
            session.add(row)
        if row.status == "accepted":
            continue
        row.status, row.position = "open", position
        row.terms, row.expires_on = quote.model_dump_json(), quote.expires_on
    session.flush()


def make_plan(session: Session, conversation_id: str, quote: Quote, message_id: str, now: datetime) -> PlanRow:
    """The accepted quote becomes a plan; the other quotes leave the table."""
    session.execute(
        update(QuoteRow)
        .where(QuoteRow.conversation_id == conversation_id, QuoteRow.status == "open", QuoteRow.id != quote.id)
        .values(status="withdrawn")
    )
    row = session.get(QuoteRow, quote.id)
    if row is None or row.conversation_id != conversation_id:
        raise ValueError(f"the quote {quote.id!r} was never offered in conversation {conversation_id!r}")
    row.status = "accepted"
    plan = PlanRow(
        id=new_id("pln"),
        conversation_id=conversation_id,
        account_id=quote.account_id,
        quote_id=quote.id,
        accepted_message_id=message_id,
        status="active",
        currency=quote.total.currency,
        total=quote.total.amount,
        discount=quote.discount.amount,
        agreed_at=now,
        instalments=[
            InstalmentRow(number=item.number, due_on=item.due_on, amount=item.amount.amount, status="due")
            for item in quote.instalments
        ],
    )
    session.add(plan)
    session.flush()
    return plan


def plan_of(session: Session, conversation_id: str) -> PlanRow | None:
    """The plan in force in a conversation."""
    return session.scalar(select(PlanRow).where(PlanRow.conversation_id == conversation_id, PlanRow.status == "active"))
