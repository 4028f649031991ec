"""Numbers and ids: what counts, and what fails its check."""

import pytest

from service.privacy import find_personal_data


def found(text: str) -> list[tuple[str, str]]:
    return [(entity.type, text[entity.start : entity.end]) for entity in find_personal_data(text)]


@pytest.mark.parametrize(
    ("text", "type", "value"),
    [
        ("身份证11010519491231002X。", "CN_ID_CARD", "11010519491231002X"),
        ("号码110105 19491231 002x吧", "CN_ID_CARD", "110105 19491231 002x"),
        ("130503670401001", "CN_ID_CARD", "130503670401001"),
        ("卡6222021001116245702还款", "CREDIT_CARD", "6222021001116245702"),
        ("4222222222222", "CREDIT_CARD", "4222222222222"),
        ("4111-1111-1111-1111", "CREDIT_CARD", "4111-1111-1111-1111"),
        ("my ssn: 219-09-9999.", "US_SSN", "219-09-9999"),
        ("NI number AB123456C", "UK_NINO", "AB123456C"),
        ("GB82WEST12345698765432", "BANK_ACCOUNT", "GB82WEST12345698765432"),
        ("sort code 204567", "BANK_ACCOUNT", "204567"),
        ("路由 routing no. 021000021", "BANK_ACCOUNT", "021000021"),
        ("对公账户 3301045509200012345", "BANK_ACCOUNT", "3301045509200012345"),
        ("contract no. K-88120", "ACCOUNT_NUMBER", "K-88120"),
        ("借款合同编号：HT20230088", "ACCOUNT_NUMBER", "HT20230088"),
        ("打13800138000吧", "PHONE_NUMBER", "13800138000"),
        ("call +49 30 901820 now", "PHONE_NUMBER", "+49 30 901820"),
        ("020 7946 0385", "PHONE_NUMBER", "020 7946 0385"),
        (
            "ring six one four, five five five, oh one eight seven ok",
            "PHONE_NUMBER",
            "six one four, five five five, oh one eight seven",
        ),
        (
            "It is Double Five 5? no: five-five-five-oh-one-double-four",
            "PHONE_NUMBER",
            "five-five-five-oh-one-double-four",
        ),
        ("QQ号是482915567", "QQ_ID", "482915567"),
        ("加我vx: hao_123456", "WECHAT_ID", "hao_123456"),
        ("沪A·12345D是我的车", "LICENSE_PLATE", "沪A·12345D"),
        ("护照E12345678", "PASSPORT", "E12345678"),
        ("from 2001:db8::ff00:42:8329 it came", "IP_ADDRESS", "2001:db8::ff00:42:8329"),
        ("www.example.com/a?b=1 fails", "URL", "www.example.com/a?b=1"),
        ("lena+bills@mail.example.co.uk,", "EMAIL_ADDRESS", "lena+bills@mail.example.co.uk"),
    ],
)
def test_a_number_is_found_with_its_exact_span(text: str, type: str, value: str) -> None:
    assert found(text) == [(type, value)]


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("110105194912310021", "CN_ID_CARD"),
        ("990105194912310026", "CN_ID_CARD"),
        ("11010519491331002X", "CN_ID_CARD"),
        ("6222021001116245703", "CREDIT_CARD"),
        ("1111111111111", "CREDIT_CARD"),
        ("000-12-3456", "US_SSN"),
        ("GB12345678A", "UK_NINO"),
        ("GB83 WEST 1234 5698 7654 32", "BANK_ACCOUNT"),
        ("300.168.1.10", "IP_ADDRESS"),
        ("v1.2.3", "IP_ADDRESS"),
        ("12340678901", "PHONE_NUMBER"),
        ("ok.thanks", "URL"),
        ("10.30am", "URL"),
    ],
)
def test_what_fails_its_check_is_not_taken_for_it(text: str, type: str) -> None:
    assert type not in [found_type for found_type, _ in found(text)]
