"""Retention as data: what the files say, what follows for an account, and which mistakes are refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from shutil import copy, copytree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from service.datafiles import DataFileError
from service.domain.creditor import Creditor, LocalText
from service.domain.retention import CountsFrom, DataKind, Span, TimeSpan
from service.retention import Bound, RetentionBook, Term, load_retention
from service.settings import PROJECT_FOLDER
from service.writing import load_creditors

POLICIES = PROJECT_FOLDER / "policies"
PLACES = ("us", "cn", "uk", "eu", "in", "au")
_SPAN: TypeAdapter[TimeSpan] = TypeAdapter(Span)
SPANS = st.builds(TimeSpan, count=st.integers(1, 400), unit=st.sampled_from(["days", "months", "years"]))
DAYS = st.dates(date(2000, 1, 1), date(2090, 1, 1))
SAME_DAY: Mapping[CountsFrom, date] = {
    "last_activity": date(2024, 2, 29),
    "account_closed": date(2024, 2, 29),
    "plan_finished": date(2024, 2, 29),
}


@pytest.fixture(scope="module")
def book() -> RetentionBook:
    return load_retention(POLICIES, load_creditors(POLICIES))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The retention files alone, to be broken."""
    for path in POLICIES.glob("*/retention.yaml"):
        (tmp_path / path.parent.name).mkdir()
        copy(path, tmp_path / path.parent.name / path.name)
    copytree(POLICIES / "creditors", tmp_path / "creditors")
    return tmp_path


def _span(text: str) -> TimeSpan:
    return _SPAN.validate_python(text)


@pytest.mark.parametrize(
    ("span", "day", "after"),
    [
        ("30 days", date(2026, 1, 31), date(2026, 3, 2)),
        ("1 day", date(2026, 12, 31), date(2027, 1, 1)),
        ("1 month", date(2026, 1, 31), date(2026, 2, 28)),
        ("6 months", date(2026, 8, 31), date(2027, 2, 28)),
        ("3 years", date(2026, 11, 25), date(2029, 11, 25)),
        ("1 year", date(2024, 2, 29), date(2025, 2, 28)),
    ],
)
def test_a_span_ends_on_the_same_day_or_the_last_of_its_month(span: str, day: date, after: date) -> None:
    assert _span(span).after(day) == after
    assert str(_span(span)) == span


@pytest.mark.parametrize("written", ["3", "three years", "0 days", "-1 years", "3 weeks", "3years", ""])
def test_a_time_that_means_nothing_is_refused(written: str) -> None:
    with pytest.raises(ValidationError, match="write a time as a number and its unit"):
        _span(written)


@given(SPANS, DAYS)
def test_the_last_day_that_is_over_is_the_last(span: TimeSpan, today: date) -> None:
    last = span.last_over(today)
    assert span.after(last) < today
    assert span.after(last + timedelta(days=1)) >= today


@pytest.mark.parametrize("place", PLACES)
def test_every_place_says_how_long_everything_but_the_audit_chain_is_kept(book: RetentionBook, place: str) -> None:
    terms = book.terms(place, None, "")
    assert set(terms) == set(DataKind)
    assert terms[DataKind.AUDIT_LINKS].expiry(SAME_DAY) is None
    for kind, term in terms.items():
        assert term.at_most or kind is DataKind.AUDIT_LINKS
        for bound in (*term.at_least, *term.at_most):
            assert bound.reason.en
            assert bound.reason.zh
            assert bound.citation


@pytest.mark.parametrize("place", [*PLACES, "sg"])
def test_sensitive_messages_are_never_kept_longer_than_others(book: RetentionBook, place: str) -> None:
    terms = book.terms(place, None, "")
    sensitive = terms[DataKind.SENSITIVE_MESSAGES].expiry(SAME_DAY)
    others = terms[DataKind.MESSAGE_ORIGINALS].expiry(SAME_DAY)
    assert sensitive is not None
    assert others is not None
    assert sensitive.kept_until <= others.kept_until


