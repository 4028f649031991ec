"""The sample accounts: complete, consistent, and clearly made up."""

import json
import re
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from service.datafiles import DataFileError
from service.domain.account import AccountImport
from service.samples import SAMPLE_ACCOUNTS_PATH, load_sample_accounts

ACCOUNTS = load_sample_accounts()
BY_ID = {account.id: account for account in ACCOUNTS}
each_account = pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.id)

# Numbers that nobody owns: 555-01xx (North America), Ofcom's drama numbers, and zeros behind 154 (no known carrier).
MADE_UP_PHONES = {
    "us": re.compile(r"\+1[2-9]\d{2}55501\d{2}"),
    "uk": re.compile(r"\+447700900\d{3}"),
    "cn": re.compile(r"\+86154\d{8}"),
}


@each_account
def test_parts_add_up_to_the_balance(account: AccountImport) -> None:
    parts = [part for part in (account.principal, account.interest, account.fees) if part is not None]
    assert len(parts) == 3
    assert sum(parts, Decimal(0)) == account.balance


@each_account
def test_currency_is_the_one_of_the_jurisdiction(account: AccountImport) -> None:
    assert account.currency == {"us": "USD", "uk": "GBP", "cn": "CNY"}[account.jurisdiction]


@each_account
def test_region_names_its_jurisdiction(account: AccountImport) -> None:
    assert account.region is None or account.region.startswith(f"{account.jurisdiction}-")


@each_account
def test_identity_can_be_proved_in_chat(account: AccountImport) -> None:
    assert account.borrower.date_of_birth is not None
    assert account.borrower.id_last4 is not None


@each_account
def test_the_two_identity_details_are_independent(account: AccountImport) -> None:
    assert account.borrower.date_of_birth is not None
    born = account.borrower.date_of_birth
    assert account.borrower.id_last4 not in {f"{born:%Y}", f"{born:%m%d}", f"{born:%d%m}"}


@each_account
def test_borrower_is_an_adult_when_the_account_opens(account: AccountImport) -> None:
    assert account.borrower.date_of_birth is not None
    assert account.opened_on is not None
    assert account.opened_on.year - account.borrower.date_of_birth.year > 18


@each_account
def test_time_zone_exists(account: AccountImport) -> None:
    assert account.borrower.timezone is not None
    assert ZoneInfo(account.borrower.timezone).key == account.borrower.timezone


@each_account
def test_phone_is_a_number_that_nobody_owns(account: AccountImport) -> None:
    assert account.borrower.phone is not None
    assert MADE_UP_PHONES[account.jurisdiction].fullmatch(account.borrower.phone)


@each_account
def test_email_is_at_a_reserved_domain(account: AccountImport) -> None:
    assert account.borrower.email is not None
    assert re.fullmatch(r"[a-z.]+@example\.(com|org|net)", account.borrower.email)


@each_account
def test_contacts_repeat_what_the_borrower_gave(account: AccountImport) -> None:
    assert {contact.address for contact in account.contacts} == {account.borrower.phone, account.borrower.email}


@each_account
def test_last_payment_lies_between_opening_and_arrears(account: AccountImport) -> None:
    if account.last_payment_on is None:
        return
    assert account.opened_on is not None
    assert account.opened_on < account.last_payment_on


@pytest.mark.parametrize("field", ["id", "name", "phone", "email"])
def test_no_two_borrowers_share_a(field: str) -> None:
    values = [getattr(account.borrower, field) for account in ACCOUNTS]
    assert len(set(values)) == len(values)


def test_account_ids_are_unique_in_the_file() -> None:
    ids = [json.loads(line)["id"] for line in SAMPLE_ACCOUNTS_PATH.read_text(encoding="utf-8").splitlines()]
    assert len(set(ids)) == len(ids) == len(ACCOUNTS)


def test_every_actor_role_occurs() -> None:
    roles = {account.actor_role for account in ACCOUNTS}
    assert roles == {"original_creditor", "servicer", "third_party_collector", "debt_buyer"}


@pytest.mark.parametrize(
    ("jurisdiction", "language", "product"),
    [
        ("us", "en", "card"),
        ("us", "en", "medical"),
        ("us", "en", "consumer_loan"),
        ("us", "zh", "card"),
        ("uk", "en", "card"),
        ("uk", "en", "medical"),
        ("uk", "zh", "consumer_loan"),
        ("cn", "zh", "consumer_loan"),
        ("cn", "zh", "card"),
        ("cn", "en", "consumer_loan"),
    ],
)
def test_there_is_a_sample_for(jurisdiction: str, language: str, product: str) -> None:
    assert any((a.jurisdiction, a.language, a.product) == (jurisdiction, language, product) for a in ACCOUNTS)


def test_one_account_is_disputed() -> None:
    assert [account.id for account in ACCOUNTS if account.flags] == ["us-loan-1003"]
    assert BY_ID["us-loan-1003"].flags == ("disputed",)


def test_one_account_is_time_barred_and_belongs_to_a_debt_buyer() -> None:
    barred = [account for account in ACCOUNTS if account.time_barred]
    assert [(account.id, account.actor_role) for account in barred] == [("us-loan-1004", "debt_buyer")]


def test_creditors_are_the_made_up_ones() -> None:
    assert {account.creditor for account in ACCOUNTS} == {
        "Harbor Light Bank",
        "Juniper Street Recovery",
        "Willow Medical Finance",
        "Northgate Credit",
        "安和消费金融",
        "云杉银行",
    }


def test_a_bad_line_is_named_without_its_personal_data(tmp_path: Path) -> None:
    good, second, *_ = SAMPLE_ACCOUNTS_PATH.read_text(encoding="utf-8").splitlines()
    row = json.loads(second)
    row["balance"] = "12,50"
    path = tmp_path / "accounts.jsonl"
    path.write_text(f"{good}\n\n{json.dumps(row)}\n", encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        load_sample_accounts(path)
    assert caught.value.line == 3
    assert "balance" in caught.value.problem
    assert row["borrower"]["name"] not in str(caught.value)


def test_an_account_given_twice_is_refused(tmp_path: Path) -> None:
    line = SAMPLE_ACCOUNTS_PATH.read_text(encoding="utf-8").splitlines()[0]
    path = tmp_path / "accounts.jsonl"
    path.write_text(f"{line}\n{line}\n", encoding="utf-8")
    with pytest.raises(DataFileError, match="given twice"):
        load_sample_accounts(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="missing"):
        load_sample_accounts(tmp_path / "nowhere.jsonl")
