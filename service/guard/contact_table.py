"""The contact rules of the packs as a Markdown table; `docs/contact.md` holds it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.domain.contact import WEEKDAYS, Hours
from service.guard.contact_blocks import Bar, Cap, ConsentNeed, Window
from service.guard.pack_schema import Rule
from service.guard.packs import PackBook

_ROLES = {
    "original_creditor": "creditor",
    "servicer": "servicer",
    "third_party_collector": "collector",
    "debt_buyer": "debt buyer",
}


def contact_table(book: PackBook) -> str:
    """One row for each contact rule: place, rule, what it says, whom it binds, citation."""
    lines = ["| place | rule | says | binds | citation |", "|---|---|---|---|---|"]
    rows = [
        (ready.pack.region or ready.pack.jurisdiction, item.rule)
        for ready in book.packs
        for item in ready.rules
        if item.rule.is_contact_rule
    ]
    lines += [_row(place, rule) for place, rule in sorted(rows, key=lambda row: (row[0] != "core", row[0]))]
    return "\n".join(lines) + "\n"


def _row(place: str, rule: Rule) -> str:
    name = f"`{rule.id}`" + (" (unverified)" if rule.status == "unverified" else "")
    cells = (place, name, "; ".join((*_says(rule), *_dates(rule))), _binds(rule), rule.citation)
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def _says(rule: Rule) -> Iterator[str]:
    if rule.window is not None:
        yield from _window(rule.window)
    if rule.cap is not None:
        yield from _cap(rule.cap)
    if rule.consent is not None:
        yield from _consent(rule.consent)
    if rule.bar is not None:
        yield from _bar(rule.bar)


def _window(window: Window) -> Iterator[str]:
    yield ", ".join(_hours(span) for span in window.hours)
    if window.holidays == "closed":
        yield "not on public holidays"
    if window.exempt_channels:
        yield f"not for {', '.join(window.exempt_channels)}"
    if window.agreed == "replaces":
        yield "or the agreed hours instead"
    if window.at_work:
        yield "at work"


def _hours(span: Hours) -> str:
    days = "" if span.days == WEEKDAYS else f"{span.days[0]} to {span.days[-1]} "
    return f"{days}{span.open} to {span.close}"


def _cap(cap: Cap) -> Iterator[str]:
    what = {"attempts": "attempts", "contacts": "contacts made", "unanswered": "unanswered tries"}[cap.counts]
    over = f" by {', '.join(cap.channels)}" if cap.channels else ""
    yield f"at most {cap.max} {what} in {cap.days} day{'s' if cap.days > 1 else ''} per {cap.per}{over}"
    if cap.replies == "ignore":
        yield "answers do not count"
    if cap.cooldown_days is not None:
        yield f"none for {cap.cooldown_days} days after a conversation"
    if cap.at_work:
        yield "at work"


def _consent(need: ConsentNeed) -> Iterator[str]:
    kinds = " or ".join(name.replace("_", " ") for name in need.provenance) or "any consent"
    yield f"{', '.join(need.channels)}: {kinds}{' in writing' if need.written else ''}"
    if need.max_age_days is not None:
        yield f"confirmed within {need.max_age_days} days"
    if need.may_ask is not None:
        yield f"may be asked for {need.may_ask.max} time(s) in {need.may_ask.days} days"
    if need.at_work:
        yield "at work"


def _bar(bar: Bar) -> Iterator[str]:
    if bar.channels:
        yield f"{_names(bar.channels)} only"
    if bar.flags:
        yield f"none while the account is marked {_names(bar.flags)}"
    if bar.missing_flags:
        yield f"none before the account is marked {_names(bar.missing_flags)}"
    if bar.third_party:
        yield "nobody but the borrower"
    if bar.public:
        yield "nothing that others can see"


def _names(flags: Sequence[str]) -> str:
    return ", ".join(f"`{flag}`" for flag in flags)


def _dates(rule: Rule) -> Iterator[str]:
    if rule.effective_from.year > 2000:
        yield f"from {rule.effective_from}"
    if rule.effective_to is not None:
        yield f"until {rule.effective_to}"


def _binds(rule: Rule) -> str:
    roles = [label for name, label in _ROLES.items() if name in rule.applies_to.actor_role]
    products = [f"product {name}" for name in sorted(rule.applies_to.products)]
    return ", ".join((*roles, *products)) or "everybody"
