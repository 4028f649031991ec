"""Where on the clock a borrower may be: all time zones that address, region and telephone number imply."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import field_validator

from service.datafiles import load_yaml
from service.domain.base import Value
from service.domain.region import region_chain

# A number that could be in more zones than this says nothing about where it rings (free numbers, some mobiles).
_MOST_ZONES_OF_A_NUMBER = 8


class ZoneTable(Value):
    """Time zones by region or, for places with one clock, by jurisdiction; `policies/zones.yaml`."""

    places: dict[str, tuple[str, ...]]

    @field_validator("places")
    @classmethod
    def _are_known(cls, places: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for place, zones in places.items():
            for zone in zones:
                try:
                    ZoneInfo(zone)
                except (ZoneInfoNotFoundError, OSError, ValueError) as error:
                    raise ValueError(f"{place}: there is no time zone {zone!r}") from error
        return places


def load_zones(policies_dir: Path) -> ZoneTable:
    """The table of a policies folder.

    Raises:
        DataFileError: the file is missing, or names a zone that does not exist.
    """
    return load_yaml(policies_dir / "zones.yaml", ZoneTable)


def zones_of(
    table: ZoneTable, jurisdiction: str, region: str | None, timezone: str | None, phones: Iterable[str]
) -> tuple[str, ...]:
    """All zones in which the borrower may be; empty when nothing tells.

    Args:
        region: canonical.
        timezone: the borrower's own as the account names it; it takes the place of a region that it is one of.
        phones: the numbers that may ring, in international form.
    """
    found = _of_place(table.places, jurisdiction, region)
    if timezone:
        found = (timezone,) if timezone in found else (timezone, *found)
    return tuple(dict.fromkeys((*found, *(zone for phone in phones for zone in _of_phone(phone)))))


def _of_place(places: Mapping[str, tuple[str, ...]], jurisdiction: str, region: str | None) -> tuple[str, ...]:
    names = (*reversed(region_chain(region)), jurisdiction)
    return next((places[name] for name in names if name in places), ())


def _of_phone(phone: str) -> tuple[str, ...]:
    from phonenumbers import NumberParseException, parse
    from phonenumbers.timezone import time_zones_for_number

    try:
        zones = time_zones_for_number(parse(phone))
    except NumberParseException:
        return ()
    known = tuple(zone for zone in zones if zone != "Etc/Unknown")
    return known if len(known) <= _MOST_ZONES_OF_A_NUMBER else ()
