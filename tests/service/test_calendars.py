from datetime import date

import pytest

from service.calendars import is_working_day, next_working_day


@pytest.mark.parametrize(
    ("day", "jurisdiction", "expected"),
    [
        pytest.param(date(2026, 11, 24), "us", date(2026, 11, 24), id="a working day stays"),
        pytest.param(date(2026, 11, 28), "us", date(2026, 11, 30), id="saturday moves to monday"),
        pytest.param(date(2026, 11, 26), "us", date(2026, 11, 27), id="thanksgiving"),
        pytest.param(date(2026, 7, 4), "us", date(2026, 7, 6), id="independence day on a saturday"),
        pytest.param(date(2026, 12, 25), "uk", date(2026, 12, 29), id="christmas, weekend and boxing day in lieu"),
        pytest.param(date(2027, 1, 1), "uk", date(2027, 1, 4), id="new year over the turn of the year"),
        pytest.param(date(2026, 11, 26), "uk", date(2026, 11, 26), id="thanksgiving is no UK holiday"),
        pytest.param(date(2026, 10, 1), "cn", date(2026, 10, 8), id="national day week"),
        pytest.param(date(2026, 2, 16), "cn", date(2026, 2, 24), id="spring festival"),
        pytest.param(date(2026, 2, 14), "cn", date(2026, 2, 14), id="a saturday worked in lieu"),
        pytest.param(date(2026, 10, 10), "cn", date(2026, 10, 10), id="a saturday worked after national day"),
        pytest.param(date(2026, 12, 25), "nz", date(2026, 12, 25), id="unknown jurisdictions have weekends only"),
        pytest.param(date(2026, 12, 26), "nz", date(2026, 12, 28), id="unknown jurisdictions have weekends"),
    ],
)
def test_dates_move_to_the_next_working_day(day: date, jurisdiction: str, expected: date) -> None:
    assert next_working_day(day, jurisdiction) == expected


@pytest.mark.parametrize("jurisdiction", ["us", "uk", "cn"])
def test_far_years_still_have_weekends_and_holidays(jurisdiction: str) -> None:
    assert not is_working_day(date(2040, 1, 1), jurisdiction)