@pytest.mark.parametrize(
    ("place", "kind", "until"),
    [
        ("us", DataKind.MESSAGE_ORIGINALS, date(2027, 2, 28)),  # 12 CFR 1006.100(a): three years
        ("us", DataKind.SENSITIVE_MESSAGES, date(2025, 2, 28)),
        ("cn", DataKind.MESSAGE_ORIGINALS, date(2029, 2, 28)),
        ("cn", DataKind.SENSITIVE_MESSAGES, date(2026, 2, 28)),
        ("uk", DataKind.TRACES, date(2030, 2, 28)),
        ("eu", DataKind.PROFILE, date(2027, 2, 28)),
        ("in", DataKind.MESSAGE_ORIGINALS, date(2029, 2, 28)),
        ("au", DataKind.ACCOUNTS, date(2030, 2, 28)),
        ("sg", DataKind.PROFILE, date(2030, 2, 28)),  # nothing of its own: the core default
    ],
)
def test_each_place_keeps_as_long_as_its_file_says(
    book: RetentionBook, place: str, kind: DataKind, until: date
) -> None:
    expiry = book.terms(place, None, "")[kind].expiry(SAME_DAY)
    assert expiry is not None
    assert expiry.kept_until == until


def test_the_city_rule_binds_in_the_city_and_where_the_region_is_unknown(book: RetentionBook) -> None:
    def cited(region: str | None) -> bool:
        term = book.terms("us", region, "")[DataKind.TRACES]
        return any("6 RCNY" in bound.citation for bound in term.at_least)

    assert [cited(region) for region in ("us-ny-nyc", "us-ny", None, "us-oh")] == [True, True, True, False]


def _bound(counts_from: CountsFrom, span: TimeSpan) -> Bound:
    return Bound(counts_from, span, "x@1", "cited", "verified", LocalText(en="why", zh="为何"))


STARTS: list[CountsFrom] = ["last_activity", "account_closed", "plan_finished"]
BOUNDS = st.builds(_bound, st.sampled_from(STARTS), SPANS)


@given(
    st.lists(BOUNDS, max_size=3), st.lists(BOUNDS, min_size=1, max_size=3),
    st.fixed_dictionaries(dict.fromkeys(STARTS, DAYS)),
)  # fmt: skip
def test_nothing_is_deleted_before_a_minimum_nor_kept_longer_than_needed(
    least: list[Bound], most: list[Bound], events: dict[CountsFrom, date]
) -> None:
    expiry = Term(tuple(least), tuple(most)).expiry(events)
    assert expiry is not None
    floors = [bound.span.after(events[bound.counts_from]) for bound in least]
    ends = [bound.span.after(events[bound.counts_from]) for bound in most]
    assert all(expiry.kept_until >= floor for floor in floors)
    assert expiry.kept_until == max([min(ends), *floors])
    assert expiry.bound in (*least, *most)


def _contract(kind: str, most: str) -> Creditor:
    text = {"kind": kind, "jurisdiction": "uk", "keep_at_most": most, "citation": "Contract, clause 7"}
    return Creditor.model_validate({"id": "Northgate", "name": {"en": "N", "zh": "N"}, "retention": [text]})


@pytest.mark.parametrize(("most", "until"), [("4 years", date(2028, 2, 28 + 1)), ("9 years", date(2030, 2, 28))])
def test_the_shorter_of_contract_and_place_holds(most: str, until: date) -> None:
    book = load_retention(POLICIES, {"Northgate": _contract("message_originals", most)})
    for kind in (DataKind.MESSAGE_ORIGINALS,):
        expiry = book.terms("uk", None, "Northgate")[kind].expiry(SAME_DAY)
        other = book.terms("uk", None, "Somebody else")[kind].expiry(SAME_DAY)
        assert expiry is not None
        assert other is not None
        assert (expiry.kept_until, other.kept_until) == (until, date(2030, 2, 28))


