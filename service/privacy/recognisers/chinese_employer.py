"""The borrower's own employer or school in Chinese text: a name between 在 and 上班, behind 就读于, before 裁员."""

from __future__ import annotations

import re
from typing import Any

from presidio_analyzer import RecognizerResult

from service.privacy.found import FORMAT
from service.privacy.recognisers.base import SpanRecogniser, pattern

_NAME = r"(?P<value>[一-鿿A-Za-z0-9()·]{2,25}?)"
_KIND = (
    "有限公司|股份公司|公司|集团|工厂|厂|医院|学校|大学|学院|中学|小学|高中|初中|幼儿园|银行|超市|酒店|宾馆|餐厅|饭店|饭馆|商场|门店|店|物流|快递|科技|研究院|研究所|"
    "事务所|局|中心|工作室|培训机构|职业技术学院|技校|矿|农场|车间|建筑|电子|服饰|食品|制造"
)
_WORKS = "上班|工作|就职|任职|打工|做工|干活|当|做|实习|开车|送货|教书|兼职|搬砖|打零工|入职"
_STUDIES = "上学|读书|念书|就读|上大学|读研|学习|毕业"
_GENERIC = re.compile(
    "^(?:这|那|一|某|哪|别|同|我|他|她|自己|外|老家|家|工地|公司|工厂|厂|学校|医院|单位|店|超市|酒店|饭店|餐厅|商场|附近|本地|网|一个|一家|小|大|私人|国|外地|乡下|城里|县城|镇上|村里|农村|"
    "北京$|上海$|广州$|深圳$|电子厂$|服装厂$|工厂$|建筑工地|食品厂$|培训机构$|制衣厂$|家具厂$|鞋厂$|新公司|原公司|现在|以前|之前|原来|上家|前公司|快递$|物流$)"
)


class ChineseEmployerRecogniser(SpanRecogniser):
    ENTITY = "ORGANIZATION"
    PATTERNS = (
        pattern(
            "works at",
            rf"(?:在|于|给)(?P<value>[一-鿿A-Za-z0-9()·]{{2,25}}?(?:{_KIND}){{1,3}})(?:里|那边|那里)?(?:的?[一-鿿]{{0,4}}?)(?:{_WORKS}|{_STUDIES})",
            FORMAT,
        ),
        pattern(
            "studies at",
            rf"(?:就读于|毕业于|就职于|任职于|供职于|受雇于|入职了?)(?P<value>[一-鿿A-Za-z0-9()·]{{2,25}}?(?:{_KIND}){{1,3}})",
            FORMAT,
        ),
        pattern(
            "laid off by",
            rf"(?:被|从)(?P<value>[一-鿿A-Za-z0-9()·]{{2,25}}?(?:{_KIND}){{0,3}})(?:裁员|裁了|裁掉|辞退|开除|解雇|优化|离职|辞职|劝退|炒了)",
            FORMAT,
        ),
        pattern(
            "employer is",
            rf"(?:单位|公司|工作单位|雇主|学校|东家)(?:名称|名字)?(?:是|叫|为|:)(?P<value>[一-鿿A-Za-z0-9()·]{{2,25}}?(?:{_KIND}){{1,3}})(?![一-鿿]{{0,1}}的)",
            FORMAT,
        ),
        pattern(
            "employee of",
            rf"我是(?P<value>[一-鿿A-Za-z0-9()·]{{2,25}}?(?:{_KIND}){{1,3}})的?(?:员工|职工|老师|学生|司机|工人|护士|医生|保安)",
            FORMAT,
        ),
    )

    def accepts(self, value: str, matched: Any) -> bool:
        return len(value) >= 3 and not _GENERIC.match(value)

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """As the patterns say, and what LAC names an organisation in their place (在富士康上班)."""
        results = super().analyze(text, entities, nlp_artifacts)
        for start, end in self.named(nlp_artifacts):
            if _is_workplace(text, start, end) and not _GENERIC.match(text[start:end]):
                results.append(self.result(start, end, FORMAT - 0.02))
        return results


_BEFORE = re.compile("(?:在|于|给|被|从|单位是|公司是|公司叫|单位叫|学校是|入职|入职了|单位[:]|公司[:]|我是)$")
_AFTER = re.compile(
    f"(?:里|那边|那里)?[一-鿿]{{0,5}}?(?:{_WORKS}|{_STUDIES}|裁|辞|开除|解雇|优化|离职|员工|职工|[。，,.!?]|$)"
)


def _is_workplace(text: str, start: int, end: int) -> bool:
    return bool(_BEFORE.search(text[max(0, start - 5) : start]) and _AFTER.match(text, end))
