from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from service.domain.account import Account
from service.domain.negotiation import Quote, QuoteResponse
from service.domain.reading import Proposal
from service.negotiation import answer_proposal
from tests.negotiation.builders import TODAY, account, authority_of, cn_account, proposal, uk_account

# The account of `builders.account`: 2,450.00, 160 days past due. A lump sum stands at 10 % off (2,205.00) and may go
# to 25 % off (1,837.50), a person may go to 45 % (1,347.50); plans carry no discount and run for 36 months at most.


def answer(wish: Proposal | None, owed: Account | None = None, hardship: bool = False) -> QuoteResponse:
    owed = owed or account()
    return answer_proposal(owed, wish, authority_of(owed), TODAY, hardship)


def summary(quote: Quote) -> tuple[str, str, str, int, str]:
    return (quote.kind, str(quote.total.amount), quote.cadence, quote.count, str(quote.regular_amount.amount))


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        pytest.param(
            {"amount": "150", "cadence": "monthly"},
            ("instalments", "2450.00", "monthly", 17, "150.00"),
            id="an instalment until all is paid",
        ),
        pytest.param({"amount": "150"}, ("instalments", "2450.00", "monthly", 17, "150.00"), id="monthly when unsaid"),
        pytest.param(
            {"count": 6, "cadence": "monthly"},
            ("instalments", "2450.00", "monthly", 6, "408.33"),
            id="a number of them",
        ),
        pytest.param(
            {"amount": "816.66", "count": 3, "cadence": "monthly"},
            ("instalments", "2450.00", "monthly", 3, "816.66"),
            id="two cents short in all",
        ),
        pytest.param(
            {"amount": "60", "cadence": "weekly"}, ("instalments", "2450.00", "weekly", 41, "60.00"), id="every week"
        ),
        pytest.param({"amount": "2450"}, ("lump_sum", "2450.00", "once", 1, "2450.00"), id="everything at once"),
        pytest.param(
            {"amount": "2300", "cadence": "once"},
            ("lump_sum", "2300.00", "once", 1, "2300.00"),
            id="over standing terms",
        ),
        pytest.param(
            {"settlement_total": "1900"}, ("lump_sum", "1900.00", "once", 1, "1900.00"), id="under the ceiling"
        ),
        pytest.param(
            {"settlement_total": "1837.50"}, ("lump_sum", "1837.50", "once", 1, "1837.50"), id="on the ceiling"
        ),
        pytest.param({"discount_percent": "20"}, ("lump_sum", "1960.00", "once", 1, "1960.00"), id="a percentage"),
        pytest.param(
            {"discount_percent": "5"},
            ("lump_sum", "2205.00", "once", 1, "2205.00"),
            id="a request is never answered with less than everybody gets",
        ),
        pytest.param({"cadence": "once"}, ("lump_sum", "2205.00", "once", 1, "2205.00"), id="at once, no sum named"),
    ],
)
def test_terms_inside_the_authority_become_one_exact_quote(wish: dict[str, Any], expected: tuple[object, ...]) -> None:
    response = answer(proposal(**wish))
    assert response.answer == "accept"
    assert response.reasons == ("within_authority",)
    assert [summary(quote) for quote in response.quotes] == [expected]


