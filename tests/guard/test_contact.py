"""Contact: windows, caps, consents and bars of the real packs, and the next moment at which a refusal ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.contact import ConsentRecord, ContactAttempt, Hours, PastContact
from service.domain.vocabulary import Family
from service.guard.contact import contact_findings, judge_contact
from service.guard.contact_table import contact_table
from service.guard.guard import build_guard
from service.guard.packs import PackBook, load_packs
from tests.guard.conftest import POLICIES, PROMPTS, find_marked

BOOK = load_packs(POLICIES)
EAST, CHICAGO, WEST = "America/New_York", "America/Chicago", "America/Los_Angeles"
CHINA, SYDNEY, LONDON, KOLKATA = "Asia/Shanghai", "Australia/Sydney", "Europe/London", "Asia/Kolkata"
US = {"jurisdiction": "us", "region": "us-tx", "actor_role": "third_party_collector"}
CN = {"jurisdiction": "cn", "actor_role": "original_creditor"}
AU = {"jurisdiction": "au", "actor_role": "original_creditor"}


def at(clock: str, zone: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(clock).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def consent(channel: str = "sms", days: int = 10, **more: Any) -> ConsentRecord:
    fields = {"provenance": "direct_consent", "given_at": datetime(2026, 11, 24, 12, tzinfo=UTC) - timedelta(days=days)}
    return ConsentRecord(channel=channel, **(fields | more))


def attempt(when: datetime, *zones: str, **more: Any) -> ContactAttempt:
    known = tuple(consent(channel, written=True) for channel in ("sms", "email", "voice", "whatsapp"))
    fields: dict[str, Any] = {"channel": "sms", "at": when, "zones": zones, "consents": known, "account": "a"}
    return ContactAttempt(**(fields | US | more))


def before(when: datetime, times: int, hours: float = 30, **more: Any) -> tuple[PastContact, ...]:
    fields: dict[str, Any] = {"channel": "sms", "account": "a"}
    return tuple(
        PastContact(at=when - timedelta(hours=hours, minutes=number), **(fields | more)) for number in range(times)
    )


def found(attempted: ContactAttempt) -> set[str]:
    return {finding.rule_id for finding in judge_contact(attempted, BOOK).findings}


NOON = at("2026-11-24T12:00", EAST)


@pytest.mark.parametrize(
    ("clock", "rule"),
    [("20:59", None), ("21:00", "us.contact.hours"), ("21:01", "us.contact.hours"), ("07:59", "us.contact.hours"),
     ("08:00", None)],
)  # fmt: skip
def test_a_collector_in_the_us_keeps_to_8_to_21(clock: str, rule: str | None) -> None:
    assert found(attempt(at(f"2026-11-24T{clock}", CHICAGO), CHICAGO)) == ({rule} if rule else set())


def test_an_eastern_address_with_a_pacific_number_needs_both_mornings() -> None:
    early = attempt(at("2026-11-24T08:30", EAST), EAST, WEST)
    assert found(early) == {"us.contact.hours"}
    assert judge_contact(early, BOOK).next_allowed == at("2026-11-24T11:00", EAST)


def test_email_at_night_in_florida_is_free_by_the_state_and_bound_by_the_federal_rule() -> None:
    late = at("2026-11-24T22:00", EAST)
    assert found(attempt(late, EAST, region="us-fl", channel="email")) == {"us.contact.hours"}
    assert found(attempt(late, EAST, region="us-fl")) == {"us.contact.hours", "us.fl.hours"}


@pytest.mark.parametrize(
    ("clock", "agreed", "allowed"),
    [("21:59", None, True), ("22:00", None, False), ("07:59", None, False), ("08:00", None, True),
     ("22:30", ("22:00", "23:00"), True), ("21:00", ("22:00", "23:00"), False)],
)  # fmt: skip
def test_nights_in_china_are_quiet_unless_agreed(clock: str, agreed: tuple[str, str] | None, allowed: bool) -> None:
    hours = (Hours(open=agreed[0], close=agreed[1]),) if agreed else ()
    verdict = judge_contact(attempt(at(f"2026-11-24T{clock}", CHINA), CHINA, agreed_hours=hours, **CN), BOOK)
    assert verdict.allowed is allowed


@pytest.mark.parametrize(
    ("clock", "following"),
    [
        pytest.param("2026-11-28T08:30", "2026-11-28T09:00", id="saturday before nine"),
        pytest.param("2026-12-25T12:00", "2026-12-27T09:00", id="christmas and boxing day"),
        pytest.param("2026-11-24T07:00", "2026-11-24T07:30", id="tuesday before half past seven"),
        pytest.param("2026-11-27T21:00", "2026-11-28T09:00", id="friday night"),
    ],
)
def test_weekends_and_holidays_in_australia(clock: str, following: str) -> None:
    verdict = judge_contact(attempt(at(clock, SYDNEY), SYDNEY, **AU), BOOK)
    assert {finding.rule_id for finding in verdict.findings} == {"au.contact.hours"}
    # Boxing Day 2026 is a Saturday; the holiday in lieu is the Monday after, so the Sunday is open.
    assert verdict.next_allowed == at(following, SYDNEY)


def test_india_ends_at_seven() -> None:
    evening = attempt(at("2026-11-24T19:00", KOLKATA), KOLKATA, jurisdiction="in", actor_role="original_creditor")
    assert "in.contact.hours" in found(evening)


def test_the_fourth_contact_in_new_york_city_waits_until_the_first_is_a_week_old() -> None:
    history = (*before(NOON, 1, 30, channel="voice"), *before(NOON, 1, 90, channel="email"), *before(NOON, 1, 160))
    fourth = attempt(NOON, EAST, region="NYC", channel="voice", history=history, actor_role="original_creditor")
    assert found(fourth) == {"us.nyc.contacts"}
    assert judge_contact(fourth, BOOK).next_allowed == NOON + timedelta(hours=8)


def test_the_sixth_message_in_dc_is_refused() -> None:
    five = before(NOON, 5, 50)
    assert "us.dc.messages" not in found(attempt(NOON, EAST, region="us-dc", history=five[:4]))
    assert "us.dc.messages" in found(attempt(NOON, EAST, region="us-dc", history=five))


@pytest.mark.parametrize(("days", "refused"), [(60, False), (61, True)])
def test_a_text_needs_a_confirmation_within_sixty_days(days: int, refused: bool) -> None:
    verdict = judge_contact(attempt(NOON, EAST, consents=(consent(days=days),)), BOOK)
    assert ({f.rule_id for f in verdict.findings} == {"us.contact.sms"}) is refused
    assert (verdict.next_allowed is None) is refused


def test_the_fourth_answered_call_of_a_day_in_china_counts_lender_and_vendor_together() -> None:
    noon = at("2026-11-24T12:00", CHINA)
    calls = (*before(noon, 2, 1, channel="voice", account="lender"), *before(noon, 1, 2, channel="voice"))
    four = (*calls, *before(noon, 1, 3, channel="voice", account="vendor"))
    assert found(attempt(noon, CHINA, channel="voice", history=calls[:2], **CN)) == set()
    assert found(attempt(noon, CHINA, channel="voice", history=four, **CN)) == {"cn.contact.calls_connected"}


@pytest.mark.parametrize("zones", [(), ("Mars/Olympus",), (EAST, "Nowhere/Here")])
def test_an_unknown_zone_is_a_no_for_whatever_interrupts(zones: tuple[str, ...]) -> None:
    verdict = judge_contact(attempt(NOON, *zones), BOOK)
    assert {finding.family for finding in verdict.findings} == {Family.CONTACT_TIME}
    assert verdict.next_allowed is None
    assert judge_contact(attempt(NOON, *zones, interrupts=False), BOOK).allowed


def test_what_does_not_interrupt_is_bound_by_nothing() -> None:
    flags = frozenset({"represented"})
    quiet = attempt(at("2026-11-24T03:00", EAST), channel="web", interrupts=False, flags=flags, consents=())
    assert judge_contact(quiet, BOOK).next_allowed == quiet.at


def test_an_answer_in_a_live_session_may_go_at_any_hour() -> None:
    night = at("2026-11-24T03:00", EAST)
    answer = attempt(night, EAST, live_reply=True, history=before(night, 9, 1), consents=(), region="NYC")
    assert found(answer) == set()
    assert found(answer.model_copy(update={"recipient": "third_party"})) == {
        "core.contact.private", "us.contact.third_party",
    }  # fmt: skip


def test_after_an_opt_out_one_confirmation_goes_and_nothing_more_until_the_borrower_writes_again() -> None:
    stop = PastContact(at=NOON - timedelta(minutes=2), channel="sms", incoming=True)
    revoked = (consent(days=30, revoked_at=stop.at),)
    confirmation = attempt(NOON, EAST, live_reply=True, history=(stop,), consents=revoked)
    assert found(confirmation) == set()
    sent = PastContact(at=NOON - timedelta(minutes=1), channel="sms", live_reply=True)
    assert found(confirmation.model_copy(update={"history": (stop, sent)})) == {"guard.contact.revoked"}
    again = PastContact(at=NOON - timedelta(seconds=5), channel="sms", incoming=True)
    assert found(confirmation.model_copy(update={"history": (stop, sent, again)})) == set()
    unasked = judge_contact(attempt(NOON + timedelta(days=3), EAST, history=(stop, sent), consents=revoked), BOOK)
    assert "guard.contact.revoked" in {finding.rule_id for finding in unasked.findings}
    assert unasked.next_allowed is None


def test_consent_given_anew_after_an_opt_out_counts() -> None:
    both = (consent(days=30, revoked_at=NOON - timedelta(days=20)), consent(days=2))
    assert found(attempt(NOON, EAST, consents=both)) == set()


def test_the_borrowers_quiet_hours_are_kept_and_end() -> None:
    evening = at("2026-11-24T18:30", EAST)
    verdict = judge_contact(attempt(evening, EAST, quiet_hours=(Hours(open="18:00", close="20:00"),)), BOOK)
    assert {finding.rule_id for finding in verdict.findings} == {"guard.contact.quiet_hours"}
    assert verdict.next_allowed == at("2026-11-24T20:00", EAST)


@pytest.mark.parametrize(
    ("region", "bound"),
    [("us-tx", False), ("us-ny-nyc", True), ("us-ny-buffalo", False), ("us-ny", True), (None, True), ("???", True)],
)
def test_an_account_that_may_lie_in_the_city_is_bound_by_its_caps(region: str | None, bound: bool) -> None:
    four = attempt(NOON, EAST, region=region, channel="voice", history=before(NOON, 3, channel="voice"))
    assert ("us.nyc.contacts" in found(four)) is bound


@pytest.mark.parametrize(("role", "bound"), [("original_creditor", False), ("debt_buyer", True), (None, True)])
def test_an_unknown_role_is_every_role(role: str | None, bound: bool) -> None:
    email = attempt(NOON, EAST, channel="email", consents=(), actor_role=role)
    assert ("us.contact.email" in found(email)) is bound


def test_unverified_rules_bind_only_where_they_are_switched_on() -> None:
    stayed = attempt(NOON, EAST, flags=frozenset({"bankrupt"}))
    asked_for = {f.rule_id for f in judge_contact(stayed, load_packs(POLICIES, unverified=True)).findings}
    assert "us.contact.bankruptcy" in asked_for - found(stayed)


def test_the_setting_switches_unverified_rules_on_in_the_guard() -> None:
    stayed = attempt(NOON, EAST, flags=frozenset({"bankrupt"}))
    found_by = {}
    for asked in (False, True):
        built = build_guard(POLICIES, PROMPTS, find_marked, 5.0, warm=False, unverified=asked)
        found_by[asked] = {finding.rule_id for finding in built.contact(stayed).findings}
        built.close()
    assert found_by[True] - found_by[False] == {"us.contact.bankruptcy"}


def test_the_documentation_holds_the_table_of_the_packs() -> None:
    page = (POLICIES.parent / "docs" / "contact.md").read_text(encoding="utf-8")
    table = page.split("<!-- contact table: forbear policies contact -->\n")[1].split("<!-- end of table -->")[0]
    assert table == contact_table(BOOK)


def test_the_hour_that_clocks_skip_and_the_hour_that_comes_twice() -> None:
    spring = attempt(at("2026-03-08T01:59", EAST), EAST, agreed_hours=(Hours(open="02:30", close="05:00"),),
                     jurisdiction="uk", region=None, actor_role="original_creditor")  # fmt: skip
    assert judge_contact(spring, BOOK).next_allowed == at("2026-03-08T03:00", EAST)
    autumn = spring.model_copy(
        update={"at": at("2026-11-01T01:45", EAST), "agreed_hours": (Hours(open="01:15", close="01:30"),)}
    )
    assert judge_contact(autumn, BOOK).next_allowed == at("2026-11-01T01:15", EAST, fold=1)


ZONES = (EAST, WEST, "America/Phoenix", "Pacific/Auckland", "Asia/Kathmandu", LONDON, "Australia/Lord_Howe")
# Days with a change of the clocks somewhere, or with holidays, and an ordinary one.
DAYS = ("2026-03-07", "2026-10-03", "2026-10-31", "2026-12-24", "2026-06-10", "2026-03-28", "2026-04-04")
spans = st.builds(
    lambda start, length: Hours(open=f"{start:02}:15", close=f"{min(start + length, 23):02}:45"),
    st.integers(0, 23), st.integers(0, 9),
)  # fmt: skip
pasts = st.builds(
    lambda hours, channel, outcome, live: (hours, channel, outcome, live),
    st.integers(0, 800), st.sampled_from(["sms", "email", "voice"]),
    st.sampled_from(["attempted", "reached", "conversation"]), st.booleans(),
)  # fmt: skip


@st.composite
def attempts(draw: st.DrawFn) -> ContactAttempt:
    start = datetime.fromisoformat(f"{draw(st.sampled_from(DAYS))}T00:00+00:00")
    when = start + timedelta(minutes=draw(st.integers(0, 2880)))
    history = tuple(
        PastContact(at=when - timedelta(hours=hours), channel=channel, outcome=outcome, live_reply=live, account="a")
        for hours, channel, outcome, live in draw(st.lists(pasts, max_size=8))
    )
    place = draw(st.sampled_from([("us", "us-tx"), ("us", "us-ny"), ("cn", None), ("au", None), ("uk", None)]))
    return attempt(
        when,
        *draw(st.lists(st.sampled_from(ZONES), min_size=1, max_size=3, unique=True)),
        jurisdiction=place[0],
        region=place[1],
        actor_role=draw(st.sampled_from(["original_creditor", "third_party_collector", None])),
        channel=draw(st.sampled_from(["sms", "email", "voice"])),
        quiet_hours=tuple(draw(st.lists(spans, max_size=1))),
        agreed_hours=tuple(draw(st.lists(spans, max_size=1))),
        history=history,
        consents=tuple(
            consent(channel, provenance="direct_consent", given_at=when - timedelta(days=2), written=True)
            for channel in ("sms", "email", "voice")
        ),
    )


@given(attempts())
@settings(max_examples=40, deadline=None)
def test_the_next_moment_is_allowed_and_no_moment_before_it_is(made: ContactAttempt) -> None:
    following = judge_contact(made, BOOK).next_allowed
    last = following if following is not None else made.at + timedelta(days=4)
    # Quarter hours are enough: every opening above stands on one, and so do the ends of spans when the start does.
    step, moment = timedelta(minutes=15), made.at.replace(minute=made.at.minute // 15 * 15) + timedelta(minutes=15)
    while moment < min(last, made.at + timedelta(days=4)):
        assert not judge_now(made, moment, BOOK), moment
        moment += step
    if following is not None:
        assert following >= made.at
        assert judge_now(made, following, BOOK)


def judge_now(made: ContactAttempt, moment: datetime, book: PackBook) -> bool:
    return not contact_findings(made.model_copy(update={"at": moment}), book)


@given(attempts(), attempts())
@settings(max_examples=40, deadline=None)
def test_a_further_zone_or_earlier_contact_never_allows_more(one: ContactAttempt, other: ContactAttempt) -> None:
    stricter = one.model_copy(update={"zones": (*one.zones, *other.zones), "history": (*one.history, *other.history)})
    if judge_contact(stricter, BOOK).allowed:
        assert judge_contact(one, BOOK).allowed
