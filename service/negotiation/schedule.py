"""When instalments fall due: the cadence first, then the move to a working day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from typing import assert_never

from service.calendars import next_working_day
from service.domain.vocabulary import Cadence

HALF_MONTH_DAYS = 15


@lru_cache(maxsize=4096)
def due_dates(
    start: date, cadence: Cadence, count: int, jurisdiction: str, after: date | None = None
) -> tuple[date, ...]:
    """The due dates of `count` instalments, the first on `start` or the next working day, all later than `after`.

    A date that falls on a weekend or holiday moves to the next working day; where a long holiday would bring two
    payments onto one day, the later moves on by a working day, so that dates always rise.
    """
    dates: list[date] = []
    previous = after
    for nominal in islice(nominal_dates(start, cadence), count):
        due = next_working_day(nominal, jurisdiction)
        if previous is not None and due <= previous:
            due = next_working_day(previous + timedelta(days=1), jurisdiction)
        dates.append(due)
        previous = due
    return tuple(dates)


def nominal_dates(start: date, cadence: Cadence) -> Iterator[date]:
    """The dates that the cadence alone gives, without end; "once" gives the start only."""
    match cadence:
        case "once":
            return iter((start,))
        case "weekly":
            return _every(start, days=7)
        case "biweekly":
            return _every(start, days=14)
        case "semimonthly":
            return _twice_a_month(start)
        case "monthly":
            return _monthly(start)
        case _:
            assert_never(cadence)


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it is shorter."""
    return _in_month(day.year, day.month - 1 + months, day.day)


def _in_month(year: int, month_index: int, day: int) -> date:
    """A day of a month counted from January (0) of `year`, clipped to the month's end."""
    year, month = year + month_index // 12, month_index % 12 + 1
    return date(year, month, min(day, monthrange(year, month)[1]))


def _every(start: date, days: int) -> Iterator[date]:
    day = start
    while True:
        yield day
        day += timedelta(days=days)


def _monthly(start: date) -> Iterator[date]:
    months = 0
    while True:
        yield add_months(start, months)
        months += 1


def _twice_a_month(start: date) -> Iterator[date]:
    """The 1st and 15th where the start is one of them, else two days half a month apart (5th and 20th)."""
    days = _days_of_month(start.day)
    position = days.index(start.day)
    while True:
        yield _in_month(start.year, start.month - 1 + position // 2, days[position % 2])
        position += 1


def _days_of_month(day: int) -> tuple[int, int]:
    if day in (1, 15):
        return (1, 15)
    first = day if day <= HALF_MONTH_DAYS else day - HALF_MONTH_DAYS
    return (first, first + HALF_MONTH_DAYS)
