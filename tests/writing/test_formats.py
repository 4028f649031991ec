"""Money, dates and schedules as each language reads them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.money import Money
from service.domain.vocabulary import Language
from service.writing.formats import (
    cadence_text,
    date_text,
    money_text,
    percent_text,
    plain_number,
    product_text,
    schedule_text,
)
from tests.writing.cases import quote


@pytest.mark.parametrize(
    ("amount", "currency", "language", "text"),
    [
        ("1250.00", "USD", "en", "$1,250.00"),
        ("95.00", "GBP", "en", "£95.00"),
        ("1250.00", "CNY", "zh", "1,250.00元"),
        ("0.05", "USD", "zh", "0.05美元"),
        ("1234567.80", "GBP", "zh", "1,234,567.80英镑"),
        ("18324.60", "CNY", "en", "CN¥18,324.60"),
        ("7.00", "SEK", "zh", "7.00SEK"),
    ],
)
def test_money(amount: str, currency: str, language: Language, text: str) -> None:
    assert money_text(Money(amount=Decimal(amount), currency=currency), language) == text


@pytest.mark.parametrize(
    ("language", "jurisdiction", "text"),
    [
        ("en", "us", "December 1, 2026"),
        ("en", "uk", "1 December 2026"),
        ("en", "cn", "December 1, 2026"),
        ("zh", "cn", "2026年12月1日"),
        ("zh", "us", "2026年12月1日"),
    ],
)
def test_dates(language: Language, jurisdiction: str, text: str) -> None:
    assert date_text(date(2026, 12, 1), language, jurisdiction) == text


@pytest.mark.parametrize(
    ("percent", "text"), [("20.00", "20%"), ("12.50", "12.5%"), ("0.25", "0.25%"), ("100", "100%")]
)
def test_percentages(percent: str, text: str) -> None:
    assert percent_text(Decimal(percent)) == text


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_a_plain_number_keeps_its_value(value: Decimal) -> None:
    text = plain_number(value)
    assert Decimal(text) == value
    assert "E" not in text


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from(["en", "zh"]))
def test_money_keeps_its_value(value: Decimal, language: Language) -> None:
    text = money_text(Money(amount=value, currency="USD"), language)
    assert Decimal(re.sub(r"[^0-9.]", "", text)) == value


@pytest.mark.parametrize(
    ("product", "en", "zh"),
    [
        ("card", "credit card", "信用卡"),
        ("Consumer Loan", "consumer loan", "消费贷款"),
        ("personal-loan", "personal loan", "个人贷款"),
        ("space_rocket", "account", "账户"),
    ],
)
def test_products(product: str, en: str, zh: str) -> None:
    assert (product_text(product, "en"), product_text(product, "zh")) == (en, zh)


def test_cadences() -> None:
    assert (cadence_text("biweekly", "en"), cadence_text("semimonthly", "zh")) == ("every two weeks", "每月两次")


def test_a_short_schedule_lists_every_payment() -> None:
    assert schedule_text(quote("900.00", 3), "en", "uk").splitlines() == [
        "Payment 1 of 3: 1 December 2026, $300.00",
        "Payment 2 of 3: 1 January 2027, $300.00",
        "Payment 3 of 3: 1 February 2027, $300.00",
    ]


def test_a_long_schedule_shows_its_beginning_and_its_end() -> None:
    lines = schedule_text(quote("1250.00", 24, down="50.00", currency="CNY"), "zh", "cn").splitlines()
    assert lines == [
        "首付：2026年11月30日，50.00元",
        "第1期（共24期）：2026年12月1日，50.00元",
        "第2期（共24期）：2027年1月1日，50.00元",
        "…",
        "第24期（共24期）：2028年11月1日，50.00元",
    ]