@pytest.mark.parametrize(
    ("wish", "reasons", "nearest"),
    [
        pytest.param(
            {"amount": "60", "cadence": "monthly"},
            {"term_above_authority"},
            ("instalments", "2450.00", "monthly", 36, "68.05"),
            id="too little a month",
        ),
        pytest.param(
            {"amount": "20", "cadence": "weekly"},
            {"instalment_below_minimum", "instalments_above_authority"},
            ("instalments", "2450.00", "weekly", 80, "30.62"),
            id="too little a week",
        ),
        pytest.param(
            {"count": 99},
            {"term_above_authority", "instalments_above_authority"},
            ("instalments", "2450.00", "monthly", 36, "68.05"),
            id="too many",
        ),
        pytest.param(
            {"settlement_total": "1400"},
            {"discount_above_authority", "needs_person"},
            ("lump_sum", "1837.50", "once", 1, "1837.50"),
            id="a reduction for a person to decide",
        ),
        pytest.param(
            {"settlement_total": "500"},
            {"discount_above_authority"},
            ("lump_sum", "1837.50", "once", 1, "1837.50"),
            id="a reduction that nobody may give",
        ),
        pytest.param(
            {"discount_percent": "100"},
            {"discount_above_authority"},
            ("lump_sum", "1837.50", "once", 1, "1837.50"),
            id="everything forgiven",
        ),
        pytest.param(
            {"settlement_total": "2000", "count": 4, "cadence": "monthly"},
            {"discount_above_authority", "needs_person"},
            ("instalments", "2450.00", "monthly", 4, "612.50"),
            id="a reduction that instalments do not have",
        ),
        pytest.param(
            {"amount": "9999999999999999999999999", "cadence": "once"},
            {"total_above_balance"},
            ("lump_sum", "2205.00", "once", 1, "2205.00"),
            id="more than is owed",
        ),
        pytest.param(
            {"amount": "200", "count": 6, "cadence": "monthly"},
            {"incomplete_proposal"},
            ("instalments", "2450.00", "monthly", 13, "200.00"),
            id="instalments that leave a rest",
        ),
        pytest.param(
            {"amount": "500", "cadence": "once"},
            {"incomplete_proposal"},
            ("instalments", "2450.00", "monthly", 12, "162.50"),
            id="a part payment comes first, the rest follows",
        ),
        pytest.param(
            {"cadence": "biweekly"},
            {"incomplete_proposal"},
            ("instalments", "2450.00", "biweekly", 26, "94.23"),
            id="only a rhythm",
        ),
        pytest.param(
            {"amount": "150", "cadence": "monthly", "start": date(2027, 6, 1)},
            {"start_too_late"},
            ("instalments", "2450.00", "monthly", 17, "150.00"),
            id="a late start",
        ),
        pytest.param(
            {"amount": "150", "currency": "EUR"},
            {"currency_mismatch"},
            ("instalments", "2450.00", "monthly", 12, "204.16"),
            id="another currency",
        ),
    ],
)
def test_other_terms_are_countered_with_the_nearest_ones(
    wish: dict[str, Any], reasons: set[str], nearest: tuple[object, ...]
) -> None:
    response = answer(proposal(**wish))
    assert response.answer == "counter"
    assert set(response.reasons) == reasons
    assert summary(response.quotes[0]) == nearest


def test_a_cadence_that_is_not_offered_is_answered_in_the_usual_one() -> None:
    response = answer(proposal(amount="500", cadence="weekly"), cn_account())
    assert response.answer == "counter"
    assert "cadence_not_offered" in response.reasons
    assert summary(response.quotes[0]) == ("instalments", "18000.00", "monthly", 9, "2166.67")


def test_half_now_and_half_later_is_a_plan_of_two_payments() -> None:
    wish = proposal(down_payment="1225", amount="1225", cadence="once", count=1, start=date(2026, 12, 30))
    (quote,) = answer(wish).quotes
    assert [(item.number, item.due_on, item.amount.amount) for item in quote.instalments] == [
        (0, date(2026, 11, 27), Decimal("1225.00")),
        (1, date(2026, 12, 30), Decimal("1225.00")),
    ]


def test_a_down_payment_comes_ahead_of_the_instalments() -> None:
    (quote,) = answer(proposal(down_payment="450", amount="200", cadence="monthly")).quotes
    assert quote.down_payment is not None
    assert (quote.down_payment.amount, quote.count, quote.total.amount) == (Decimal(450), 10, Decimal(2450))
    assert quote.instalments[0].number == 0


def test_a_down_payment_of_everything_is_a_lump_sum() -> None:
    (quote,) = answer(proposal(down_payment="2450", amount="100", cadence="monthly")).quotes
    assert summary(quote) == ("lump_sum", "2450.00", "once", 1, "2450.00")


def test_the_first_payment_is_on_the_day_that_the_borrower_named() -> None:
    (quote,) = answer(proposal(amount="150", cadence="monthly", start=date(2026, 12, 11))).quotes
    assert [item.due_on.isoformat() for item in quote.instalments[:3]] == ["2026-12-11", "2027-01-11", "2027-02-11"]


