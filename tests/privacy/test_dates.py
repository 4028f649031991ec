"""Dates as they are written, and what they can mean."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.privacy.dates import written_dates
from service.privacy.numerals import chinese_number, english_ordinal, english_year

DAYS = st.dates(min_value=date(1930, 1, 1), max_value=date(2060, 12, 31))
FORMS = ["%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%B %d, %Y", "%d %b %Y", "%Y年%m月%d日", "%Y%m%d"]


@given(DAYS, st.sampled_from(FORMS))
def test_a_written_day_is_among_its_readings(day: date, form: str) -> None:
    (found,) = written_dates(day.strftime(form))
    assert day in found.readings


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("03/04/1988", {date(1988, 4, 3), date(1988, 3, 4)}),
        ("3/14/88", {date(1988, 3, 14), date(2088, 3, 14)}),
        ("八八年三月十四", {date(1988, 3, 14), date(2088, 3, 14)}),
        ("二〇〇一年十二月三十一日", {date(2001, 12, 31)}),
        ("twenty-first of June two thousand and three", {date(2003, 6, 21)}),
        ("12月1日", set()),
        ("December 1st", set()),
    ],
)
def test_every_reading_of_a_date_is_told(text: str, readings: set[date]) -> None:
    (found,) = written_dates(text)
    assert found.readings == readings
    assert text[found.start : found.end] == text


@pytest.mark.parametrize(
    "text", ["30/30/1988", "1234", "12.50", "1,500.00", "555-0143", "2024年", "in May", "3月", "24/7", "192.168.1.10"]
)
def test_what_is_no_day_is_no_date(text: str) -> None:
    assert written_dates(text) == []


@pytest.mark.parametrize(
    ("written", "value"), [("三", 3), ("十", 10), ("十四", 14), ("二十", 20), ("二十三", 23), ("31", 31), ("廿", None)]
)
def test_chinese_numbers(written: str, value: int | None) -> None:
    assert chinese_number(written) == value


@pytest.mark.parametrize(
    ("written", "value"),
    [("first", 1), ("twenty-first", 21), ("thirty first", 31), ("thirtieth", 30), ("twenty", None)],
)
def test_english_ordinals(written: str, value: int | None) -> None:
    assert english_ordinal(written) == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("nineteen eighty-eight", 1988),
        ("two thousand", 2000),
        ("two thousand and four", 2004),
        ("twenty oh five", 2005),
        ("nineteen potatoes", None),
    ],
)
def test_english_years(written: str, value: int | None) -> None:
    assert english_year(written) == value
