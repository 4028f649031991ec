"""What the account knows about its borrower is found in every usual spelling."""

import pytest

from service.domain.account import Person
from service.privacy import PseudonymMap, redact
from tests.privacy.people import MARIA, XIAOYAN


def redacted(text: str, person: Person) -> str:
    return redact(text, person, PseudonymMap.for_person(person))[0].text


@pytest.mark.parametrize(
    "spelling",
    [
        "Maria Lopez",
        "maria lopez",
        "MARIA LOPEZ",
        "Lopez, Maria",
        "lopez maria",
        "Maria J. Lopez",
        "marialopez",
        "Maria",
        "lopez",
    ],
)
def test_own_name_in_any_order_and_case_is_person_one(spelling: str) -> None:
    assert redacted(f"ok {spelling} speaking", MARIA) == "ok <PERSON_1> speaking"


@pytest.mark.parametrize("spelling", ["彭晓燕", "彭 晓 燕", "晓燕", "彭女士", "彭曉燕"])
def test_own_chinese_name_whole_or_in_part_is_person_one(spelling: str) -> None:
    assert redacted(f"请转告{spelling}，谢谢", XIAOYAN) == "请转告<PERSON_1>，谢谢"


@pytest.mark.parametrize(
    ("spelling", "type"),
    [
        ("(212) 555-0143", "PHONE_NUMBER"),
        ("2125550143", "PHONE_NUMBER"),
        ("+1-212-555-0143", "PHONE_NUMBER"),
        ("２１２ ５５５ ０１４３", "PHONE_NUMBER"),
        ("MARIA.LOPEZ@EXAMPLE.COM", "EMAIL_ADDRESS"),
        ("maria.lopez at example.com", "EMAIL_ADDRESS"),
        ("48 Larch Street, Apt 3B, Albany, NY 12207", "LOCATION"),
        ("48 larch st apt 3b albany ny 12207", "LOCATION"),
        ("48 Larch St", "LOCATION"),
        ("Hillcrest Bakery", "ORGANIZATION"),
        ("hillcrest bakery LLC", "ORGANIZATION"),
    ],
)
def test_own_data_are_found_without_any_context(spelling: str, type: str) -> None:
    assert redacted(f"hm {spelling} ok", MARIA) == f"hm <{type}_1> ok"


@pytest.mark.parametrize(
    "spelling",
    [
        "1988-03-14",
        "1988/3/14",
        "1988.3.14",
        "03/14/1988",
        "14/03/1988",
        "3/14/88",
        "14.3.88",
        "March 14, 1988",
        "March 14th 1988",
        "14th of March 1988",
        "14 Mar 1988",
        "14-Mar-88",
        "mar 14 '88",
        "the fourteenth of March nineteen eighty-eight",
        "19880314",
        "03141988",
        "14031988",
        "1988年3月14日",
        "88年3月14号",
        "一九八八年三月十四日",
        "八八年三月十四",
        "１９８８年３月１４日",
    ],
)
def test_own_date_of_birth_is_found_in_every_written_form(spelling: str) -> None:
    redaction, _ = redact(f"well {spelling}.", MARIA, PseudonymMap.for_person(MARIA))
    assert redaction.text in ("well <DATE_OF_BIRTH_1>.", "well the <DATE_OF_BIRTH_1>.")
    assert [(claim.field, claim.matched) for claim in redaction.identity_claims] == [("date_of_birth", True)]


@pytest.mark.parametrize(
    ("spelling", "type"),
    [
        ("138-0013-8000", "PHONE_NUMBER"),
        ("+86 138 0013 8000", "PHONE_NUMBER"),
        ("浙江省杭州市西湖区文三路88号3栋1201室", "LOCATION"),
        ("文三路88号3栋", "LOCATION"),
        ("云帆物流", "ORGANIZATION"),
        ("杭州云帆物流有限公司", "ORGANIZATION"),
    ],
)
def test_own_data_are_found_in_chinese_messages(spelling: str, type: str) -> None:
    assert redacted(f"嗯，{spelling}，对的", XIAOYAN) == f"嗯，<{type}_1>，对的"


@pytest.mark.parametrize(
    "text",
    [
        "Will you take 200 in May?",
        "I will pay, then the grace period ends.",
        "May I pay on May 5?",
        "By the grace of God, 50 a week will do.",
    ],
)
def test_names_that_are_everyday_words_stay_where_they_are_words(text: str) -> None:
    for name in ("Will Grace", "May Grace"):
        assert redacted(text, MARIA.model_copy(update={"name": name})) == text


@pytest.mark.parametrize("text", ["Will Grace here", "this is will", "I'm Grace", "Hi, Will again"])
def test_names_that_are_everyday_words_are_found_where_they_are_names(text: str) -> None:
    assert "<PERSON_1>" in redacted(text, MARIA.model_copy(update={"name": "Will Grace"}))


def test_a_chinese_given_name_that_is_a_word_stays_where_it_is_one() -> None:
    person = XIAOYAN.model_copy(update={"name": "陈安心"})
    assert redacted("请安心，我会还", person) == "请安心，我会还"
    assert redacted("我叫安心", person) == "我叫<PERSON_1>"


@pytest.mark.parametrize(
    "text", ["$4821", "I can pay 4821 a month", "每月4821元", "4821.50 is too much", "paid 4821 dollars already"]
)
def test_an_amount_that_equals_the_id_tail_stays(text: str) -> None:
    assert redacted(text, MARIA) == text


def test_another_person_gets_another_pseudonym() -> None:
    assert redacted("Maria here, my sister is Ines Lopez-Ward", MARIA).startswith(
        "<PERSON_1> here, my sister is <PERSON_2>"
    )