def test_a_day_in_the_past_is_no_start() -> None:
    (quote,) = answer(proposal(amount="150", cadence="monthly", start=date(2026, 1, 1))).quotes
    assert quote.first_due == date(2026, 12, 7)


def test_without_a_proposal_a_moderate_plan_and_a_lump_sum_are_offered() -> None:
    response = answer(None)
    assert response.answer == "counter"
    assert [summary(quote) for quote in response.quotes] == [
        ("instalments", "2450.00", "monthly", 12, "204.16"),
        ("lump_sum", "2205.00", "once", 1, "2205.00"),
    ]


def test_in_hardship_the_smallest_instalments_are_offered_fees_are_waived_and_no_lump_sum_is_asked() -> None:
    response = answer(None, account(fees=Decimal("75.00")), hardship=True)
    assert [summary(quote) for quote in response.quotes] == [("instalments", "2375.00", "monthly", 60, "39.58")]
    assert response.quotes[0].discount.amount == Decimal("75.00")


def test_hardship_terms_allow_what_standard_terms_do_not() -> None:
    wish = proposal(amount="45", cadence="monthly")
    assert answer(wish).answer == "counter"
    assert answer(wish, hardship=True).answer == "accept"


@pytest.mark.parametrize(
    ("owed", "reason"),
    [
        pytest.param(account(balance=Decimal("0.00")), "nothing_owed", id="nothing owed"),
        pytest.param(account(balance=Decimal("25000.01")), "needs_person", id="a large balance"),
        pytest.param(account(time_barred=True), "needs_person", id="time-barred"),
        pytest.param(account(flags=frozenset({"litigation"})), "needs_person", id="a flag"),
    ],
)
@pytest.mark.parametrize("wish", [None, proposal(amount="150", cadence="monthly")])
def test_some_accounts_are_a_persons(owed: Account, reason: str, wish: Proposal | None) -> None:
    response = answer(wish, owed)
    assert (response.answer, response.quotes, response.reasons) == ("refer", (), (reason,))


def test_without_an_authority_a_person_decides() -> None:
    assert answer_proposal(account(), None, None, TODAY).reasons == ("no_authority",)


@pytest.mark.parametrize(
    ("days", "lump_sum"),
    [(0, "2450.00"), (89, "2450.00"), (90, "2327.50"), (150, "2205.00"), (180, "2082.50"), (900, "2082.50")],
)
def test_the_standing_lump_sum_falls_with_the_age_of_the_arrears(days: int, lump_sum: str) -> None:
    assert str(answer(None, account(days_past_due=days)).quotes[-1].total.amount) == lump_sum


def test_a_small_balance_is_offered_in_one_payment() -> None:
    response = answer(None, account(balance=Decimal("24.00")))
    assert [quote.kind for quote in response.quotes] == ["lump_sum"]


def test_quotes_expire_and_name_their_authority() -> None:
    (quote,) = answer(proposal(amount="150", cadence="monthly")).quotes
    assert quote.expires_on == date(2026, 12, 7)
    assert quote.authority == "us-card-harbor-light@2026-09-01"


def test_the_salt_sets_ids_apart_and_nothing_else() -> None:
    owed, wish = account(), proposal(amount="150", cadence="monthly")
    one, other = (
        answer_proposal(owed, wish, authority_of(owed), TODAY, salt=salt).quotes[0] for salt in ("cnv-1", "cnv-2")
    )
    assert one.id != other.id
    assert one == other.model_copy(update={"id": one.id})
    assert one.id.startswith("q_")
    assert len(one.id) == 18


def test_monthly_payments_of_uk_customers_keep_their_day_and_move_off_bank_holidays() -> None:
    (quote,) = answer(proposal(amount="245", cadence="monthly", start=date(2026, 12, 25)), uk_account()).quotes
    assert [item.due_on.isoformat() for item in quote.instalments[:3]] == ["2026-12-29", "2027-01-25", "2027-02-25"]
