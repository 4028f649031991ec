"""Postal addresses in Chinese text, each whole: from the province or road down to the room."""

from __future__ import annotations

import re
from typing import Any

from presidio_analyzer import RecognizerResult

from service.privacy.found import LABELLED
from service.privacy.recognisers.base import SpanRecogniser

_NUMBER = r"(?:[A-Za-z]?[0-9]{1,5}(?:[-—/][0-9]{1,5}){0,3}[A-Za-z]?|[一二三四五六七八九十百]{1,5}|[甲乙丙丁A-Za-z])"
_LEVEL = "号楼|号院|号|弄|栋|幢|座|单元|层|楼|室|户|房|组|队|巷|支弄|期"
_ESTATE = r"(?:[一-鿿]{2,8}(?:小区|花园|公寓|大厦|广场|家园|新村|大楼|中心|苑|城|府|庭|园|村))"
_ADDRESS = re.compile(
    rf"(?P<run>[一-鿿]{{2,40}}?) ?(?P<tail>{_NUMBER} ?(?:{_LEVEL})"
    rf"(?: ?-? ?{_ESTATE}? ?{_NUMBER} ?(?:{_LEVEL})){{0,6}}(?: ?-?{_NUMBER}(?![0-9年月日天元块万千个点次]))?)"
)
# The places that a number can follow: what stands before the house number must end with one of these.
_PLACE = re.compile(
    r"(?:路|街|大道|道|巷|弄|胡同|村|庄|屯|小区|花园|苑|公寓|大厦|家园|新村|城|府|园|庭|里|镇|乡|社区|广场|段|湾|坊|圩|宿舍|大院|中心|工业区|开发区|坝|营|桥|店|大楼|新区|区)(?:东|西|南|北|中)?$"
)
# What leads to an address and is no part of it; the last one wins.
_LEAD = re.compile(
    "地址(?:就是|改成|变更为|改为|是|为|在)?|住址(?:是|为|在)?|现在住|居住在|住在|搬到了?|搬去了?|寄到|寄去|送到|发到|家在|位于|住|家是|租在|在|(?<=我)是|(?<=家)是|回到|到|从|去|往|了|我|家里|户籍(?:地)?(?:是|为|在)?|老家"
)
# Words that begin like a lead and are part of a place.
_ADMIN_START = re.compile(
    "(?:北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)(?:省|市|壮族自治区|自治区|回族自治区|维吾尔自治区)?"
)


class ChineseAddressRecogniser(SpanRecogniser):
    ENTITY = "LOCATION"

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        results = []
        for match in _ADDRESS.finditer(text):
            start = _start_of_place(text, match.start("run"), match.end("run"))
            if start is not None:
                results.append(self.result(start, match.end(), LABELLED))
        return results


def _start_of_place(text: str, start: int, end: int) -> int | None:
    """Where the place begins in the run of characters before a house number; None where there is no place."""
    if not _PLACE.search(text, start, end):
        return None
    province = _ADMIN_START.search(text, start, end)
    if province is not None:
        return province.start()
    for lead in _LEAD.finditer(text, start, end):
        if end - lead.end() >= 2:
            start = lead.end()
    return start if end - start >= 2 else None
