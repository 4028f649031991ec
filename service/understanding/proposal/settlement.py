"""Reductions: percentages, fractions, 折 and 成."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from service.understanding.proposal.mention import Mention
from service.understanding.proposal.numerals import ENGLISH_NUMBER, chinese_number, english_number

_NUMBER = rf"(?P<n>\d{{1,3}}(?:\.\d{{1,2}})?|{ENGLISH_NUMBER})"
_PERCENT = rf"{_NUMBER} ?(?:%|percent|per cent|pct)"
_ZH_PERCENT = r"(?:(?P<n>\d{1,3}(?:\.\d{1,2})?)%|百分之(?P<zh>[零一二三四五六七八九十\d]{1,3}))"
_ZH_TENTHS = r"(?P<tenths>[一二两三四五六七八九]|[1-9])成(?P<half>[一二两三四五六七八九半])?(?!功|为|年|绩|立|本|交|都)"
_FRACTIONS = {
    "half": Decimal(50), "a third": Decimal("33.33"), "one third": Decimal("33.33"), "a quarter": Decimal(25),
    "one quarter": Decimal(25), "two thirds": Decimal("66.67"), "three quarters": Decimal(75), "a fifth": Decimal(20),
    "one-third": Decimal("33.33"), "two-thirds": Decimal("66.67"), "three-quarters": Decimal(75),
}  # fmt: skip
_FRACTION = rf"(?P<fraction>{'|'.join(sorted(_FRACTIONS, key=len, reverse=True))})"
_CUT = r"(?:off|discount|reduction|less|knocked|taken|waived?|forgiven|write[- ]?off|lower|cut|reduced)"
_SETTLE = (
    r"(?:settle|settling|settlement|accept(?:ing)?|tak(?:e|ing)|pay(?:ing)?|offer(?:ing)?|give|do"
    r"|clear|close|go|agree|can|could)"
    r"\b[^.;?!]{0,30}?"
)
_DEBT = (
    r"(?:the |my |this |your |what )?(?:balance|debt|total|amount|bill|loan|i owe|whole (?:thing|amount)|it"
    r"|that|outstanding)"
)

Share = Callable[[Decimal], Decimal]


def _reduced(share: Decimal) -> Decimal:
    return share


def _paid(share: Decimal) -> Decimal:
    return Decimal(100) - share


_RULES: tuple[tuple[str, Share], ...] = (
    (rf"{_PERCENT}(?: of (?:it|that|{_DEBT}))? {_CUT}\b", _reduced),
    (
        rf"\b(?:knock|take|cut|reduce|waive|forgive|write|drop|lower|discount|slash"
        rf"|remove)\b[^.;?!]{{0,24}}?{_PERCENT}",
        _reduced,
    ),
    (rf"\b(?:discount|reduction) of {_PERCENT}", _reduced),
    (rf"\b{_SETTLE}{_PERCENT}(?! (?:interest|apr|of my (?:income|salary|wages?|pay)))", _paid),
    (
        rf"\b(?:knock|take|cut|waive|forgive|write|reduce)\b[^.;?!]{{0,16}}?\b{_FRACTION}\b(?: of (?:it"
        rf"|{_DEBT}))?(?: off)?",
        _reduced,
    ),
    (rf"\b{_FRACTION} off\b", _reduced),
    (
        rf"\b{_FRACTION}\b(?: of {_DEBT})?[^.;?!\d]{{0,12}}?\b(?:if you (?:close|forgive|drop|write|waive)"
        rf"|as (?:an? |the |my )?(?:\w+ ){{0,2}}settlement|to (?:settle|close))",
        _paid,
    ),
    (
        rf"\b(?:settle|settling|settlement|accept|close it|take)\b[^.;?!]{{0,24}}?\b(?:for |of "
        rf"|at )?{_FRACTION}\b(?! (?:now|today|on))(?: of {_DEBT})?",
        _paid,
    ),
    (r"(?P<zhe>[一二三四五六七八九][一二三四五六七八九]?|\d(?:\.\d)?\d?|对|半)折", _reduced),
    (rf"(?:减免|减|免|少还|便宜|优惠|降|免除|打掉|少|抹掉|让)(?:个|掉|我|了|去|到)?{_ZH_PERCENT}", _reduced),
    (rf"(?:减免|减|免|少还|便宜|优惠|降|免除|少|抹掉|让)(?:个|掉|我|了|去)?{_ZH_TENTHS}", _reduced),
    (rf"(?:还|付|出|给|按|只还|只能还|结清|用|以)(?:款|你们|欠款的?|总额的?|本金的?|的)?{_ZH_PERCENT}", _paid),
    (rf"(?:还|付|出|给|按|只还|只能还|结清|用|以)(?:款|你们|欠款的?|总额的?|本金的?|的)?{_ZH_TENTHS}", _paid),
    (rf"{_ZH_TENTHS}(?:结清|了结|结掉|还清)", _paid),
    (r"(?P<fraction>减半|半价|打对折|免一半|减免一半|少一半|减一半|免掉一半)", lambda _: Decimal(50)),
    (r"(?:还|付|出)(?P<fraction>一半)(?:结清|了结|行|就|剩下的?免|算)", lambda _: Decimal(50)),
)
_COMPILED = tuple((re.compile(pattern), share) for pattern, share in _RULES)
_OTHER = re.compile(r"\b(?:interest|apr|income|salary|wages?|rate|tax)\b|利息|利率|收入|工资|年化")


def find_discounts(text: str) -> list[Mention[Decimal]]:
    """All reductions that are asked for, in percent of the balance; rates of interest are none."""
    found: list[Mention[Decimal]] = []
    for pattern, share in _COMPILED:
        for match in pattern.finditer(text):
            around = match.group() + text[match.end() : match.end() + 14]
            value = None if _OTHER.search(around) else _value(match)
            if value is None or not 0 < value < 100:
                continue
            if not any(other.start < match.end() and match.start() < other.end for other in found):
                found.append(Mention(_number_start(match), match.end(), share(value)))
    return sorted(found, key=lambda mention: mention.start)


def _number_start(match: re.Match[str]) -> int:
    """Where the share itself begins: a sum before it ("settle 3000 for 60%") must stay readable."""
    names = ("n", "zh", "fraction", "tenths", "zhe")
    return next(match.start(name) for name in names if match.groupdict().get(name))


def _value(match: re.Match[str]) -> Decimal | None:
    groups = {name: value for name, value in match.groupdict().items() if value}
    if "fraction" in groups:
        return _FRACTIONS.get(groups["fraction"], Decimal(50))
    if "zhe" in groups:
        return _zhe(groups["zhe"])
    if "tenths" in groups:
        return _tenths(groups["tenths"], groups.get("half"))
    words = groups.get("n") or groups.get("zh") or ""
    if words[:1].isdigit() and words.isascii():
        return Decimal(words)
    return english_number(words) if words.isascii() else chinese_number(words)


def _tenths(digit: str, half: str | None) -> Decimal | None:
    """三成 is 30 percent, 三成五 35."""
    whole = chinese_number(digit)
    part = Decimal(5) if half == "半" else chinese_number(half) if half else Decimal(0)
    return None if whole is None or part is None else whole * 10 + part


def _zhe(text: str) -> Decimal | None:
    """How much 折 takes off: 八折 is 20 percent, 八五折 15, 对折 50."""
    if text in ("对", "半"):
        return Decimal(50)
    if text.isascii():
        value = Decimal(text)
        return 100 - (value if value > 10 else value * 10)
    digits = [chinese_number(character) or Decimal(0) for character in text]
    return 100 - (digits[0] * 10 + (digits[1] if len(digits) > 1 else 0))
