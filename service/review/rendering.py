"""Templates and the few words that they need."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.domain.money import Money
from service.domain.writing import Rapport
from service.linguistics.language import detect_language
from service.reasons import LONGEST_REASON, SHORTEST_REASON
from service.review.highlight import pieces_of
from service.review.timing import bars_of
from service.review.views import ConversationFilter

_TEMPLATES = Path(__file__).resolve().parent / "templates"
_SYMBOLS = {"USD": "$", "GBP": "£", "CNY": "¥"}
_STATES = {
    "unverified": "not verified",
    "with_person": "with a person",
}


def console_templates() -> Environment:
    """Every value is escaped; a name that a template misspells is an error and not an empty place."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters.update(words=words, moment=moment, minute=minute, money=money, lang=lang, iso=iso)
    environment.globals.update(shortest_reason=SHORTEST_REASON, longest_reason=LONGEST_REASON)
    environment.globals.update(bars_of=bars_of, pieces_of=pieces_of, query_of=query_of, is_rapport=is_rapport)
    return environment


def words(code: str) -> str:
    """A code of the vocabulary as words: "offer_plan" is "offer plan"."""
    return _STATES.get(code, code.replace("_", " "))


def moment(value: datetime | None) -> str:
    """A time for people, always UTC, so that two reviewers mean the same one."""
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC") if value is not None else "never"


def minute(value: datetime) -> str:
    """A time in a list, where seconds would only take room."""
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def iso(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


def money(value: Money) -> str:
    symbol = _SYMBOLS.get(value.currency)
    return f"{symbol}{value.amount:,.2f}" if symbol else f"{value.amount:,.2f} {value.currency}"


def lang(text: str) -> str:
    """The language that a screen reader shall read a text in."""
    return detect_language(text) or "en"


def is_rapport(move: Any) -> bool:
    return isinstance(move, Rapport)


def query_of(wanted: ConversationFilter, page: int) -> str:
    """The address of a page of the same list."""
    fields = {
        "state": wanted.state or "",
        "language": wanted.language or "",
        "jurisdiction": wanted.jurisdiction,
        "q": wanted.query,
    }
    filled = {name: str(value) for name, value in fields.items() if value}
    return "/console?" + urlencode({**filled, "page": str(page)})
