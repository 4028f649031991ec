"""Money, dates and rhythms as a reader of each language expects them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from service.domain.money import Money
from service.domain.negotiation import Quote
from service.domain.vocabulary import Cadence, Language

_CHINESE_UNITS = {"CNY": "元", "USD": "美元", "GBP": "英镑", "EUR": "欧元", "HKD": "港元"}
_CADENCES: dict[Language, dict[Cadence, str]] = {
    "en": {
        "once": "once",
        "weekly": "every week",
        "biweekly": "every two weeks",
        "semimonthly": "twice a month",
        "monthly": "every month",
    },
    "zh": {"once": "一次性", "weekly": "每周", "biweekly": "每两周", "semimonthly": "每月两次", "monthly": "每月"},
}
_PRODUCTS: dict[str, tuple[str, str]] = {
    "card": ("credit card", "信用卡"),
    "credit_card": ("credit card", "信用卡"),
    "loan": ("loan", "贷款"),
    "personal_loan": ("personal loan", "个人贷款"),
    "consumer_loan": ("consumer loan", "消费贷款"),
    "medical": ("medical bill", "医疗账单"),
}
# A longer list than this is shown as its first payments and its last one.
_WHOLE_SCHEDULE = 6


def money_text(money: Money, language: Language) -> str:
    """ "$1,250.00" and "£95.00" in English, "1,250.00元" and "95.00英镑" in Chinese."""
    if language == "zh":
        unit = _CHINESE_UNITS.get(money.currency, money.currency)
        return str(format_decimal(money.amount, "#,##0.00", locale="zh_CN")) + unit
    return str(format_currency(money.amount, money.currency, locale="en_US"))


def date_text(day: date, language: Language, jurisdiction: str) -> str:
    """ "December 1, 2026", in the UK "1 December 2026", in Chinese "2026年12月1日"."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return str(format_date(day, "long", locale="en_GB" if jurisdiction == "uk" else "en_US"))


def percent_text(percent: Decimal) -> str:
    """ "15%" or "12.5%": no zeros behind the point."""
    return f"{plain_number(percent)}%"


def plain_number(value: Decimal) -> str:
    """A decimal without trailing zeros and without an exponent."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def cadence_text(cadence: Cadence, language: Language) -> str:
    return _CADENCES[language][cadence]


def regular_count_text(count: int, language: Language) -> str:
    """How many payments come before a last one that differs: "11 payments", "前11期每期"; of a single one "第1期"."""
    if language == "zh":
        return "第1期" if count == 1 else f"前{count}期每期"
    return "1 payment" if count == 1 else f"{count} payments"


def product_text(product: str, language: Language) -> str:
    """The everyday name of a product code; any other code is called an account."""
    words = _PRODUCTS.get(product.strip().lower().replace(" ", "_").replace("-", "_"), ("account", "账户"))
    return words[0] if language == "en" else words[1]


def schedule_text(quote: Quote, language: Language, jurisdiction: str) -> str:
    """The payments of a quote, a line each; of a long list the first two and the last, and how many there are."""
    rows = [_row(quote, index, language, jurisdiction) for index in range(len(quote.instalments))]
    if len(rows) <= _WHOLE_SCHEDULE:
        return "\n".join(rows)
    regular = [index for index, item in enumerate(quote.instalments) if item.number > 0]
    shown = [*range(regular[0]), *regular[:2]]
    return "\n".join([*(rows[index] for index in shown), "…", rows[-1]])


def _row(quote: Quote, index: int, language: Language, jurisdiction: str) -> str:
    item = quote.instalments[index]
    due, amount = date_text(item.due_on, language, jurisdiction), money_text(item.amount, language)
    if language == "zh":
        label = "首付" if item.number == 0 else f"第{item.number}期（共{quote.count}期）"
        return f"{label}：{due}，{amount}"
    label = "Down payment" if item.number == 0 else f"Payment {item.number} of {quote.count}"
    return f"{label}: {due}, {amount}"
