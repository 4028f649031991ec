from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.calendars import is_working_day
from service.domain.vocabulary import Cadence
from service.negotiation.schedule import due_dates, nominal_dates

STARTS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
REGULAR: tuple[Cadence, ...] = ("weekly", "biweekly", "semimonthly", "monthly")


def days(*texts: str) -> list[date]:
    return [date.fromisoformat(text) for text in texts]


@pytest.mark.parametrize(
    ("start", "cadence", "expected"),
    [
        ("2026-12-04", "weekly", days("2026-12-04", "2026-12-11", "2026-12-18")),
        ("2026-12-04", "biweekly", days("2026-12-04", "2026-12-18", "2027-01-01")),
        ("2027-01-31", "monthly", days("2027-01-31", "2027-02-28", "2027-03-31")),
        ("2028-01-30", "monthly", days("2028-01-30", "2028-02-29", "2028-03-30")),
        ("2026-12-01", "semimonthly", days("2026-12-01", "2026-12-15", "2027-01-01")),
        ("2026-12-15", "semimonthly", days("2026-12-15", "2027-01-01", "2027-01-15")),
        ("2026-12-20", "semimonthly", days("2026-12-20", "2027-01-05", "2027-01-20")),
        ("2027-01-31", "semimonthly", days("2027-01-31", "2027-02-16", "2027-02-28")),
        ("2026-12-04", "once", days("2026-12-04")),
    ],
)
def test_each_cadence_has_its_dates(start: str, cadence: Cadence, expected: list[date]) -> None:
    assert list(islice(nominal_dates(date.fromisoformat(start), cadence), 3)) == expected


def test_a_long_holiday_never_brings_two_payments_onto_one_day() -> None:
    dates = due_dates(date(2026, 10, 1), "weekly", 2, "cn")
    assert dates == (date(2026, 10, 8), date(2026, 10, 9))


def test_a_payment_comes_after_the_one_before_the_schedule() -> None:
    assert due_dates(date(2026, 12, 5), "monthly", 1, "us", after=date(2026, 12, 7)) == (date(2026, 12, 8),)


@settings(deadline=None)
@given(STARTS, st.sampled_from(REGULAR), st.integers(1, 60), st.sampled_from(["us", "uk", "cn"]))
def test_due_dates_rise_and_are_working_days(start: date, cadence: Cadence, count: int, jurisdiction: str) -> None:
    dates = due_dates(start, cadence, count, jurisdiction)
    assert len(dates) == count
    assert all(one < other for one, other in pairwise(dates))
    assert all(is_working_day(day, jurisdiction) for day in dates)


@settings(deadline=None)
@given(STARTS, st.sampled_from(REGULAR), st.integers(1, 40))
def test_due_dates_are_never_early_and_at_most_a_long_holiday_late(start: date, cadence: Cadence, count: int) -> None:
    nominal = islice(nominal_dates(start, cadence), count)
    for planned, due in zip(nominal, due_dates(start, cadence, count, "cn"), strict=True):
        assert timedelta(0) <= due - planned <= timedelta(days=11)
