"""Reads the figures of a message with other eyes than the guard's, and looks for each in the facts and the quotes."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from service.domain.negotiation import Quote
from service.domain.trace import Trace

_MONTHS = [*calendar.month_name][1:]
_MONTH = "|".join(_MONTHS)
_DAY = re.compile(
    rf"(?P<month>{_MONTH}) (?P<day>\d+), (?P<year>\d{{4}})|(?P<d>\d+) (?P<m>{_MONTH}) (?P<y>\d{{4}})"
    r"|(?P<zy>\d{4})年(?P<zm>\d+)月(?P<zd>\d+)日"
)
_MONEY = re.compile(r"(?:[$£€¥]|CN¥)\s?(\d[\d,]*(?:\.\d+)?)|(\d[\d,]*(?:\.\d+)?)\s?(?:元|美元|英镑)")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s?[%％]|百分之(\d+)")
_COUNT = re.compile(r"\d+(?:\.\d+)?")
_WORDS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half)\b[ -]"
    r"(?:payments|months|weeks|instal?ments|off)"
    r"|[二两三四五六七八九十]+(?:期|个月|折)",
    re.IGNORECASE,
)


@dataclass
class Figures:
    """The figures of a text by kind, read without the guard's own eyes."""

    days: set[date] = field(default_factory=set)
    money: set[Decimal] = field(default_factory=set)
    percents: set[Decimal] = field(default_factory=set)
    counts: set[Decimal] = field(default_factory=set)
    words: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, text: str) -> Figures:
        figures, rest = cls(), unicodedata.normalize("NFKC", text)
        figures.words = set(_WORDS.findall(rest))
        for pattern, keep in ((_DAY, figures._day), (_MONEY, figures._money), (_PERCENT, figures._percent)):
            for match in pattern.finditer(rest):
                keep(match)
            rest = pattern.sub(" ", rest)
        figures.counts = {Decimal(count) for count in _COUNT.findall(rest)}
        return figures

    def _day(self, match: re.Match[str]) -> None:
        part = match.groupdict()
        month = part["month"] or part["m"]
        number = _MONTHS.index(month) + 1 if month else int(part["zm"])
        year, day = part["year"] or part["y"] or part["zy"], part["day"] or part["d"] or part["zd"]
        self.days.add(date(int(year), number, int(day)))

    def _money(self, match: re.Match[str]) -> None:
        self.money.add(Decimal((match[1] or match[2]).replace(",", "")))

    def _percent(self, match: re.Match[str]) -> None:
        self.percents.add(Decimal(match[1] or match[2]))


def terms_of(quotes: Sequence[Quote]) -> Figures:
    """The figures that quotes allow."""
    terms = Figures()
    for quote in quotes:
        terms.days |= {quote.expires_on, *(item.due_on for item in quote.instalments)}
        money = [quote.balance, quote.discount, quote.total, quote.residue, quote.down_payment]
        money += [item.amount for item in quote.instalments]
        terms.money |= {one.amount for one in money if one is not None}
        terms.percents |= {quote.discount_percent.normalize()}
        terms.counts |= {Decimal(quote.count), *(Decimal(item.number) for item in quote.instalments)}
    return terms


def ungrounded(trace: Trace, text: str, quotes: Sequence[Quote]) -> list[object]:
    """Figures of a delivered text that no fact and no quote carries."""
    for passage in trace.passages:
        text = text.replace(passage.text, " ")
    for fact in sorted(trace.facts, key=lambda fact: -len(fact.text)):
        if fact.type in ("phone", "url", "text", "list"):
            text = text.replace(fact.text, " ")
    allowed = terms_of(quotes)
    for fact in trace.facts:
        if fact.type == "date":
            allowed.days.add(date.fromisoformat(fact.value))
        if fact.type == "money":
            allowed.money.add(Decimal(fact.value.split()[0]))
        if fact.type == "percent":
            allowed.percents.add(Decimal(fact.value))
        if fact.type == "count":
            allowed.counts.add(Decimal(fact.value))
    said = Figures.of(text)
    return [
        *(said.days - allowed.days),
        *(said.money - allowed.money),
        *({percent.normalize() for percent in said.percents} - {percent.normalize() for percent in allowed.percents}),
        *(said.counts - allowed.counts),
        *said.words,
    ]
