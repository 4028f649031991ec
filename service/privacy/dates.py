"""Dates as people write them, in both languages and both orders of day and month."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from service.privacy.numerals import chinese_number, english_cardinal, english_ordinal, english_year


@dataclass(frozen=True)
class WrittenDate:
    """A date at code points [start, end) of a text.

    Args:
        readings: every day that it can mean (03/04/1988 means two); empty when it names no year.
        compact: digits without separators, which may be something else.
    """

    start: int
    end: int
    readings: frozenset[date]
    compact: bool = False


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?(?![A-Za-z])"
_ORDINAL_WORD = (
    r"(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh"
    r"|eighth|ninth|tenth|eleventh|twelfth|\w{4,7}teenth|twentieth|thirtieth)"
)
_DAY = rf"(?P<day>[0-9]{{1,2}}(?: ?(?:st|nd|rd|th))?(?![0-9A-Za-z])|{_ORDINAL_WORD}(?![A-Za-z]))"
_YEAR_WORDS = r"(?:nineteen|twenty|two thousand)(?: and)?(?:[ -](?:oh|hundred|[a-z]{3,9}))?(?:[ -][a-z]{3,5})?"
_YEAR = rf"(?P<year>'?[0-9]{{4}}|'[0-9]{{2}}|[0-9]{{2}}(?! ?[0-9:])|{_YEAR_WORDS})(?![0-9A-Za-z])"
_CN = "[零〇一二三四五六七八九十]"

_YEAR_FIRST = re.compile(
    r"(?<![0-9./-])(?P<year>[0-9]{4}|[4-9][0-9]) ?(?P<separator>[-/. ]) ?(?P<month>[0-9]{1,2})"
    r" ?(?P=separator) ?(?P<day>[0-9]{1,2})(?![0-9])(?![/-][0-9])"
)
_YEAR_LAST = re.compile(
    r"(?:(?<![0-9./-])|(?<=[A-Za-z]-))(?P<first>[0-9]{1,2}) ?(?P<separator>[-/. ]) ?(?P<second>[0-9]{1,2})"
    r" ?(?P=separator) ?(?P<year>[0-9]{4}|[0-9]{2})(?![0-9])(?![/-][0-9])"
)
_MONTH_FIRST = re.compile(
    rf"(?<![A-Za-z]){_MONTH}[ ,-]{{0,2}}(?:the )?{_DAY}(?:[ ,-]{{1,3}}(?:of )?{_YEAR})?", re.IGNORECASE
)
_DAY_FIRST = re.compile(
    rf"(?<![0-9A-Za-z.]){_DAY}[ -]?(?:day )?(?:of )?(?:-)?{_MONTH}(?:[ ,-]{{0,3}}{_YEAR})?", re.IGNORECASE
)
# "july four nineteen seventy six": only the year in words tells that "four" is a day.
_MONTH_FIRST_SAID = re.compile(
    rf"(?<![A-Za-z]){_MONTH}[ ,-]{{1,2}}(?P<day>(?:(?:twenty|thirty)[ -])?(?:one|two|three|four|five|six|seven|eight|"
    rf"nine)|"
    rf"ten|eleven|twelve|\w{{3,5}}teen|twenty|thirty)[ ,-]{{1,2}}(?P<year>{_YEAR_WORDS})(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    rf"(?:(?<![0-9一二三四五六七八九〇零])(?P<year>[0-9]{{4}}|[0-9]{{2}}|"
    rf"{_CN}{{2,4}}) ?年 ?)?(?<![0-9一二三四五六七八九十])"
    rf"(?P<month>[0-9]{{1,2}}|{_CN}{{1,3}}) ?月 ?(?P<day>[0-9]{{1,2}}|"
    rf"{_CN}{{1,3}})(?: ?[日号])?(?![0-9])"
)
# By the moon's calendar: the day is told, which day of the sun's it was is not.
_LUNAR = re.compile(
    rf"(?:(?<![0-9一二三四五六七八九〇零])(?:[0-9]{{4}}|[0-9]{{2}}|{_CN}{{2,4}}) ?年 ?)?(?:农历|阴历|旧历)? ?"
    rf"(?:(?<![0-9一二三四五六七八九十])(?:[0-9]{{1,2}}|{_CN}{{1,3}}) ?月|正月|腊月|冬月) "
    rf"?(?:初[一二三四五六七八九十]|廿[一二三四五六七八九]?)"
)
_COMPACT = re.compile(r"(?<![0-9A-Za-z.$£€¥+-])(?P<digits>[0-9]{8}|[0-9]{6})(?![0-9A-Za-z%]|[.,-][0-9])")


def written_dates(text: str) -> list[WrittenDate]:
    """All dates of a folded text, in order, without overlap; months alone and years alone are none."""
    found = [
        *_year_first(text),
        *_year_last(text),
        *_named_month(text),
        *_chinese(text),
        *_lunar(text),
        *_compact(text),
    ]
    kept: list[WrittenDate] = []
    for each in sorted(found, key=lambda item: (item.start, -item.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _year_first(text: str) -> Iterator[WrittenDate]:
    for match in _YEAR_FIRST.finditer(text):
        years, month, day = _years(match["year"]), int(match["month"]), int(match["day"])
        readings = _days(years, month, day) | _days(years, day, month)
        if readings:
            yield WrittenDate(match.start(), match.end(), frozenset(readings))


def _year_last(text: str) -> Iterator[WrittenDate]:
    for match in _YEAR_LAST.finditer(text):
        years, first, second = _years(match["year"]), int(match["first"]), int(match["second"])
        readings = _days(years, first, second) | _days(years, second, first)
        if readings:
            yield WrittenDate(match.start(), match.end(), frozenset(readings))


def _named_month(text: str) -> Iterator[WrittenDate]:
    for form in (_MONTH_FIRST, _DAY_FIRST, _MONTH_FIRST_SAID):
        for match in form.finditer(text):
            day = _day_number(match["day"])
            if day is None or not 1 <= day <= 31:
                continue
            month = _MONTHS[match["month"].lower()]
            years = _years(match["year"].lower()) if match["year"] else []
            end = match.end() if years or not match["year"] else match.start("year")
            readings = frozenset(_days(years, month, day))
            yield WrittenDate(match.start(), match.start() + len(text[match.start() : end].rstrip(" ,-")), readings)


def _chinese(text: str) -> Iterator[WrittenDate]:
    for match in _CHINESE.finditer(text):
        month, day = chinese_number(match["month"]), chinese_number(match["day"])
        years = _years(_digits_of(match["year"])) if match["year"] else []
        if month is not None and day is not None and 1 <= month <= 12 and 1 <= day <= 31:
            yield WrittenDate(match.start(), match.end(), frozenset(_days(years, month, day)))


def _lunar(text: str) -> Iterator[WrittenDate]:
    return (WrittenDate(match.start(), match.end(), frozenset()) for match in _LUNAR.finditer(text))


def _compact(text: str) -> Iterator[WrittenDate]:
    for match in _COMPACT.finditer(text):
        written = match["digits"]
        half = len(written) - 4
        readings = _days(_years(written[:half]), int(written[half : half + 2]), int(written[half + 2 :]))
        if len(written) == 8 or not readings:
            years, first, second = _years(written[4:]), int(written[:2]), int(written[2:4])
            readings |= _days(years, first, second) | _days(years, second, first)
        if readings:
            yield WrittenDate(match.start(), match.end(), frozenset(readings), compact=True)


def _days(years: list[int], month: int, day: int) -> set[date]:
    days = set()
    for year in years:
        try:
            days.add(date(year, month, day))
        except ValueError:
            continue
    return days


def _years(written: str) -> list[int]:
    """The years that a written year can mean: two digits mean this century or the last."""
    bare = written.strip("'")
    if not bare.isdigit():
        year = english_year(bare)
        return [year] if year is not None else []
    if len(bare) == 2:
        return [1900 + int(bare), 2000 + int(bare)]
    return [int(bare)] if 1900 <= int(bare) <= 2099 else []


def _day_number(written: str) -> int | None:
    leading = re.match(r"[0-9]+", written)
    return int(leading.group()) if leading else english_ordinal(written.lower()) or english_cardinal(written.lower())


def _digits_of(written: str) -> str:
    return "".join(
        str("〇一二三四五六七八九".find(character)) if not character.isdigit() else character
        for character in written.replace("零", "〇")
    )
