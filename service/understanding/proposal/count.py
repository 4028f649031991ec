"""How many instalments: "over 6 months", "in three payments", 分六期."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from service.domain.vocabulary import Cadence
from service.understanding.proposal.mention import Mention
from service.understanding.proposal.numerals import SMALL, small_number


class Count(NamedTuple):
    """A number of instalments, and the cadence that its unit implies ("over 6 months" is monthly).

    `total` tells that a sum beside it is spread over the instalments ("900 over 3 months").
    """

    number: int
    cadence: Cadence | None
    total: bool


_PARTS = r"(?:payments?|instal+ments?|parts?|goes|chunks?|pieces?|equal payments?|equal instal+ments?|pays)"
_SPREAD = r"(?:over|across|spread over|spread across|split over|split across|stretched over|out over)"
_KIND = r"(?:(?:equal|monthly|weekly|even|regular|fortnightly|biweekly|smaller|small|more|further) )*"

_RULES: tuple[tuple[str, Callable[[str], Count | None]], ...] = (
    (
        rf"(?:\b{_SPREAD}|\b(?:pay (?:it|this|that|everything|you|them)? ?(?:all )?(?:off|back)|clear (?:it|this)"
        rf"|finish)\b[^.,;]{{0,10}}\b(?:in|within))"
        rf" (?:the (?:next|course of|coming) |a period of |about |around |say )?(?P<n>{SMALL}|a"
        rf"|an) ?(?P<unit>months?|weeks?|years?)\b",
        lambda unit: _period(unit, total=True),
    ),
    (
        rf"\b(?:for|during) (?:the next |the first |the coming |about |around |say |at least )?(?P<n>{SMALL}|a"
        rf"|an) ?(?P<unit>months?|weeks?|years?)\b",
        lambda unit: _period(unit, total=False),
    ),
    (
        rf"(?:\b(?:do|make it|take|need|want|prefer) )(?P<n>{SMALL}) (?P<unit>months?|weeks?)\b",
        lambda unit: _period(unit, total=True),
    ),
    (r"\b(?:over|for) (?P<n>half) (?P<unit>a year)\b", lambda _: Count(6, "monthly", False)),
    (
        rf"\b(?:in|into|over|with|by|make|do|split (?:it |this |that )?(?:in"
        rf"|into)?) (?P<n>{SMALL}) {_KIND}(?P<unit>{_PARTS})\b",
        lambda _: Count(1, None, True),
    ),
    (rf"(?<![\d.])(?P<n>{SMALL}) {_KIND}(?P<unit>{_PARTS}) of\b", lambda _: Count(1, None, False)),
    (rf"(?<![\d.])(?P<n>{SMALL}) (?:lots|times) of\b(?P<unit>)", lambda _: Count(1, None, False)),
    (r"(?<![\d.])(?P<n>\d{1,2}) ?(?:x|×) ?(?=[$£¥€]?\d)(?P<unit>)", lambda _: Count(1, None, False)),
    (rf"(?<![\d.])(?P<n>{SMALL}) {_KIND}(?P<unit>instal+ments?|payments)\b", lambda _: Count(1, None, True)),
    (rf"\bsplit (?:it|this|that) (?:in|into) (?P<n>{SMALL}|half)(?P<unit>)\b", lambda _: Count(1, None, True)),
    (r"(?P<n>半)(?P<unit>年)(?:之内|以内|内)?(?:还清|还完|付清|结清)", lambda _: Count(6, "monthly", True)),
    (r"分(?:成|作|为|做)?(?:个)?(?P<n>半)(?P<unit>年)", lambda _: Count(6, "monthly", True)),
    (rf"分(?:成|作|为|做|个)?(?P<n>{SMALL})个?(?P<unit>期|次|笔|回|份|批|部分)", lambda _: Count(1, None, True)),
    (rf"分期?(?:成|作|为|做)?(?P<n>{SMALL})个?(?P<unit>月|周|星期|礼拜|年)", lambda unit: _period(unit, total=True)),
    (
        rf"(?P<n>{SMALL})个?(?P<unit>月|周|星期|礼拜)(?:之内|以内|内)?(?:还清|还完|付清|结清|还掉|还款|还)",
        lambda unit: _period(unit, total=True),
    ),
    (
        rf"(?:还|连续|连着还|付|交|共|一共)(?P<n>{SMALL})个?(?P<unit>月|周|星期|礼拜|年)",
        lambda unit: _period(unit, total=False),
    ),
    (
        rf"(?P<n>{SMALL})(?P<unit>期|次|笔)(?:还清|还完|付清|结清|还|付|行|可以|吧|吗|的话)",
        lambda _: Count(1, None, True),
    ),
    (rf"(?:共|一共|总共|连续|还|做|办)(?P<n>{SMALL})(?P<unit>期|次)", lambda _: Count(1, None, False)),
    (rf"(?<=[,，。、\s])(?P<n>{SMALL})(?P<unit>期)(?!限|间|待|望)", lambda _: Count(1, None, False)),
)
_COMPILED = tuple((re.compile(pattern), meaning) for pattern, meaning in _RULES)
_MISSED = re.compile(
    r"\b(?:missed|behind|late|skipped|made|overdue|already|off (?:sick|work)|unemployed|work|sick|ill|been"
    r"|hospital|working)\b[^.,;]{0,20}$"
    r"|(?:逾期|欠|拖|晚|没还|漏|已经|失业|住院|没工作|上班|没发|每|工作)[^，。,;]{0,4}$"
)


def find_counts(text: str) -> list[Mention[Count]]:
    """All mentions of a number of instalments, in the order of the text; missed ones are none."""
    found: list[Mention[Count]] = []
    for pattern, meaning in _COMPILED:
        for match in pattern.finditer(text):
            taken = any(other.start < match.end() and match.start() < other.end for other in found)
            count = None if taken or _MISSED.search(text[: match.start()]) else _count(match, meaning)
            if count is not None:
                found.append(Mention(match.start(), match.end(), count))
    return sorted(found, key=lambda mention: mention.start)


def _count(match: re.Match[str], meaning: Callable[[str], Count | None]) -> Count | None:
    words = match["n"]
    number = 2 if words == "half" and not match["unit"] else 1 if words in ("half", "半") else small_number(words)
    given = meaning(match["unit"])
    if number is None or given is None:
        return None
    return given._replace(number=given.number * number)


def _period(unit: str, total: bool) -> Count:
    """One unit of a period as instalments; a year of monthly ones is twelve."""
    if unit.startswith("week") or unit in ("周", "星期", "礼拜"):
        return Count(1, "weekly", total)
    return Count(12 if unit.startswith("year") or unit == "年" else 1, "monthly", total)
