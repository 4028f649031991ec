"""What holds for every proposal that anybody could make."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from service.calendars import is_working_day, next_working_day
from service.domain.account import Account
from service.domain.negotiation import Quote
from service.domain.reading import Proposal
from service.negotiation import Authority, answer_proposal
from tests.negotiation.builders import TODAY, account, authority_of, book

SUMS = st.decimals(min_value="0.01", max_value="30000", places=2)
WILD = st.decimals(allow_nan=False, allow_infinity=False)
DATES = st.dates(date(2020, 1, 1), date(2040, 1, 1))
PERCENT = st.decimals(min_value="-10", max_value="200", places=2)
PROPOSALS = st.builds(
    Proposal,
    amount=st.none() | SUMS | WILD,
    currency=st.sampled_from([None, None, None, "USD", "EUR"]),
    cadence=st.sampled_from([None, "once", "weekly", "biweekly", "semimonthly", "monthly"]),
    count=st.none() | st.integers(-5, 200) | st.integers(),
    start=st.none() | DATES,
    down_payment=st.none() | SUMS,
    settlement_total=st.none() | SUMS,
    discount_percent=st.none() | PERCENT,
)
TODAYS = st.dates(date(2026, 1, 1), date(2029, 12, 31))


@st.composite
def accounts(draw: st.DrawFn) -> Account:
    terms = draw(st.sampled_from(book().authorities))
    return account(
        creditor=terms.creditor if terms.creditor != "*" else "Anybody",
        product=terms.products[0] if terms.products != "*" else "anything",
        jurisdiction=terms.jurisdiction,
        currency=terms.currency,
        balance=draw(SUMS),
        fees=draw(st.none() | SUMS),
        days_past_due=draw(st.integers(0, 4000)),
    )


def violations(quote: Quote, owed: Account, terms: Authority, today: date, hardship: bool) -> list[str]:
    """Where a quote leaves its authority: written from the files' meaning, and not with the engine's own limits."""
    plan = terms.hardship if hardship else terms.plan
    kind = terms.lump_sum if quote.kind == "lump_sum" else plan
    ceiling = owed.balance * kind.at(owed.days_past_due).ceiling / 100
    if quote.kind == "instalments":
        ceiling = max(ceiling, min(owed.fees or Decimal(0), owed.balance) * plan.fee_waiver / 100)
    found = []
    if quote.discount.amount > ceiling:
        found.append(f"discount {quote.discount.amount} over {ceiling}")
    latest = next_working_day(today + timedelta(days=kind.latest_start_days), owed.jurisdiction)
    if not today <= quote.first_due <= latest:
        found.append(f"first payment on {quote.first_due}")
    if quote.kind == "instalments":
        found += _plan_violations(quote, terms, hardship)
    return found


def _plan_violations(quote: Quote, terms: Authority, hardship: bool) -> list[str]:
    plan = terms.hardship if hardship else terms.plan
    per_year = {"weekly": 52, "biweekly": 26, "semimonthly": 24, "monthly": 12, "once": 1}[quote.cadence]
    found = []
    if quote.count > 1 and quote.count * 12 > plan.most_months * per_year:
        found.append(f"{quote.count} {quote.cadence} instalments")
    if quote.count > plan.most_instalments:
        found.append(f"{quote.count} instalments")
    if quote.cadence not in (*terms.cadences, "once"):
        found.append(f"cadence {quote.cadence}")
    if quote.count > 1 and quote.regular_amount.amount < plan.smallest_instalment:
        found.append(f"instalment of {quote.regular_amount.amount}")
    return found


@given(accounts(), PROPOSALS | st.none(), TODAYS, st.booleans())
@settings(max_examples=400, deadline=None)
def test_no_quote_is_outside_the_authority_and_every_schedule_adds_up(
    owed: Account, wish: Proposal | None, today: date, hardship: bool
) -> None:
    terms = authority_of(owed, today)
    response = answer_proposal(owed, wish, terms, today, hardship)
    assert (response.answer == "refer") == (not response.quotes)
    assert len(response.quotes) <= 3
    assert response.reasons
    for quote in response.quotes:
        assert violations(quote, owed, terms, today, hardship) == []
        assert sum(item.amount.amount for item in quote.instalments) == quote.total.amount
        assert quote.total + quote.discount == quote.balance == owed.owed
        assert all(item.amount.amount > 0 for item in quote.instalments)
        assert all(is_working_day(item.due_on, owed.jurisdiction) for item in quote.instalments)
        assert [item.number for item in quote.instalments if item.number > 0] == list(range(1, quote.count + 1))


@given(accounts(), PROPOSALS | st.none(), st.booleans())
@settings(deadline=None)
def test_identical_situations_get_identical_quotes(owed: Account, wish: Proposal | None, hardship: bool) -> None:
    terms = authority_of(owed)
    assert answer_proposal(owed, wish, terms, TODAY, hardship) == answer_proposal(owed, wish, terms, TODAY, hardship)


@given(accounts(), PROPOSALS | st.none(), st.booleans(), st.sampled_from(["us-ny", "cn-sh", None]))
@settings(deadline=None)
def test_who_the_borrower_is_does_not_enter(
    owed: Account, wish: Proposal | None, hardship: bool, region: str | None
) -> None:
    somebody_else = owed.model_copy(
        update={"borrower_id": "b-2", "language": "zh", "region": region, "timezone": "Asia/Shanghai"}
    )
    terms = authority_of(owed)
    mine = answer_proposal(owed, wish, terms, TODAY, hardship)
    assert answer_proposal(somebody_else, wish, terms, TODAY, hardship) == mine


@given(accounts(), SUMS)
@settings(deadline=None)
def test_offering_more_never_gets_a_larger_reduction(owed: Account, offer: Decimal) -> None:
    terms = authority_of(owed)
    totals = []
    for sum_offered in (offer, offer + 1):
        response = answer_proposal(owed, Proposal(settlement_total=sum_offered, cadence="once"), terms, TODAY)
        if not response.quotes or "total_above_balance" in response.reasons:
            return
        totals.append(response.quotes[0].total.amount)
    assert totals[0] <= totals[1]


@given(accounts(), PERCENT)
@settings(deadline=None)
def test_a_request_for_a_reduction_never_gets_less_than_the_standing_offer(owed: Account, percent: Decimal) -> None:
    terms = authority_of(owed)
    standing = answer_proposal(owed, None, terms, TODAY)
    response = answer_proposal(owed, Proposal(discount_percent=percent, cadence="once"), terms, TODAY)
    if standing.answer != "refer":
        assert response.quotes[0].total <= standing.quotes[-1].total


@given(accounts(), SUMS, st.sampled_from(["weekly", "biweekly", "monthly"]))
@settings(deadline=None)
def test_an_accepted_instalment_is_the_one_that_was_offered(owed: Account, amount: Decimal, cadence: str) -> None:
    terms = authority_of(owed)
    wish = Proposal.model_validate({"amount": amount, "cadence": cadence})
    response = answer_proposal(owed, wish, terms, TODAY)
    if response.answer == "accept":
        (quote,) = response.quotes
        assert quote.cadence == cadence
        assert all(item.amount.amount <= amount + 1 for item in quote.instalments)
