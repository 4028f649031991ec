"""Sums of money in digits, words and Chinese numerals; vague ones carry no value."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from service.understanding.proposal.mention import Mention, masked
from service.understanding.proposal.numerals import CHINESE_NUMBER, ENGLISH_NUMBER, chinese_number, english_number


class Sum(NamedTuple):
    """A sum; `value` is None when it is vague, `marked` tells that a sign or word says it is money."""

    value: Decimal | None
    currency: str | None
    marked: bool


_CURRENCIES = {
    "$": "USD", "us$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "buck": "USD", "bucks": "USD",
    "美元": "USD", "美金": "USD", "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "quid": "GBP",
    "英镑": "GBP", "镑": "GBP", "¥": "CNY", "cny": "CNY", "rmb": "CNY", "yuan": "CNY", "元": "CNY", "块": "CNY",
    "块钱": "CNY", "人民币": "CNY", "圆": "CNY", "元钱": "CNY", "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR",
}  # fmt: skip
_SIGN = r"(?P<sign>us\$|\$|£|¥|€|(?:usd|gbp|cny|rmb|eur)(?= ?\d)|人民币)?"
_UNIT = (
    r"(?: ?(?P<unit>(?:dollars?|bucks?|usd|pounds?|quid|gbp|yuan|rmb|cny|euros?|eur)\b"
    r"|块钱|元钱|块|元|圆|人民币|美元|美金|英镑|镑))?"
)
_DIGITS = r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,9}(?:\.\d{1,2})?)(?!\d)"
_SCALE = r"(?P<scale>k(?![a-z])| ?(?:grand|thousand|hundred)\b|[万千百w][\d一二两三四五六七八九零百千十]*)?"
_NUMERIC = re.compile(rf"(?<![a-z0-9_/#])(?<!\d[,.]){_SIGN} ?{_DIGITS}{_SCALE}(?:ish\b)?{_UNIT}")
_ENGLISH = re.compile(rf"(?P<words>{ENGLISH_NUMBER})(?:ish\b)?{_UNIT}")
_CHINESE = re.compile(rf"(?<![第十百千万周])(?<!星期)(?<!礼拜)(?P<words>{CHINESE_NUMBER}){_UNIT}")
_RANGE_SIDE = r"(?:us\$|[$£¥€])?\d[\d,.]*k?"
_VAGUE = re.compile(
    rf"(?P<x>\b(?:a )?(?:couple|few|several)(?: of)? (?:hundred|thousand|grand|bucks|dollars|quid|pounds"
    rf"|hundreds))(?: ?(?P<unit>bucks|dollars|quid|pounds))?\b"
    rf"|\b(?:some|a bit of|a little) (?:money|cash)\b"
    rf"|(?<![\d.,/]){_RANGE_SIDE}(?: ?- ?| ?~ ?| to | or ){_RANGE_SIDE}(?![\d/])"
    rf"|\bbetween {_RANGE_SIDE} and {_RANGE_SIDE}"
    rf"|\b(?:one|two|three|four|five|six|seven|eight) (?:or|to) (?:two|three|four|five|six|seven|eight"
    rf"|nine) (?:hundred|thousand)\b"
    r"|(?:好|上)?几[十百千万]+(?:块钱|块|元)?|[一二两三四五六七八九][一二两三四五六七八九][十百千万](?:块钱|块|元)?"
    r"|[百千万][来把几](?:块钱|块|元)?|[一二两三四五六七八九]?[百千万]多(?:块钱|块|元)?"
    rf"|(?:{CHINESE_NUMBER}|\d+)(?:块|元)?(?:到|至|或者?|~){CHINESE_NUMBER}(?:块|元)?|\d+(?:块"
    rf"|元)?(?:到|至|~)\d+(?:块|元)?"
    r"|(?:一点|一些|一点点|少量)(?:钱)"
)
# What a bare number counts when it is no money.
_COUNTED = re.compile(
    r"^ ?(?:kids?|children|years?|yrs?|times?|days?|weeks?|months?|hours?|mins?|minutes?|people|percent"
    r"|per cent|pct|%|calls?"
    r"|letters?|messages?|o'?clock|am\b|pm\b|a\.m|p\.m|jobs?|st\b|nd\b|rd\b|th\b|texts?|emails?|options?"
    r"|plans?|of (?:us|them|my)"
    r"|loans?|accounts?|cards?|digits?|pay ?checks?|paychecks?|instal|payments?|miles|pills|:|个|岁|年|月|天|日|号|次"
    r"|期|点|分|小时|周|星期"
    r"|人|条|遍|笔|折|成|楼|张|家|口|位|元月|礼拜|种|方案|%|遍|下|起|直|般|定|些|边|样|切|共|起|会|旦|向|生|时|律)"
)
_BEFORE_COUNT = re.compile(
    r"(?:\b(?:option|plan|number|step|room|age|aged|chapter|form|article|section|code|year|id"
    r"|ref(?:erence)?|ending(?: in)?|case)|方案|选项|第|尾号|工号|编号|年龄|今年|满|才|打|拨|应该是"
    r"|不是)[ #:]*$|\b(?:i'm|turned|under|i am"
    r"|aged?|am|just) (?:only |just |still )?$"
)

_YEAR = re.compile(r"\b(?:since|in|back in|from|of) $")


def find_sums(text: str) -> list[Mention[Sum]]:
    """All sums, in the order of the text.

    Args:
        text: plain, with dates, cadences, counts and percentages already masked.
    """
    found = [
        Mention(match.start(), match.end(), Sum(None, _vague_currency(match.group()), True))
        for match in _VAGUE.finditer(text)
    ]
    rest = masked(text, found)
    for pattern, value_of in ((_NUMERIC, _numeric), (_ENGLISH, _english), (_CHINESE, _chinese)):
        hits = []
        for match in pattern.finditer(rest):
            given = _sum(rest, match, value_of(match))
            if given is not None:
                hits.append(Mention(match.start(), match.end(), given))
        found += hits
        rest = masked(rest, hits)
    return sorted(found, key=lambda mention: mention.start)


def _sum(text: str, match: re.Match[str], value: Decimal | None) -> Sum | None:
    groups = match.groupdict()
    mark = groups.get("sign") or groups.get("unit")
    if value is None or value <= 0 or value >= Decimal(10) ** 9:
        return None
    if mark is None and (_COUNTED.match(text[match.end() :]) or _BEFORE_COUNT.search(text[: match.start()])):
        return None
    if mark is None and "," not in match.group() and 1900 <= value < 2100 and _YEAR.search(text[: match.start()]):
        return None
    smallest = 1 if mark else 10
    if value == value.to_integral_value():
        value = value.quantize(Decimal(1))
    return Sum(value, _CURRENCIES.get(mark) if mark else None, mark is not None) if value >= smallest else None


def _numeric(match: re.Match[str]) -> Decimal | None:
    digits, scale = match["digits"].replace(",", ""), (match["scale"] or "").strip()
    if scale in ("k", "grand", "thousand"):
        return Decimal(digits) * 1000
    if scale == "hundred":
        return Decimal(digits) * 100
    return chinese_number(digits + scale) if scale else Decimal(digits)


def _english(match: re.Match[str]) -> Decimal:
    return english_number(match["words"])


def _chinese(match: re.Match[str]) -> Decimal | None:
    return chinese_number(match["words"])


def _vague_currency(text: str) -> str | None:
    return next((code for mark, code in _CURRENCIES.items() if len(mark) != 3 and mark in text), None)
