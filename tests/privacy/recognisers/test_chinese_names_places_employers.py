"""Names, addresses and employers in Chinese text: what counts whole, and what only looks like one."""

import pytest

from service.privacy import find_personal_data


def found(text: str, type: str) -> list[str]:
    return [text[each.start : each.end] for each in find_personal_data(text, "zh") if each.type == type]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("我和倪小苹早离了", ["倪小苹"]),
        ("我媳妇全小玲刚生完孩子", ["全小玲"]),
        ("感谢洪小兰老师一直解释", ["洪小兰"]),
        ("担保人：夏侯敬，还有谷小芬、井小然", ["夏侯敬", "谷小芬", "井小然"]),
        ("我叫乌兰其其格", ["乌兰其其格"]),
        ("古丽扎尔·艾尼瓦尔申请减免", ["古丽扎尔·艾尼瓦尔"]),
        ("我是Zhang Xiaowei，国内卡用不了", ["Zhang Xiaowei"]),
        ("您可以叫我Lily", ["Lily"]),
        ("跟建国说一声", ["建国"]),
        ("和俊峰商量后决定", ["俊峰"]),
        ("跟陈经理约好了", ["陈经理"]),
        ("祝好，温小玉", ["温小玉"]),
    ],
)
def test_a_name_is_found_whole(text: str, names: list[str]) -> None:
    assert found(text, "PERSON") == names


@pytest.mark.parametrize(
    "text",
    [
        "左思右想还是说实话",
        "于情于理都该减免",
        "查流水就知道",
        "向老师请教一下",
        "何时经理上班",
        "小王和强哥介绍的",
        "按周还可以吗",
    ],
)
def test_words_that_begin_with_a_surname_are_no_names(text: str) -> None:
    assert found(text, "PERSON") == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("快递放在韶山路二段66号华盛大厦前台", "韶山路二段66号华盛大厦"),
        ("地址 北京市海淀区 学院路 37 号 12 号楼 301", "北京市海淀区 学院路 37 号 12 号楼 301"),
        ("老家甘肃省定西市陇西县巩昌镇西街村，土路", "甘肃省定西市陇西县巩昌镇西街村"),
        ("住农垦小区甲区9-2-301", "农垦小区甲区9-2-301"),
        ("收货义乌市北苑街道丹桂苑8幢2单元", "义乌市北苑街道丹桂苑8幢2单元"),
    ],
)
def test_an_address_is_found_whole(text: str, address: str) -> None:
    assert found(text, "LOCATION") == [address]


@pytest.mark.parametrize(
    "text", ["我住3楼，没电梯", "这个小区3栋都没水", "第三小组5号报到", "每月6号还500", "我住在河南农村"]
)
def test_a_number_without_a_named_place_is_no_address(text: str) -> None:
    assert found(text, "LOCATION") == []


@pytest.mark.parametrize(
    ("text", "employer"),
    [
        ("从京东亦庄仓离职快三个月", "京东亦庄仓"),
        ("我在周黑鸭上夜班", "周黑鸭"),
        ("我女儿在市二中上高一", "市二中"),
        ("东方服装厂倒了，老板欠我一万二", "东方服装厂"),
        ("单位叫鼎盛装饰，老板姓吴", "鼎盛装饰"),
    ],
)
def test_an_employer_or_school_is_found(text: str, employer: str) -> None:
    assert found(text, "ORGANIZATION") == [employer]


@pytest.mark.parametrize(
    "text",
    [
        "我在美团借的钱",
        "在京东买的手机分期",
        "在协和医院住院做手术",
        "微众银行把我起诉了",
        "在一家电子厂打工",
        "我上大学的时候借的",
    ],
)
def test_a_creditor_a_shop_or_a_hospital_stay_is_no_employer(text: str) -> None:
    assert found(text, "ORGANIZATION") == []
