"""Regions: one spelling for the states and cities that accounts name in many."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_SEPARATORS = re.compile(r"[\s_./,]+")
_REGION = re.compile(r"^[a-z]{2,8}(?:-[a-z0-9]{1,20}){1,3}$")

US_STATES: Mapping[str, str] = MappingProxyType(
    {
        "alabama": "al", "alaska": "ak", "arizona": "az", "arkansas": "ar", "california": "ca", "colorado": "co",
        "connecticut": "ct", "delaware": "de", "district-of-columbia": "dc", "florida": "fl", "georgia": "ga",
        "hawaii": "hi", "idaho": "id", "illinois": "il", "indiana": "in", "iowa": "ia", "kansas": "ks",
        "kentucky": "ky", "louisiana": "la", "maine": "me", "maryland": "md", "massachusetts": "ma",
        "michigan": "mi", "minnesota": "mn", "mississippi": "ms", "missouri": "mo", "montana": "mt",
        "nebraska": "ne", "nevada": "nv", "new-hampshire": "nh", "new-jersey": "nj", "new-mexico": "nm",
        "new-york": "ny", "north-carolina": "nc", "north-dakota": "nd", "ohio": "oh", "oklahoma": "ok",
        "oregon": "or", "pennsylvania": "pa", "rhode-island": "ri", "south-carolina": "sc", "south-dakota": "sd",
        "tennessee": "tn", "texas": "tx", "utah": "ut", "vermont": "vt", "virginia": "va", "washington": "wa",
        "west-virginia": "wv", "wisconsin": "wi", "wyoming": "wy", "puerto-rico": "pr", "guam": "gu",
        "american-samoa": "as", "us-virgin-islands": "vi", "northern-mariana-islands": "mp",
    }
)  # fmt: skip
_US_CODES = frozenset(US_STATES.values())
_OTHER_NAMES: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("us", "nyc"): "ny-nyc",
        ("us", "new-york-city"): "ny-nyc",
        ("us", "ny-new-york-city"): "ny-nyc",
        ("us", "new-york-nyc"): "ny-nyc",
        ("us", "washington-dc"): "dc",
        ("us", "washington-d-c"): "dc",
        ("us", "d-c"): "dc",
    }
)


def canonical_region(region: str | None, jurisdiction: str) -> str | None:
    """The region as rule packs spell it: "NY", "US_NY" and "New York" are all "us-ny", "NYC" is "us-ny-nyc".

    Returns:
        None when no region is given or the words name none; it then counts as unknown.
    """
    if region is None:
        return None
    place = jurisdiction.strip().lower()
    words = _SEPARATORS.sub("-", region.strip().lower()).strip("-")
    if place == "us":
        words = _OTHER_NAMES.get(("us", words), words)
    local = words.removeprefix(f"{place}-")
    if place == "us":
        local = _OTHER_NAMES.get((place, local), local)
        state, _, city = local.partition("-")
        if state not in _US_CODES or local in US_STATES:
            state, city = US_STATES.get(local, ""), ""
        if not state:
            return None
        local = f"{state}-{city}" if city else state
    found = f"{place}-{local}"
    return found if _REGION.match(found) else None


def region_chain(region: str | None) -> tuple[str, ...]:
    """The region with all that it lies in, widest first: "us-ny-nyc" lies in "us-ny"."""
    if region is None:
        return ()
    parts = region.split("-")
    return tuple("-".join(parts[:length]) for length in range(2, len(parts) + 1))


def lies_within(inner: str, outer: str) -> bool:
    """Whether a region is part of another, and not the same."""
    return inner != outer and outer in region_chain(inner)
