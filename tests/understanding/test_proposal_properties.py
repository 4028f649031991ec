"""The proposal grammar on any text, and on sums and days that are generated."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.understanding import parse_proposal
from service.understanding.proposal.numerals import chinese_number, english_number

TODAY = date(2026, 11, 22)
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))
PIECES = st.sampled_from(
    ["100", "$", "a month", "half", "每月", "两千五", "先还", "分", "期", "31st", "2/30", "%", "折",
    "next friday", "下周五",
     "over", "six", "payments", "万", "settle for", "，", "and then", "down", "不行", "can't", "k",
     "9999999999", "0", "\ud800"]
)  # fmt: skip


@given(st.text(), DAYS)
def test_never_raises_on_any_text(text: str, today: date) -> None:
    parse_proposal(text, "en", today)


@given(st.lists(PIECES, max_size=12).map(" ".join), DAYS, st.decimals(0, 10**6, places=2))
def test_never_raises_and_stays_positive_on_words_of_the_trade(text: str, today: date, balance: Decimal) -> None:
    proposal = parse_proposal(text, "zh", today, balance)
    if proposal is not None:
        sums = (proposal.amount, proposal.down_payment, proposal.settlement_total, proposal.discount_percent)
        assert all(value is None or value >= 0 for value in sums)
        assert proposal.count is None or proposal.count >= 1
        assert proposal.start is None or proposal.start >= today


@given(st.integers(min_value=20, max_value=99_999))
def test_reads_any_monthly_sum_in_digits(amount: int) -> None:
    english = parse_proposal(f"I can pay {amount} a month", "en", TODAY)
    chinese = parse_proposal(f"我每个月能还{amount}块", "zh", TODAY)
    assert english is not None
    assert chinese is not None
    assert (english.amount, english.cadence) == (chinese.amount, chinese.cadence) == (Decimal(amount), "monthly")


@given(st.integers(min_value=1, max_value=27))
def test_a_weekday_is_the_next_one_whatever_today_is(offset: int) -> None:
    today = TODAY + timedelta(days=offset)
    proposal = parse_proposal("I can pay 300 on Friday", "en", today)
    assert proposal is not None
    assert proposal.start is not None
    assert proposal.start.weekday() == 4
    assert today < proposal.start <= today + timedelta(days=7)


@pytest.mark.parametrize(
    ("today", "text", "start"),
    [
        (date(2026, 11, 25), "下周五还300", date(2026, 12, 4)),
        (date(2026, 11, 25), "这周五还300", date(2026, 11, 27)),
        (date(2026, 1, 30), "I can pay 300 on the 31st", date(2026, 1, 31)),
        (date(2026, 1, 31), "I can pay 300 on the 31st", date(2026, 3, 31)),
        (date(2026, 2, 10), "30号还300", date(2026, 3, 30)),
        (date(2026, 12, 20), "I can pay 300 on January 5", date(2027, 1, 5)),
        (date(2026, 1, 31), "一个月后还300", date(2026, 2, 28)),
        (date(2027, 2, 27), "I can pay 300 on February 29", date(2028, 2, 29)),
    ],
)
def test_days_are_reckoned_from_today(today: date, text: str, start: date) -> None:
    proposal = parse_proposal(text, None, today)
    assert proposal is not None
    assert proposal.start == start


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("两千五", 2500), ("三百五", 350), ("一万二", 12000), ("1.5万", 15000), ("1万2", 12000), ("两千零五十", 2050),
        ("一千二百五十", 1250), ("十五", 15), ("二十", 20), ("一百零五", 105), ("3千", 3000), ("五十", 50),
        ("一百一", 110),
        ("一千零五", 1005),
    ],
)  # fmt: skip
def test_chinese_numbers(text: str, value: int) -> None:
    assert chinese_number(text) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("twelve hundred", 1200), ("two fifty", 250), ("a hundred and twenty", 120), ("twenty-five", 25),
        ("two thousand five hundred", 2500), ("one fifty", 150), ("a grand", 1000), ("ninety", 90),
    ],
)  # fmt: skip
def test_english_numbers(words: str, value: int) -> None:
    assert english_number(words) == value


def test_a_stated_balance_goes_before_the_account_s_own() -> None:
    proposal = parse_proposal("I owe 1000. Half now, half on the 30th", "en", TODAY, Decimal("5000"))
    assert proposal is not None
    assert proposal.amount == Decimal(500)


def test_a_balance_makes_a_percentage_a_sum() -> None:
    proposal = parse_proposal("I'll settle for 60%", "en", TODAY, Decimal("1000"))
    assert proposal is not None
    assert (proposal.settlement_total, proposal.discount_percent) == (Decimal(600), Decimal(40))