def test_a_contract_that_shortens_originals_shortens_sensitive_ones_too() -> None:
    override = {"kind": "message_originals", "jurisdiction": "eu", "keep_at_most": "2 months", "citation": "Clause 7"}
    creditor = Creditor.model_validate({"id": "N", "name": {"en": "N", "zh": "N"}, "retention": [override]})
    expiry = (
        load_retention(POLICIES, {"N": creditor}).terms("eu", None, "N")[DataKind.SENSITIVE_MESSAGES].expiry(SAME_DAY)
    )
    assert expiry is not None
    assert expiry.kept_until == date(2024, 4, 29)


def test_an_unverified_maximum_counts_only_where_unverified_rules_are_on(folder: Path) -> None:
    path = folder / "eu" / "retention.yaml"
    path.write_text(
        path.read_text(encoding="utf-8")
        .replace("keep_at_most: 3 years", "keep_at_most: 1 year", 1)
        .replace("reason: &necessary", "status: unverified\n    reason: &necessary", 1),
        encoding="utf-8",
    )
    for unverified, until in ((False, date(2030, 2, 28)), (True, date(2025, 2, 28))):
        book = load_retention(folder, {}, unverified)
        expiry = book.terms("eu", None, "")[DataKind.MESSAGE_ORIGINALS].expiry(SAME_DAY)
        assert expiry is not None
        assert expiry.kept_until == until


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("us", "keep_at_most: 3 years", "keep_at_most: 2 years", "keep_at_most (2 years) is shorter"),
        ("us", "    keep_at_most: 1 year", "    keep_at_most: soon", "write a time as a number and its unit"),
        ("us", "region: us-ny-nyc", "region: NYC", "'NYC' is no region of 'us'"),
        ("au", "jurisdiction: au", "jurisdiction: uk", "jurisdiction 'uk' in the folder 'au'"),
        ("us", "kind: traces", "kind: gossip", "Input should be"),
        ("us", "kind: traces", "kind: idempotency_keys", "idempotency_keys count from stored"),
        ("core", "    keep_at_most: 30 days\n", "", "no entry says how long idempotency_keys are kept"),
        ("core", "kind: audit_links\n", "kind: audit_links\n    keep_at_most: 9 years\n", "are never deleted"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_file_and_line(folder: Path, file: str, old: str, new: str, says: str) -> None:
    path = folder / file / "retention.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        load_retention(folder, {})
    assert says in str(caught.value)
    assert str(caught.value).startswith(f"{path}:")
    assert caught.value.line is not None
    assert caught.value.fix


def test_two_entries_that_contradict_each_other_are_named(folder: Path) -> None:
    path = folder / "uk" / "retention.yaml"
    text = path.read_text(encoding="utf-8").replace(
        'keep_at_least: 3 years\n    citation: "MCOB', 'keep_at_least: 7 years\n    citation: "MCOB'
    )
    path.write_text(text, encoding="utf-8")
    with pytest.raises(
        DataFileError, match=r"traces: keep_at_most \(6 years\) is shorter than keep_at_least \(7 years, MCOB"
    ):
        load_retention(folder, {})


@pytest.mark.parametrize(
    ("override", "says"),
    [
        ("{kind: traces, jurisdiction: us, keep_at_most: 2 years, citation: Clause 9}", "must be kept for 3 years"),
        ("{kind: profile, jurisdiction: zz, keep_at_most: 2 years, citation: Clause 9}", "'zz' has no policies/zz"),
        ("{kind: audit_links, jurisdiction: us, keep_at_most: 2 years, citation: Clause 9}", "never deleted"),
    ],
)  # fmt: skip
def test_a_contract_below_a_legal_minimum_is_refused(folder: Path, override: str, says: str) -> None:
    path = folder / "creditors" / "northgate-credit.yaml"
    path.write_text(path.read_text(encoding="utf-8") + f"retention:\n  - {override}\n", encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        load_retention(folder, {})
    assert says in str(caught.value)
    assert caught.value.path == path
    assert caught.value.line is not None


def test_without_a_core_file_nothing_is_loaded(folder: Path) -> None:
    (folder / "core" / "retention.yaml").unlink()
    with pytest.raises(DataFileError, match="the file is missing"):
        load_retention(folder, {})
