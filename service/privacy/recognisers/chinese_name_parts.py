"""What Chinese names are made of: surnames, characters of given names, sounds; and words that only look like names."""

from __future__ import annotations

import re
from functools import lru_cache

from service.privacy.recognisers.chinese_name_context import TITLE
from service.privacy.words import words

TELLING, EVERYDAY, STRANGE = 0.9, 0.1, -1.3  # how much a character speaks for a given name
_LONGEST_WORD = 6
# Characters of which names from Mongolian, Tibetan and Turkic languages are written.
SOUNDS = frozenset(
    "娅比琪耶黛莎菲凯阿艾巴白布查达德丹丁顿登多额恩尔尕嘎格古贡哈海罕汗合赫胡吉加江杰居卡坎克库拉兰勒里力"
    "丽鲁伦罗洛玛马买"
    "曼麦米姆穆木娜那纳尼努"
    "帕平其恰强青琼曲仁日茹萨赛桑沙森斯松苏索塔坦特提铁图吐托瓦旺维温乌吾西希夏辛雅牙亚央耶叶伊依尤玉云扎"
    "泽则增珠卓孜昂敖都措宗"
    "次旦拥坚参朝克巧迪孜合再乃甫肉堆央"
)


def everyday_words_in(text: str) -> list[tuple[int, int]]:
    """Where everyday words that look like names stand in a text, the longest at each character."""
    none = no_names()
    spans, covered = [], 0
    for start in range(len(text) - 1):
        for end in range(min(len(text), start + _LONGEST_WORD), start + 1, -1):
            if end > covered and text[start:end] in none:
                spans.append((start, end))
                covered = end
                break
    return spans


def all_han(value: str, length: int) -> bool:
    return len(value) == length and all("一" <= character <= "鿿" for character in value)


def given_weight(character: str) -> float:
    """How much a character speaks for being one of a given name."""
    return _given_weights().get(character, STRANGE)


@lru_cache(maxsize=1)
def _given_weights() -> dict[str, float]:
    everyday = words("chinese_given_characters_everyday") | usual_surnames()
    return dict.fromkeys(everyday, EVERYDAY) | dict.fromkeys(words("chinese_given_characters"), TELLING)


@lru_cache(maxsize=1)
def no_names() -> frozenset[str]:
    return words("chinese_not_names") | words("chinese_everyday_words")


@lru_cache(maxsize=1)
def usual_surnames() -> frozenset[str]:
    return frozenset(surname for surname in words("chinese_surnames") if len(surname) == 1)


@lru_cache(maxsize=1)
def rare_surnames() -> frozenset[str]:
    return frozenset(surname for surname in words("chinese_rare_surnames") if len(surname) == 1) - usual_surnames()


@lru_cache(maxsize=1)
def compound_surnames() -> frozenset[str]:
    return frozenset(each for each in words("chinese_surnames") | words("chinese_rare_surnames") if len(each) == 2)


@lru_cache(maxsize=1)
def titled_surname() -> re.Pattern[str]:
    surnames = "|".join(sorted(compound_surnames())) + "|[" + "".join(sorted(usual_surnames() | rare_surnames())) + "]"
    return re.compile(rf"(?P<surname>{surnames})(?:{TITLE})(?!们)")
