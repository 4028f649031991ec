"""People's names in Chinese text: by LAC, by surname with a title, and by what introduces them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from presidio_analyzer import RecognizerResult

from service.privacy.found import FORMAT, LABELLED, MODEL
from service.privacy.recognisers.base import SpanRecogniser
from service.privacy.words import words

_TITLE = (
    "先生|女士|小姐|太太|经理|主管|律师|老师|医生|大夫|阿姨|叔叔|师傅|"
    "法官|警官|主任|科长|局长|校长|院长|会计|专员|客服|同志|夫人|教授|护士|队长|组长"
)
_NICKNAME = re.compile(r"^(?:[小老阿大].|.[哥姐叔姨总爷嫂伯婶弟妹]|[小老阿].[哥姐叔姨]?)$")
_HAN = "[一-鿿]"
# Who is named by what comes next: somebody's relative, somebody with a role, somebody who is asked for.
_POINTS_AT = (
    "老公|老婆|丈夫|妻子|爱人|媳妇|父亲|母亲|[爸妈哥姐弟妹]|儿子|女儿|叔叔?|舅舅?|姑姑?|阿姨|朋友|同事|同学|室友|邻居|"
    "老板|领导|主管|经理|律师|医生|老师|客服|专员|担保人|联系人|店长|房东|会计|[找问跟和给叫请]|联系|告诉|咨询|通知|转接"
)
# Companies and places that begin like a compound surname.
_NO_GIVEN_NAME = "航空|财富|明珠|证券|银行|资产|卫视|广场|酒店|电气|红|市|区|县|集团|公司"
# A name ends before these, when it is introduced.
_END = r"(?=$|[^一-鿿]|的|是|今|现|我|电话|手机|身份|本人|住|在|来|想|欠|要|用|先生|女士|这|有|已|也)"


class ChineseNameRecogniser(SpanRecogniser):
    ENTITY = "PERSON"

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        found = {}
        for score, spans in (
            (MODEL, self._modelled(text, nlp_artifacts)),
            (FORMAT, _introduced(text)),
            (FORMAT + 0.02, _titled(text)),
            (LABELLED, _labelled(text)),
            (LABELLED, _compound(text)),
        ):
            found.update(dict.fromkeys(spans, score))
        return [self.result(start, end, score) for (start, end), score in found.items()]

    def _modelled(self, text: str, nlp_artifacts: Any) -> Iterator[tuple[int, int]]:
        for start, end in self.named(nlp_artifacts):
            value = _without_title(text[start:end])
            if _is_name(value) and not _is_nickname_in(text, start, value):
                yield start, start + len(value)


@lru_cache(maxsize=1)
def _surname() -> str:
    return "(?:" + "|".join(sorted(words("chinese_surnames"), key=len, reverse=True)) + ")"


def _compound_surname() -> str:
    return "(?:" + "|".join(sorted(surname for surname in words("chinese_surnames") if len(surname) > 1)) + ")"


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    surname = _surname()
    return {
        "titled": re.compile(rf"(?<![小老阿大])(?P<value>{surname}(?:{_TITLE}))"),
        "full name, titled": re.compile(rf"(?P<value>{surname}{_HAN}{{1,2}})(?={_TITLE})"),
        "introduced": re.compile(
            rf"(?:我(?:的名字)?叫|我是|中文名(?:是|叫)?|名叫|叫做|本人|他叫|她叫|名字[叫是])\s?(?P<value>{surname}{_HAN}{{1,2}}?){_END}"
        ),
        "labelled": re.compile(
            rf"(?:姓名|户名|开户名|收件人|联系人|名字)\s?(?:[:：是叫]\s?)(?P<value>{_HAN}{{2,4}}(?:·{_HAN}{{1,8}})?){_END}"
        ),
        "compound": re.compile(
            rf"(?:{_POINTS_AT})[是叫:：]?(?P<value>{_compound_surname()}(?!{_NO_GIVEN_NAME})"
            rf"(?:{_HAN}{{1,2}}?{_END}|{_HAN}{{2}}))"
        ),
        "full": re.compile(rf"{surname}{_HAN}{{1,2}}"),
        "title": re.compile(rf"^(?P<name>{_HAN}{{2,4}}?)(?P<title>{_TITLE})$"),
    }


def _titled(text: str) -> Iterator[tuple[int, int]]:
    """A bare surname keeps its title (王先生); one that is the end of another word (任何先生) is none."""
    for match in _patterns()["titled"].finditer(text):
        with_one_before = text[max(0, match.start() - 1) : match.start() + 1]
        if words("chinese_not_names").isdisjoint((with_one_before, match["value"])):
            yield match.span("value")


def _introduced(text: str) -> Iterator[tuple[int, int]]:
    for match in _patterns()["introduced"].finditer(text):
        if _is_name(match["value"]) and not match["value"].endswith(("人", "的", "了", "吗", "呢", "啊")):
            yield match.span("value")


def _labelled(text: str) -> Iterator[tuple[int, int]]:
    for match in _patterns()["labelled"].finditer(text):
        if match["value"] not in words("chinese_not_names"):
            yield match.span("value")


def _compound(text: str) -> Iterator[tuple[int, int]]:
    """A full name with a compound surname, which models cut apart: 我老公/司徒景行 as 老/公司/徒景行."""
    for match in _patterns()["compound"].finditer(text):
        name = _without_title(match["value"])
        yield match.start("value"), match.start("value") + len(name)


def _without_title(value: str) -> str:
    """A full name without the title behind it (彭晓燕主管); a bare surname keeps it (陈经理)."""
    match = _patterns()["title"].match(value)
    if match is not None and match["name"] not in words("chinese_surnames"):
        return match["name"]
    return value


def _is_name(value: str) -> bool:
    if value in words("chinese_not_names") | words("chinese_surnames") or _NICKNAME.match(value):
        return False
    if "·" in value:
        return True
    return 2 <= len(value) <= 4 and all("一" <= character <= "鿿" for character in value)


def _is_nickname_in(text: str, start: int, value: str) -> bool:
    """Whether the word before makes it one: 小/王 tagged apart."""
    return len(value) == 1 or bool(start and text[start - 1] in "小老阿" and len(value) == 1)
