"""Chinese names with compound surnames, behind the words that point at somebody."""

import pytest

from service.privacy import find_personal_data


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我和我老公司徒景行一起住", "司徒景行"),
        ("去车间找主管上官若兰就行", "上官若兰"),
        ("问上官若兰", "上官若兰"),
        ("联系欧阳文静", "欧阳文静"),
        ("我同事诸葛明有我的新号码", "诸葛明"),
        ("我妈是慕容秋，她也知道", "慕容秋"),
        ("转接皇甫嵩岳", "皇甫嵩岳"),
    ],
)
def test_a_compound_surname_keeps_its_given_name(text: str, name: str) -> None:
    assert [text[each.start : each.end] for each in find_personal_data(text) if each.type == "PERSON"] == [name]
