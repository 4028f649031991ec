"""Postal addresses in Chinese text, each whole: from the province or road down to the room."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from presidio_analyzer import RecognizerResult

from service.privacy.found import LABELLED
from service.privacy.nlp import Word
from service.privacy.recognisers.base import SpanRecogniser, words_of

_NUMBER = r"(?:[A-Za-z]{0,2}[0-9]{1,5}(?:[-/][0-9]{1,5}){0,3}[A-Za-z]?|[一二三四五六七八九十百]{1,4}|[甲乙丙丁A-Za-z])"
_LEVEL = "塔|号楼|号院|号门|号铺|号|支弄|弄|栋|幢|座|单元|层|楼|室|户|房|组|队|巷|排|屯|社|期|门|铺|梯|区"
_ROAD = "路|街|大道|道|巷|弄|胡同|里弄"
_ESTATES = (
    "小区|花园|公寓|大厦|广场|家园|新村|大楼|商业中心|国际|中心|宿舍楼?|花苑|新苑|名苑|雅苑|苑|华城|城|"
    "府|庭|园|村|大院|院|SOHO|湾|里|郡|岸|台|居|阁|轩"
)
# The places that a number can follow: what stands before the house number must end with one of these.
_PLACE = re.compile(
    rf"(?:{_ROAD}|{_ESTATES}|庄|屯|寨|镇|乡|街道|社区|段|坊|圩|工业[区园]|开发区|坝|营|桥|店|新区|区|组|队|"
    rf"坡|沟|岭|堡|塔|港|站|坪|埠|集|岗|塘|"
    rf"家属院|楼|幢|栋|座|期|市场|厂|学校|大学|学院|医院|村委会|居委会|城中村|自建房|"
    rf"安置房)(?:[A-Za-z0-9]{{1,2}}|东|西|南|北|中|内|里)?$"
)
# A number at which an address can be recognised: with a level, or bare behind an estate or a building.
_CORE = re.compile(
    rf"(?P<level> ?{_NUMBER} ?(?:号楼|号院|号|支弄|弄|栋|幢|座|单元|组|队|巷|排|屯|社|室|门))|"
    r"(?<=[寓厦园场座栋苑心塔区O府庭湾城])(?P<bare> ?[A-Za-z]?[0-9]{1,4}(?:[- ][0-9]{1,4}){1,3})(?![0-9:]|[-.][0-9])|"
    r"(?<=[寓厦园场座栋苑心塔O])(?P<room> ?[A-Za-z]?[0-9]{3,4}室?)(?![0-9年月日天元块万千个点次人米平期多%"
    r".]|[-.][0-9])|"
    r"(?<=[路街])(?P<road> ?[0-9]{1,5}[甲乙丙](?:[0-9]{1,4}(?:-[0-9]{1,4}){0,3})?)|"
    r"(?P<box>信箱 ?[0-9]{1,6}(?:[-号分箱]{1,3}[0-9]{0,4})?)"
)
_CROSSING = re.compile(
    r"(?:路|街|大道)[与和][一-鿿]{2,6}?(?:路|街|大道)(?:交叉口|交汇处|交界处?|路口|"
    r"口)(?:[往向]?[东西南北]{1,2}(?:边|侧)?约?[0-9]{1,4}米处?)?"
    r"(?:路?[东西南北]侧?)?"
)
_NOT_IN_ESTATE = "我你他她在的了是住有到去来说还要把给这那就不没也都但,。"
_PART = "之(?:[一二三四五六七八九十]|[0-9]{1,2})"
_MORE = re.compile(
    rf" ?-?附?{_NUMBER} ?(?:{_LEVEL})(?:{_PART})?|{_PART}|"
    rf"[东西南北中左右前后]{{1,2}}(?:门|户|侧|单元|屋|厢房?|区|院|栋|座|楼|室)|院[内里]|内(?=[0-9A-Za-z])|"
    rf" ?(?:[^{_NOT_IN_ESTATE}\W0-9A-Za-z]|[A-Za-z](?=[A-Za-z一-鿿])){{1,10}}?(?:{_ESTATES})(?= "
    rf"?[0-9A-Za-z一二三四五六七八九十东西南北]{{1,3}}(?:{_LEVEL}|[0-9-]))|"
    rf"[^{_NOT_IN_ESTATE}\W0-9A-Za-z]{{2,8}}?(?:小区|花园|公寓|大厦|广场|家园|新村|大楼|"
    rf"花苑)(?![一-鿿]{{0,1}}(?:里|边|对))|宿舍(?=[0-9A-Za-z])|"
    r"[ -]?[甲乙丙丁]?[A-Za-z]?[0-9]{1,4}[A-Za-z]?(?:-[0-9]{1,4}){0,3}(?![0-9年月日天元块万千个点次人米平"
    r"期多%:.]|[-.][0-9])"
)
# Down to the village or the estate without a number: two levels at least, one of them a town.
_VILLAGE = re.compile(
    r"[一-鿿]{2,7}?(?:省|市|自治区|自治州|州|盟|县|旗|区)[一-鿿]{0,24}?(?:镇|乡|街道|苏木)[一-鿿]{1,8}?"
    r"(?:村委会|[屯寨庄湾坪沟岭坝堡营]?村|屯|寨|社区|嘎查|小区|花园|家园|公寓)(?:[一-鿿]{1,4}?(?:组|屯|队|"
    r"寨))?(?!民|委|里的|口的|书记|干部|支书)"
)
_AT_HOME = re.compile(
    r"(?:[居租]?住在?|家在|家住|[住地]址(?:就|改)?[是在为成:]{0,2}|搬[到去来]了?|寄[到去]|送到|房子在|租在)\s?"
    r"(?P<value>[一-鿿A-Za-z]{2,16}?(?:小区|花园|家园|新村|公寓|花苑|新苑|名苑|雅苑|家属院|大厦))(?=$|"
    r"[^一-鿿0-9A-Za-z]|的|里|这|那|,|,)"
)
_NO_ESTATE = re.compile(
    "(?:这|那|某|同一?|一|几|老旧?|旧|高档|普通|廉租|公租|人才|学生|单身|员工|职工|青年|酒店式?|附近|"
    "隔壁|对面|别的|其他|新|城里|县城|镇上|市区|公司|单位|我们|你们)个?(?:的)?"
    "(?:小区|花园|家园|新村|公寓|家属院|大厦)"
)
_PROVINCE = re.compile(
    "(?:北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|"
    "海南|四川|贵州|云南|陕西|甘肃|青海|"
    "台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)(?:省|市|壮族自治区|自治区|回族自治区|维吾尔自治区|特别行政区)?"
)
# Words that stand before an address and are no part of it, whatever the model takes them for.
_LEADS = re.compile(
    "^(?:.{0,6}(?:地址|住址|门牌|户籍|户口)(?:所在地|地)?(?:就|改|变更|登记|填写?|写)?[是在为成:]{0,2}|"
    "现?[居租常]?住[在址]?|现在住?|现在?|搬[到去来]了?|"
    "[邮寄送发回退][到去往给]?了?|(?:回执|快递|信件?|账单|函件?|传票|合同|包裹|"
    "材料)[请]?[寄送发邮]?[到去往给]?|家里?[在住是]?|老家[在是]?|位于|租的?|楼下|"
    "收货|邮寄|邮编[0-9]*|单位在?|公司在?|房子在?|人在|我家?[在住]?|[在到从去往于是住租]|就在?|请|给我|常住|暂住)+"
)
_STOPPING_TAGS = frozenset({"w", "p", "u", "r", "xc", "c", "d", "TIME", "vd", "ad"})
_LEADING_WORDS = frozenset(
    [
        "地址",
        "住址",
        "门牌",
        "门牌号",
        "楼下",
        "楼上",
        "回执",
        "户籍",
        "户口",
        "老家",
        "家里",
        "家",
        "我家",
        "单位",
        "公司",
        "信",
        "信件",
        "快递",
        "账单",
        "收货",
        "邮编",
        "现住",
        "常住",
        "租住",
        "居住",
        "住",
        "寄",
        "送",
        "到",
        "在",
        "人",
        "请",
        "房子",
        "住房",
        "现居",
        "暂住",
        "搬",
        "搬到",
        "搬来",
        "来",
        "去",
        "回",
        "邮寄",
        "函件",
        "传票",
        "挂号信",
        "家庭",
        "户籍地",
        "所在地",
        "工作",
        "公寓地址",
        "通讯",
        "联系",
    ]
)
_ADMIN = "省市县区州盟旗镇乡村"
_MOST_CHARACTERS = 48


class ChineseAddressRecogniser(SpanRecogniser):
    ENTITY = "LOCATION"

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        cut = words_of(nlp_artifacts)
        by_end = {word.end: word for word in cut}
        results, last = [], 0
        for start, end in sorted({*_numbered(text), *_unnumbered(text)}):
            first = _beginning(text, start, by_end, cut)
            whole = _ending(text, end)
            if whole <= last or not _is_place(text[first:start], text[start:end]):
                continue
            results.append(self.result(first, whole, LABELLED))
            last = whole
        return results + [
            self.result(*match.span("value"), LABELLED)
            for match in _AT_HOME.finditer(text)
            if not _NO_ESTATE.search(match["value"])
        ]


def _numbered(text: str) -> Iterator[tuple[int, int]]:
    for match in _CORE.finditer(text):
        yield match.span()
    for match in _CROSSING.finditer(text):
        yield match.span()


def _unnumbered(text: str) -> Iterator[tuple[int, int]]:
    for match in _VILLAGE.finditer(text):
        yield match.end(), match.end()


def _is_place(before: str, core: str) -> bool:
    """Whether what stands before a number is one, and names something: not 这栋楼3单元."""
    if core.startswith(("信箱", "路", "街", "大道")):
        return len(before) >= 2
    return len(before) >= 2 and bool(_PLACE.search(before)) and not _UNNAMED.fullmatch(before)


_UNNAMED = re.compile(
    "第?[一二三四五六七八九十0-9]{0,3}[小大]?(?:组|队|营|店|站|厂|学校|大学|医院|学院|期|层|座|栋|市场|"
    "港)|"
    "(?:这|那|某|该|本|同|隔壁|对面|前面|后面|我们|你们|小|大|老|新|旧)?(?:个|栋|条)?(?:小区|大楼|公寓|"
    "村|路|街|楼|院|宿舍|区|大街|马路)"
)


def _ending(text: str, end: int) -> int:
    while True:
        match = _MORE.match(text, end)
        if match is None or match.end() == end:
            return end
        end = match.end()


def _beginning(text: str, start: int, by_end: dict[int, Word], cut: tuple[Word, ...]) -> int:
    """Where the address begins whose number is at `start`: leftwards over words that can be part of one."""
    position = start
    inside = next((word for word in _around(cut, by_end, start) if word.start < start < word.end), None)
    if inside is not None:  # the model took the number into the word before it
        position = inside.start
        if inside.tag in _STOPPING_TAGS - {"TIME", "c"}:
            return start
    while position > 0 and start - position < _MOST_CHARACTERS:
        word = by_end.get(position)
        if word is None or not _belongs(text, word, start):
            break
        alone = word.tag == "n" or (word.end == word.start + 1 and word.tag not in {"LOC", "nz", "f"})
        if alone and _IN_ADMIN.match(text, position):
            break  # 收/货/义乌市, 宿舍/宝安区
        position = word.start
    return _trimmed(text, position, start)


def _around(cut: tuple[Word, ...], by_end: dict[int, Word], start: int) -> list[Word]:
    return [by_end[end] for end in range(start + 1, start + 16) if end in by_end]


def _belongs(text: str, word: Word, start: int) -> bool:
    written = text[word.start : word.end]
    if written == " ":
        return text[word.start - 1 : word.start] in tuple(_ADMIN + "道路街苑园厦")
    if written == "和":
        return text[word.end : word.end + 1] in ("园", "苑", "府", "居", "庭", "平")
    if (
        written in _NEVER
        or written[-1] in "在到给往至于"
        or written in _LEADING_WORDS
        or not all(character.isalnum() for character in written)
    ):
        return False
    if word.tag == "c" and len(written) > 1:
        return True  # 和园12幢
    if word.tag in _STOPPING_TAGS:
        return (
            word.tag == "TIME"
            and not any(map(str.isdigit, written))
            and _NEXT_IS_PLACE.match(text, word.end) is not None
        )
    if word.tag in {"v", "vn", "a", "an"}:
        return _NEXT_IS_PLACE.match(text, word.end) is not None or text[word.start - 1 : word.start] in tuple(_ADMIN)
    return True


_IN_ADMIN = re.compile("[一-鿿]{2,3}(?:省|市|自治区|县|(?<![小业发校园厂社新])区)(?![场政民域间])")
_NEVER = frozenset(
    [
        "是",
        "在",
        "住",
        "寄",
        "送",
        "到",
        "搬",
        "找",
        "去",
        "来",
        "回",
        "堵",
        "租",
        "有",
        "叫",
        "填",
        "写",
        "发",
        "改",
        "为",
        "成为",
        "改成",
        "变更",
        "退",
        "跑",
        "查",
        "问",
        "放",
        "堵",
        "敲",
        "上门",
        "骚扰",
    ]
)


_NEXT_IS_PLACE = re.compile(f"[一-鿿]{{0,2}}(?:{_ROAD}|村|镇|乡|小区|新村|花园|社区|公寓|大厦|区|屯|庄|城|园|苑|府)")


def _trimmed(text: str, first: int, start: int) -> int:
    """Without what leads to the address, and from the province on where one is named."""
    lead = _LEADS.match(text, first, start)
    if lead is not None and start - lead.end() >= 2:
        first = lead.end()
    province = _PROVINCE.search(text, first, start)
    if (
        province is not None
        and start - province.start() >= 2
        and not text[first : province.start()].endswith(("省", "市", "区", "县"))
    ):
        return province.start()
    return first
