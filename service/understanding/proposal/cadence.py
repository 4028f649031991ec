"""How often: weekly, biweekly, semimonthly, monthly, once."""

from __future__ import annotations

import re

from service.domain.vocabulary import Cadence
from service.understanding.proposal.mention import Mention, masked

_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_ZH_NUMERAL = r"(?![百千万十两])"
_ZH_NOT_AFTER = r"(?!(?:之)?(?:后|内|前|以后|以内|以前|左右就|没|的工资|工资|收入|挣|赚|房租|才))"

# In this order: what is more specific hides its words from what follows.
_RULES: tuple[tuple[Cadence, str], ...] = (
    (
        "semimonthly",
        r"\b(?:twice|two times|2x|2 times|both times) (?:a|per|each|every|in a) month\b|\bsemi-?\s?monthly\b"
        r"|\btwice monthly\b"
        r"|\bevery half(?: a)? month\b|\bhalf[- ]monthly\b"
        r"|\b(?:on )?the (?:1st|first|5th|15th) and (?:the )?(?:15th|fifteenth|20th|30th|last)\b"
        r"|每?半个?月(?:还|付|一次|一期|给|一回)|每半个?月|(?:一个?月|每个?月|每月)(?:还|付|分)?[两二2](?:次|回)"
        r"|每月?(?:1|一)[号日]和?(?:15|十五)[号日]",
    ),
    (
        "biweekly",
        rf"\b(?:every|each) (?:other|2nd|second|alternate) (?:week|{_DAY})\b|\bevery (?:two|2|couple of) weeks\b"
        r"|\bbi-?\s?weekly\b|\bfortnightly\b|\b(?:every|each|per|a) fortnight\b|\bevery (?:14|fourteen) days\b"
        r"|\b(?:once )?(?:per|a) (?:two|2) weeks\b|\balternate weeks\b"
        r"|每(?:隔)?(?:两|二|2)个?(?:周|星期|礼拜)|每?隔(?:一)?个?(?:周|星期|礼拜)|双周|(?:两|2)个?(?:周"
        r"|星期|礼拜)(?:还|付|一次|给)(?:一次|一回)?"
        r"|每(?:十四|14)天",
    ),
    (
        "weekly",
        rf"\b(?:a|per|each|every|once a|/) ?week(?!s?(?: ago| from|end|ends|s))\b|\bweekly\b|/ ?w(?:k|eek)\b|\bp/?w\b"
        rf"|\b(?:every|each) {_DAY}\b|\bon {_DAY[:-2]}s\b|\bweek by week\b|\bevery (?:7|seven) days\b"
        rf"|每(?:个|一)?(?:周|星期|礼拜)(?:[一二三四五六日天]{_ZH_NUMERAL})?|按(?:周|星期)|周付"
        rf"|(?:(?<![两几三四五六七八九十上下这本])一"
        rf"|(?<![0-9])1)个?(?:周|星期|礼拜){_ZH_NOT_AFTER}|逐周",
    ),
    (
        "monthly",
        r"(?<!in )(?<!for )(?<!within )(?<!once in )(?<!about )(?<!half )(?<!than )\b(?:a|per|each|every|once a|/) ?"
        r"month(?!s?(?: ago| from (?:now|today)| behind| or so ago|s| late| left| off))\b"
        r"|\bmonthly\b|/ ?mo(?:nth|n|s)?\b|\bp/?(?:cm|m)\b|\bmonth by month\b|\bevery (?:30|thirty) days\b"
        r"|\ba mo\b|\bper mo\b"
        rf"|每(?:个|一)?月|按月|逐月|月付|月供|(?:(?<![两几三四五六七八九十上下这本半])一"
        rf"|(?<![0-9])1)个月{_ZH_NOT_AFTER}",
    ),
    (
        "once",
        r"\blump[- ]?sum\b|\bone[- ](?:time|off)\b|\b(?:in one|all in one) (?:go|payment|shot|hit)\b"
        r"|\ball at once\b|\bone (?:single )?payment\b"
        r"|\bsingle payment\b|\bin full\b|\bin one sum\b"
        r"|一次性|一次(?:还清|付清|结清|还完|还|付|给)|一笔(?:还清|付清|结清|还|给|头)|全额(?:还|付|结)"
        r"|全款|全部(?:还清|结清|付清)",
    ),
)
_COMPILED = tuple((cadence, re.compile(pattern)) for cadence, pattern in _RULES)
# "5 pm" is an hour, "£50 pm" a month.
_HOUR = re.compile(r"\b(?:1[0-2]|\d)(?::\d\d)? ?(?:pm|am)\b")
_PAID = re.compile(r"\b(?:i get|i'm|getting|get) paid $|(?:发工资|工资|发薪|领工资)$")


def find_cadences(text: str) -> list[Mention[Cadence]]:
    """All mentions of a cadence, in the order of the text; how often somebody is paid is none."""
    found: list[Mention[Cadence]] = []
    rest = masked(text, (Mention(match.start(), match.end(), 0) for match in _HOUR.finditer(text)))
    for cadence, pattern in _COMPILED:
        hits = [Mention(match.start(), match.end(), cadence) for match in pattern.finditer(rest)]
        found += [hit for hit in hits if not _PAID.search(text[: hit.start])]
        rest = masked(rest, hits)
    return sorted(found, key=lambda mention: mention.start)
