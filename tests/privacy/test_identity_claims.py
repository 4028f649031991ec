"""What a message claims that can prove who writes, and what only looks like it."""

import pytest

from service.domain.account import Person
from service.privacy import PseudonymMap, redact
from tests.privacy.people import MARIA, XIAOYAN


def claims(text: str, person: Person | None = MARIA) -> dict[str, bool]:
    pseudonyms = PseudonymMap.for_person(person) if person else PseudonymMap()
    redaction, _ = redact(text, person, pseudonyms)
    return {claim.field: claim.matched for claim in redaction.identity_claims}


@pytest.mark.parametrize(
    "text",
    [
        "4821",
        "sure, 4821",
        "it's 4821",
        "last four 4821",
        "The last 4 digits of my SSN are 4821.",
        "my social ends in 4821",
        "后四位4821",
        "身份证后四位是4821",
        "尾号4821",
        "４８２１",
    ],
)
def test_the_right_id_tail_is_a_matching_claim(text: str) -> None:
    assert claims(text) == {"id_last4": True}


@pytest.mark.parametrize("text", ["4822", "last four 1199", "身份证后四位0000", "my ssn ends with 7777"])
def test_a_wrong_id_tail_is_a_claim_that_does_not_match(text: str) -> None:
    assert claims(text) == {"id_last4": False}


@pytest.mark.parametrize("text", ["002X", "后四位002x", "身份证最后四位是００２Ｘ"])
def test_a_tail_with_x_matches_in_either_case(text: str) -> None:
    assert claims(text, XIAOYAN) == {"id_last4": True}


@pytest.mark.parametrize(
    "text",
    [
        "$1200",
        "2000 a month",
        "I can do 1200",
        "我每个月能还1200",
        "每月2000元",
        "my card ends in 3391",
        "尾号3391的卡注销了",
        "I can start in 2026 if the rate of 2024 stays",
        "account 9912 please",
        "at 1830 tomorrow I can pay 2500 pounds",
    ],
)
def test_amounts_years_and_card_tails_are_no_claim(text: str) -> None:
    assert claims(text) == {}


@pytest.mark.parametrize("text", ["15/03/1988", "born 2 May 1979", "生日1990年1月1日", "1988-03-15"])
def test_a_wrong_date_of_birth_is_a_claim_that_does_not_match(text: str) -> None:
    assert claims(text) == {"date_of_birth": False}


@pytest.mark.parametrize(
    "text",
    [
        "I will pay on 12/01/2026",
        "12月1日还",
        "the letter of 03/04/2009 about my loan",
        "2015-06-01开户的那张卡",
        "my daughter was born on 2 June 2019",
    ],
)
def test_other_dates_are_no_claim(text: str) -> None:
    assert claims(text) == {}


def test_an_ambiguous_order_of_day_and_month_matches_either_way() -> None:
    from datetime import date

    person = MARIA.model_copy(update={"date_of_birth": date(1988, 4, 3)})
    assert claims("03/04/1988", person) == claims("04/03/1988", person) == {"date_of_birth": True}


def test_both_data_in_one_message_are_both_claimed() -> None:
    assert claims("March 14, 1988 and 4821") == {"date_of_birth": True, "id_last4": True}
    assert claims("14.03.1988 / 4822") == {"date_of_birth": True, "id_last4": False}


def test_a_whole_id_card_claims_its_tail_and_its_birth_date() -> None:
    person = XIAOYAN.model_copy(update={"id_last4": "002X", "date_of_birth": None})
    assert claims("身份证11010519491231002X", person) == {"id_last4": True, "date_of_birth": False}


def test_nothing_matches_where_nobody_is_known() -> None:
    assert claims("1988-03-14, last four 4821", None) == {"date_of_birth": False, "id_last4": False}


def test_a_claim_says_whether_it_is_right_and_never_what_it_was() -> None:
    redaction, _ = redact("4821", MARIA, PseudonymMap.for_person(MARIA))
    assert "4821" not in redaction.model_dump_json()
