"""Days reckoned from today: the next Friday, the next 30th, the end of a month."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def after_days(today: date, days: int) -> date | None:
    """Today plus some days; None beyond the calendar."""
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return None


def after_months(today: date, months: int, day: int | None = None) -> date | None:
    """A day of the month that lies some months on; None where that month has no such day (and one was named)."""
    index = today.year * 12 + today.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return None
    last = monthrange(year, month + 1)[1]
    if day is None:
        return date(year, month + 1, min(today.day, last))
    return date(year, month + 1, day) if 1 <= day <= last else None


def month_end(today: date, months: int = 0) -> date | None:
    """The last day of this month or of one that lies some months on."""
    first = after_months(today.replace(day=1), months)
    return first.replace(day=monthrange(first.year, first.month)[1]) if first else None


def next_weekday(today: date, weekday: int) -> date | None:
    """The next such day after today (0 is Monday)."""
    return after_days(today, (weekday - today.weekday() - 1) % 7 + 1)


def weekday_of_week(today: date, weekday: int, weeks: int) -> date | None:
    """A day of the week that begins on the Monday `weeks` after this week's Monday."""
    return after_days(today, weekday - today.weekday() + 7 * weeks)


def next_day_of_month(today: date, day: int) -> date | None:
    """The next such day of a month after today; months without it are passed over."""
    for months in range(13):
        found = after_months(today, months, day)
        if found is not None and found > today:
            return found
    return None


def next_month_day(today: date, month: int, day: int, year: int | None = None) -> date | None:
    """A month and day, in the named year or else the next one from today on."""
    for candidate in (year,) if year else range(today.year, today.year + 9):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year or found >= today:
            return found
    return None
