"""The moments at which a refusal can end: openings of hours, ends of spans, days on which rules begin or end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from service.domain.contact import ContactAttempt, Hours, minutes_of
from service.guard.pack_schema import Rule

# Longer than every closed span and every cap of the packs put together; what is still refused then needs a person.
HORIZON_DAYS = 62


def moments_worth_trying(
    attempt: ContactAttempt, rules: Iterable[Rule], zones: tuple[ZoneInfo, ...]
) -> Iterator[datetime]:
    """Moments from the attempt's time on, in order, among which is the first that is allowed (if any is in reach).

    Every rule's answer changes only at one of them: at a clock time of some hours, at a midnight, at a change of the
    clocks, or when an earlier contact falls out of a span.
    """
    kept = tuple(rules)
    clocks = _clock_times(attempt, kept)
    ends = sorted(_ends_of_spans(attempt, kept, zones))
    for day in range(HORIZON_DAYS + 1):
        start, stop = attempt.at + timedelta(days=day), attempt.at + timedelta(days=day + 1)
        found = {moment for zone in zones for moment in _clock_moments(start, clocks, zone)}
        found |= {moment for zone in zones for moment in _clock_changes(start, zone)}
        found |= set(ends)
        yield from sorted(moment for moment in found if start <= moment < stop)


def _clock_times(attempt: ContactAttempt, rules: tuple[Rule, ...]) -> frozenset[int]:
    """Minutes of the day at which hours open or close, and midnight."""
    spans: list[Hours] = [*attempt.quiet_hours, *attempt.agreed_hours]
    spans += [span for rule in rules if rule.window is not None for span in rule.window.hours]
    minutes = {minutes_of(clock) for span in spans for clock in (span.open, span.close)}
    return frozenset({0} | {minute for minute in minutes if minute < 24 * 60})


def _clock_moments(start: datetime, minutes: frozenset[int], zone: ZoneInfo) -> Iterator[datetime]:
    """The clock times of the two local days that the 24 hours from `start` touch (and a third where clocks change)."""
    first = start.astimezone(zone).date()
    for ahead in range(3):
        day = first + timedelta(days=ahead)
        for minute in minutes:
            for fold in (0, 1):
                yield datetime.combine(day, time(minute // 60, minute % 60, fold=fold), zone).astimezone(UTC)


def _clock_changes(start: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """The change of the clocks within 24 hours, to the minute."""
    low, high = start.astimezone(UTC), (start + timedelta(days=1)).astimezone(UTC)
    before = low.astimezone(zone).utcoffset()
    if high.astimezone(zone).utcoffset() == before:
        return
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    yield high.replace(second=0, microsecond=0)


def _ends_of_spans(attempt: ContactAttempt, rules: tuple[Rule, ...], zones: tuple[ZoneInfo, ...]) -> set[datetime]:
    """When earlier contacts fall out of the spans of the caps, on each clock."""
    days = set[int]()
    for rule in rules:
        if rule.cap is not None:
            days |= {rule.cap.days, rule.cap.cooldown_days or rule.cap.days}
        if rule.consent is not None and rule.consent.may_ask is not None:
            days.add(rule.consent.may_ask.days)
    found = set()
    for past in attempt.history:
        for zone in zones:
            local = past.at.astimezone(zone).replace(tzinfo=None)
            for count in days:
                for fold in (0, 1):
                    later = (local + timedelta(days=count)).replace(fold=fold, tzinfo=zone)
                    found.add(later.astimezone(UTC))
    return {moment for moment in found if moment >= attempt.at}
