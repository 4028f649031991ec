"""Which written dates are somebody's date of birth."""

from __future__ import annotations

import re
from datetime import date

from service.privacy.dates import WrittenDate, written_dates

_BEFORE = re.compile(
    r"(?:\bborn\b|\bbirth ?(?:date|day)?\b|\bd\.?o\.?b\b|\bbday\b|\bb-day\b|生日|出生|生于|生辰|诞辰)[^\n;。；]{0,28}$",
    re.IGNORECASE,
)
_AFTER = re.compile(r"^[^\n;。；0-9]{0,14}(?:出生|生的|生日|生人|诞生|\bborn\b|\bbirth|\bdob\b|\bbday)", re.IGNORECASE)
_BORN_AFTER = re.compile(r"^(?:日|号)? ?生(?=$|[^一-鿿]|于|在)")
_LINKED = re.compile(r"^[ ,]{0,2}(?:or|and|i mean|no wait|sorry|或者?|不对|应该是)?[ ,]{0,2}$", re.IGNORECASE)
# Words that make a date in the past one of the debt and not of a person.
_OF_THE_DEBT = re.compile(
    r"\b(?:pa(?:y|id|ying|yment|yments)|due|opened|bill(?:ed)?|loan|charge[ds]?|statement|letter|account|since|until|by|start|transfer|card|"
    r"contract|order|invoice|divorce|married|died|passed)\b|还|付|欠|逾期|账单|到期|贷|开户|合同|借|交易|离婚|结婚|去世|转账|开始|办的",
    re.IGNORECASE,
)
_YOUNGEST = 14  # years; younger than that nobody owes, so that a later date is one of the debt
_FEW_WORDS = 8
_WORD = re.compile(r"[A-Za-z']+|[一-鿿]{1,2}")


def latest_birth_year() -> int:
    return date.today().year - _YOUNGEST  # noqa: DTZ011  (a year's precision is enough)


def birth_dates(text: str, own: date | None = None) -> list[WrittenDate]:
    """The dates of a folded text that are a date of birth: said to be one, standing by itself, or the known one.

    Args:
        own: the borrower's, which is found in any written form.
    """
    dates = written_dates(text)
    latest = latest_birth_year()
    kept: list[WrittenDate] = []
    for each in dates:
        linked = bool(kept) and kept[-1].end <= each.start and bool(_LINKED.match(text[kept[-1].end : each.start]))
        if own in each.readings or linked or _is_said(text, each) or _stands_alone(text, dates, each, latest):
            kept.append(each)
    return kept


def _is_said(text: str, each: WrittenDate) -> bool:
    before = text[max(0, each.start - 48) : each.start]
    said = bool(_BEFORE.search(before)) and not _DATE_BETWEEN.search(before)
    after = text[each.end : each.end + 26]
    return said or bool(_AFTER.search(after) or _BORN_AFTER.search(after))


_DATE_BETWEEN = re.compile(r"(?:birth|born|生日|出生).{0,30}(?:\bpay|还款|付款)", re.IGNORECASE)


def _stands_alone(text: str, dates: list[WrittenDate], each: WrittenDate, latest: int) -> bool:
    """Whether a message says hardly more than this date, and the date can be one of birth."""
    if not any(1900 < reading.year <= latest for reading in each.readings):
        return False
    if each.compact and len(text.strip(" .,。，!")) > each.end - each.start + 24:
        return False
    if _OF_THE_DEBT.search(text[max(0, each.start - 60) : each.start] + text[each.end : each.end + 60]):
        return False
    around = text[max(0, each.start - 120) : each.start] + " " + text[each.end : each.end + 120]
    return len(_WORD.findall(around)) <= _FEW_WORDS + 3 * (len(dates) - 1)
