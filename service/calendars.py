"""Public holidays and working days of a jurisdiction: when a bank moves money, and when nobody may be called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

SATURDAY = 5


@dataclass(frozen=True)
class CalendarSource:
    """Which calendar of the holidays library a jurisdiction follows."""

    country: str
    subdivision: str | None = None


# Payment systems follow the federal calendar in the US, the banks' calendar of England in the UK, and in China the
# State Council's yearly notice, which also turns some weekend days into working days.
CALENDARS: Mapping[str, CalendarSource] = MappingProxyType(
    {
        "us": CalendarSource("US"),
        "uk": CalendarSource("GB", "ENG"),
        "cn": CalendarSource("CN"),
        "au": CalendarSource("AU"),
        "in": CalendarSource("IN"),
    }
)


@dataclass(frozen=True)
class Calendar:
    """One year: the public holidays, and the weekend days that are worked in lieu."""

    closed: frozenset[date]
    worked_weekend_days: frozenset[date]


@lru_cache(maxsize=512)
def _calendar(jurisdiction: str, year: int) -> Calendar:
    """The calendar of a year. A jurisdiction without a calendar of its own has weekends only."""
    source = CALENDARS.get(jurisdiction)
    if source is None:
        return Calendar(frozenset(), frozenset())
    from holidays import country_holidays

    known = country_holidays(source.country, subdiv=source.subdivision, years=year)
    closed = frozenset(day for day in known if day.year == year)
    worked = frozenset(day for day in getattr(known, "weekend_workdays", ()) if day.year == year)
    return Calendar(closed, worked)


def has_calendar(jurisdiction: str) -> bool:
    """Whether the public holidays of a jurisdiction are known."""
    return jurisdiction in CALENDARS


def is_public_holiday(day: date, jurisdiction: str) -> bool:
    """Whether a day is a national public holiday.

    Raises:
        LookupError: the jurisdiction has no calendar, so nobody knows.
    """
    if not has_calendar(jurisdiction):
        raise LookupError(f"there is no calendar of public holidays for {jurisdiction!r}")
    return day in _calendar(jurisdiction, day.year).closed


def is_working_day(day: date, jurisdiction: str) -> bool:
    """Whether payments are processed on this day in the jurisdiction ("us", "uk", "cn")."""
    calendar = _calendar(jurisdiction, day.year)
    if day in calendar.worked_weekend_days:
        return True
    return day.weekday() < SATURDAY and day not in calendar.closed


@lru_cache(maxsize=16384)
def next_working_day(day: date, jurisdiction: str) -> date:
    """The day itself if it is a working day, else the first one after it."""
    while not is_working_day(day, jurisdiction):
        day += timedelta(days=1)
    return day
