"""Where an account lies: regions in one spelling, time zones, and the time for disputes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.account import Account, AccountImport
from service.domain.region import US_STATES, canonical_region, lies_within, region_chain
from service.guard.context import GuardContext
from service.zones import load_zones, zones_of
from tests.guard.conftest import POLICIES

ZONES = load_zones(POLICIES)


@pytest.mark.parametrize(
    ("given_as", "place", "region"),
    [
        ("NY", "us", "us-ny"), ("us-ny", "us", "us-ny"), ("US_NY", "us", "us-ny"), (" New York ", "us", "us-ny"),
        ("NYC", "us", "us-ny-nyc"), ("New York City", "us", "us-ny-nyc"), ("US-NY-NYC", "us", "us-ny-nyc"),
        ("us/ny/buffalo", "us", "us-ny-buffalo"), ("Washington", "us", "us-wa"), ("Washington, D.C.", "us", "us-dc"),
        ("District of Columbia", "us", "us-dc"), ("zz", "us", None), ("us", "us", None), ("", "us", None),
        (None, "us", None), ("n y!", "us", None), ("js", "cn", "cn-js"), ("cn-js", "cn", "cn-js"),
        ("Bristol", "uk", "uk-bristol"), ("NSW", "au", "au-nsw"),
    ],
)  # fmt: skip
def test_a_region_has_one_spelling(given_as: str | None, place: str, region: str | None) -> None:
    assert canonical_region(given_as, place) == region
    if region is not None:
        assert canonical_region(region, place) == region


@given(st.text(max_size=40), st.sampled_from(["us", "uk", "cn", "in"]))
def test_whatever_is_given_is_a_region_or_unknown(text: str, place: str) -> None:
    found = canonical_region(text, place)
    assert found is None or (found.startswith(f"{place}-") and canonical_region(found, place) == found)


def test_a_city_lies_in_its_state() -> None:
    assert region_chain("us-ny-nyc") == ("us-ny", "us-ny-nyc")
    assert lies_within("us-ny-nyc", "us-ny")
    assert not lies_within("us-ny", "us-ny")
    assert not lies_within("us-nyc", "us-ny")


def test_the_guard_takes_any_spelling() -> None:
    context = GuardContext(jurisdiction="us", region="New York City", today=date(2026, 11, 25))
    assert context.region == "us-ny-nyc"


@pytest.mark.parametrize("code", sorted(US_STATES.values()))
def test_every_state_lies_somewhere_on_the_clock(code: str) -> None:
    assert zones_of(ZONES, "us", f"us-{code}", None, ()) != ()


@pytest.mark.parametrize(
    ("place", "region", "timezone", "phones", "expected"),
    [
        pytest.param("us", None, None, (), (), id="nothing known"),
        pytest.param("cn", "cn-js", None, (), ("Asia/Shanghai",), id="one clock in the whole place"),
        pytest.param("us", "us-ny-nyc", None, (), ("America/New_York",), id="a city in its state"),
        pytest.param("us", "us-tx", None, (), ("America/Chicago", "America/Denver"), id="a state with two"),
        pytest.param("us", "us-tx", "America/Denver", (), ("America/Denver",), id="the borrower's own of the two"),
        pytest.param(
            "us",
            "us-oh",
            "America/Chicago",
            (),
            ("America/Chicago", "America/New_York"),
            id="another than the region's",
        ),
        pytest.param(
            "us", "us-ny", None, ("+14155550168",), ("America/New_York", "America/Los_Angeles"), id="number elsewhere"
        ),
        pytest.param("us", None, None, ("+18005550100",), (), id="a free number says nothing"),
        pytest.param("us", None, None, ("someone@example.com", "12"), (), id="no number at all"),
    ],
)
def test_zones_come_from_region_zone_and_numbers(
    place: str, region: str | None, timezone: str | None, phones: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert zones_of(ZONES, place, region, timezone, phones) == expected


@pytest.mark.parametrize(
    ("flag", "running"),
    [
        ("validation_period", True), ("Validation_Until=2026-11-25", True), ("validation_until=2026-11-24", False),
        ("validation_until=soon", True), ("disputed", False),
    ],
)  # fmt: skip
def test_the_flags_say_whether_the_debt_may_still_be_disputed(
    card_account: AccountImport, flag: str, running: bool
) -> None:
    fields: dict[str, Any] = {
        name: getattr(card_account, name) for name in Account.model_fields if hasattr(card_account, name)
    }
    account = Account(**(fields | {"borrower_id": "b", "flags": frozenset({flag})}))
    assert account.in_validation_period(date(2026, 11, 25)) is running
