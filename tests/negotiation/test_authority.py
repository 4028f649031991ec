from datetime import date
from pathlib import Path
from typing import Any

import pytest

from service.datafiles import DataFileError
from service.negotiation import load_authorities
from service.samples import load_sample_accounts
from tests.negotiation.builders import TODAY, account, authority_of, book, cn_account, uk_account

FILE = """\
id: {id}
version: "{version}"
title: Test terms
jurisdiction: {jurisdiction}
creditor: {creditor}
products: {products}
currency: USD
effective_from: {effective_from}
effective_to: {effective_to}
quote_valid_days: 14
cadences: [monthly]
lump_sum: {{latest_start_days: 30, bands: [{{days_past_due: 0, standing: {standing}, ceiling: 10}}]}}
plan: &plan
  bands: [{{days_past_due: 0, standing: 0, ceiling: 0}}]
  opening_months: 6
  most_months: 12
  most_instalments: 12
  smallest_instalment: {smallest}
  latest_start_days: 30
hardship: *plan
needs_person: {{balance_above: "1000.00", discount_up_to: 20}}
source: tests
"""
DEFAULTS: dict[str, Any] = {
    "id": "us-test",
    "version": "1",
    "jurisdiction": "us",
    "creditor": "acme",
    "products": "[card]",
    "effective_from": "2026-01-01",
    "effective_to": "null",
    "standing": 0,
    "smallest": '"25.00"',
}


def write(folder: Path, name: str, **changes: Any) -> Path:
    path = folder / "us" / "authority" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(FILE.format(**(DEFAULTS | changes)), encoding="utf-8")
    return path


def test_a_file_is_found_for_its_creditor_and_product(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml")
    found = load_authorities(tmp_path).find(account(creditor="ACME"), TODAY)
    assert found is not None
    assert found.reference == "us-test@1"


@pytest.mark.parametrize(
    "changes",
    [
        {"creditor": "Somebody Else"},
        {"product": "mortgage"},
        {"currency": "CAD"},
        {"jurisdiction": "uk"},
    ],
)
def test_an_account_that_no_file_fits_has_no_authority(tmp_path: Path, changes: dict[str, str]) -> None:
    write(tmp_path, "a.yaml")
    assert load_authorities(tmp_path).find(account(**({"creditor": "acme"} | changes)), TODAY) is None


@pytest.mark.parametrize(
    ("on", "found"),
    [(date(2025, 12, 31), False), (date(2026, 1, 1), True), (date(2026, 6, 30), True), (date(2026, 7, 1), False)],
)
def test_a_file_holds_from_its_first_to_its_last_day(tmp_path: Path, on: date, found: bool) -> None:
    write(tmp_path, "a.yaml", effective_to="2026-06-30")
    assert (load_authorities(tmp_path).find(account(creditor="acme"), on) is not None) == found


def test_the_most_specific_file_wins(tmp_path: Path) -> None:
    write(tmp_path, "any.yaml", id="any", creditor='"*"', products='"*"')
    write(tmp_path, "product.yaml", id="product", creditor='"*"')
    write(tmp_path, "creditor.yaml", id="creditor", products='"*"')
    write(tmp_path, "both.yaml", id="both")
    loaded = load_authorities(tmp_path)

    def id_for(creditor: str, product: str) -> str:
        found = loaded.find(account(creditor=creditor, product=product), TODAY)
        assert found is not None
        return found.id

    assert id_for("acme", "card") == "both"
    assert id_for("acme", "loan") == "creditor"
    assert id_for("other", "card") == "product"
    assert id_for("other", "loan") == "any"


def test_a_later_version_may_follow_an_earlier_one(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", effective_to="2026-06-30")
    write(tmp_path, "b.yaml", version="2", effective_from="2026-07-01")
    found = load_authorities(tmp_path).find(account(creditor="acme"), date(2026, 7, 1))
    assert found is not None
    assert found.version == "2"


@pytest.mark.parametrize(
    ("changes", "line", "words"),
    [
        pytest.param({"creditor": "beta"}, 1, "already used in a.yaml", id="an id used twice"),
        pytest.param({"id": "other"}, 8, "same creditor, products and days", id="overlapping scope"),
        pytest.param({"id": "other", "products": "[loan, Card]"}, 8, "same creditor", id="one product shared"),
        pytest.param({"id": "other", "creditor": "A.C.M.E."}, 8, "same creditor", id="the same creditor, spelled anew"),
    ],
)
def test_files_that_contradict_each_other_are_refused(
    tmp_path: Path, changes: dict[str, str], line: int, words: str
) -> None:
    write(tmp_path, "a.yaml")
    path = write(tmp_path, "b.yaml", **changes)
    with pytest.raises(DataFileError) as caught:
        load_authorities(tmp_path)
    assert (caught.value.path, caught.value.line) == (path, line)
    assert words in caught.value.problem
    assert caught.value.fix


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        pytest.param({"standing": 11}, 12, id="standing above ceiling"),
        pytest.param({"standing": 101}, 12, id="more than all"),
        pytest.param({"smallest": "25.00"}, 18, id="money as a float"),
        pytest.param({"smallest": '"0.00"'}, 18, id="no smallest instalment"),
        pytest.param({"effective_to": "2025-06-30"}, 1, id="ends before it begins"),
        pytest.param({"jurisdiction": "uk"}, 4, id="in another jurisdiction's folder"),
        pytest.param({"products": "[]"}, 1, id="no product"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, changes: dict[str, Any], line: int) -> None:
    path = write(tmp_path, "a.yaml", **changes)
    with pytest.raises(DataFileError) as caught:
        load_authorities(tmp_path)
    assert (caught.value.path, caught.value.line) == (path, line)


def test_the_card_measures_of_china_bound_every_card_plan_to_sixty_months() -> None:
    terms = authority_of(cn_account(creditor="云杉银行", product="card"))
    assert terms.hardship.most_months == 60
    assert terms.hardship.most_instalments == 60


@pytest.mark.parametrize(
    ("owed", "expected"),
    [
        (account(), "us-card-harbor-light"),
        (account(creditor="juniper-street-recovery", product="medical"), "us-medical-juniper-street"),
        (account(creditor="Juniper Street Recovery", product="consumer_loan"), "us-loan-juniper-street"),
        (account(creditor="Anybody", product="telecom"), "us-default"),
        (uk_account(), "uk-card-northgate"),
        (uk_account(product="loan"), "uk-loan-northgate"),
        (uk_account(creditor="Willow Medical Finance", product="medical"), "uk-medical-willow"),
        (uk_account(creditor="Anybody"), "uk-default"),
        (cn_account(), "cn-loan-anhe"),
        (cn_account(creditor="spruce-bank", product="credit_card"), "cn-card-spruce"),
        (cn_account(creditor="某银行"), "cn-default"),
    ],
)
def test_the_shipped_files_cover_the_sample_creditors_and_have_defaults(owed: Any, expected: str) -> None:
    assert authority_of(owed).id == expected


def test_every_sample_account_has_an_authority() -> None:
    for sample in load_sample_accounts():
        owed = account(
            creditor=sample.creditor, product=sample.product, jurisdiction=sample.jurisdiction, currency=sample.currency
        )
        assert book().find(owed, TODAY) is not None, sample.id
