"""Statements as borrowers may read them: every wording, its slots filled with plausible values.

The creditor and the help lines are the real ones of the policies folder, since what they say of themselves is sent too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from service.domain.creditor import Creditor, HelpLines
from service.domain.money import Money
from service.domain.vocabulary import Language
from service.domain.writing import Fact
from service.writing.formats import product_text, regular_count_text
from service.writing.slots import SLOTS, FactSource
from service.writing.statements import LANGUAGES, Statement

# A jurisdiction that no folder describes: only the core packs know what may be said there.
ELSEWHERE = "elsewhere"

_SLOT = re.compile(r"\{([a-z_]+)\}")
_CURRENCIES = {"us": "USD", "uk": "GBP", "cn": "CNY"}
_PRODUCTS = ("card", "personal_loan", "consumer_loan", "medical", "other")
_SUM = Decimal("1250.00")
_DAY = date(2026, 12, 1)
_COUNT = 6
_PERCENT = Decimal("12.5")
# Quoted from a knowledge document; the documents themselves are not statements.
_PASSAGES: dict[Language, dict[str, str]] = {
    "en": {
        "passage_text": "You can ask for a smaller payment at any time.",
        "passage_title": "Hardship help",
        "passage_source": "Hardship policy",
    },
    "zh": {
        "passage_text": "您可以随时要求减少每期还款金额。",
        "passage_title": "困难帮助",
        "passage_source": "困难援助政策",
    },
}


@dataclass(frozen=True)
class Sample:
    """One wording with its slots filled, as it may be read in a jurisdiction.

    Args:
        facts: the values in it.
    """

    statement: Statement
    language: Language
    jurisdiction: str
    wording: str
    text: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class SampleMaker:
    """Fills statements for every jurisdiction that is known, and for one that is not."""

    creditors: tuple[Creditor, ...]
    help_lines: Mapping[str, HelpLines]

    def samples(self, statement: Statement, jurisdictions: frozenset[str]) -> Iterator[Sample]:
        """The readings of all wordings of a statement, each text once for each jurisdiction and language."""
        for jurisdiction in sorted({*jurisdictions, ELSEWHERE}):
            if statement.rule.jurisdictions and jurisdiction not in statement.rule.jurisdictions:
                continue
            for language in LANGUAGES:
                seen: set[str] = set()
                for facts in self._facts(statement, language, jurisdiction):
                    for wording in statement.wordings[language].all:
                        text = _filled(wording, facts)
                        if text not in seen:
                            seen.add(text)
                            used = tuple(facts[name] for name in _SLOT.findall(wording))
                            yield Sample(statement, language, jurisdiction, wording, text, used)

    def _facts(self, statement: Statement, language: Language, jurisdiction: str) -> Iterator[dict[str, Fact]]:
        """Values for all slots of a statement; none where the jurisdiction or the creditor cannot fill one."""
        source = FactSource(language, jurisdiction)
        lines = {fact.name: fact for fact in source.help(self.help_lines.get(jurisdiction))}
        products = _PRODUCTS if "product" in statement.rule.slots else _PRODUCTS[:1]
        for product in products:
            usual = {name: _usual(name, source, jurisdiction, product) for name in SLOTS}
            for creditor in self.creditors:
                known = {fact.name: fact for fact in source.creditor(creditor)}
                facts = {**{name: fact for name, fact in usual.items() if fact is not None}, **lines, **known}
                if facts.keys() >= statement.rule.slots.keys():
                    yield facts


def _filled(wording: str, facts: Mapping[str, Fact]) -> str:
    return _SLOT.sub(lambda match: facts[match[1]].text, wording)


def _usual(name: str, source: FactSource, jurisdiction: str, product: str) -> Fact | None:
    """A plausible value for a slot that ledger, quote, decision or borrower fill; None for what directories fill."""
    if name in _PASSAGES[source.language]:
        return source.text(name, _PASSAGES[source.language][name], "policy:sample")
    if name == "product":
        return source.text(name, product_text(product, source.language), "ledger")
    if name == "quote_regular_count":
        shown = regular_count_text(_COUNT - 1, source.language)
        return Fact(name=name, type="count", value=str(_COUNT - 1), text=shown, source="quote:sample")
    return _by_type(name, source, Money(amount=_SUM, currency=_CURRENCIES.get(jurisdiction, "EUR")))


def _by_type(name: str, source: FactSource, money: Money) -> Fact | None:
    match SLOTS[name].type:
        case "money":
            return source.money(name, money, "sample")
        case "date":
            return source.day(name, _DAY, "sample")
        case "count":
            return source.count(name, _COUNT, "sample")
        case "percent":
            return source.percent(name, _PERCENT, "sample")
        case "cadence":
            return source.cadence(name, "monthly", "sample")
        case "schedule":
            row = f"{source.day(name, _DAY, '').text}, {source.money(name, money, '').text}"
            return Fact(name=name, type="schedule", value="", text=f"{row}\n{row}", source="quote:sample")
        case _:
            return None
