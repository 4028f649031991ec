"""The borrower's own employer or school in Chinese text: who somebody works or learns at, not who is owed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from presidio_analyzer import RecognizerResult

from service.privacy.found import FORMAT
from service.privacy.nlp import Word
from service.privacy.recognisers.base import SpanRecogniser, words_of
from service.privacy.words import words

_LONGEST = 26
# So long a name that begins with what the model takes for an organisation or a place is one, whatever ends it.
_SURE_LENGTH = 6
# What follows an employer's name where somebody works there, leaves it, or is paid late by it.
_FILLER = "(?:里|那边|那里|这边|门口|工地|流水线|车间|分公司|总部|总店)?(?:的)?(?:这里)?"
_ROLES = (
    "员工|职工|工人|工作人员|老师|教师|代课|学生|司机|护士|医生|大夫|护工|保安|保洁|快递员|外卖员|骑手|"
    "配送员|店员|店长|服务员|厨师|后厨|"
    "前台|文员|会计|出纳|财务|销售|客服|业务员|巡道工|普工|技工|电工|焊工|钳工|车工|质检|仓管|仓库|程序员|"
    "工程师|技术员|主管|经理|组长|班长|"
    "学徒|临时工|合同工|派遣工|外包|研究生|本科生|大[一二三四]|高[一二三]|初[一二三]|退休|下岗|老员工|"
    "售后|售前|人事|行政|仓储|后勤|门卫|驾驶员|实习生|顾问|策划|编辑|记者|设计师|美工|网管|导购|教练|月嫂|保姆|"
    "钟点工|农民工|站长|队长|厂长|园长|工头|地勤|空乘|乘务员|列车员|裁缝|木工|瓦工|油漆工|水电工|钢筋工|搬运|押运|调度|跟车|学工|规培|见习|一名|一个|普通|正式|在职"
)
_WORKS = re.compile(
    rf"{_FILLER}(?:[一-鿿]{{0,4}}?)(?:上班|工(?:作|地)|就职|任职|打工|做工|干活|干(?!嘛|什么|的吗)|当|"
    rf"做(?!手术|检查|化疗|透析|康复|治疗|分期|贷款|担保|了?个?手术)|"
    r"实习|入职|开(?:车|货车|大车|叉车|挖机|吊车|公交|出租|网约车)|送(?:货|餐|外卖|快递|件|水|奶)|教|代课|"
    r"讲课|兼职|搬(?:砖|货|运)|"
    r"打(?:零工|螺丝|杂|扫|包|板)|跑(?:单|车|外卖|业务|腿|快递|销售)|端(?:盘|菜)|洗(?:碗|菜|车)|切|理货|"
    r"收银|分拣|装卸|组装|装配|焊|看(?:门|大门|仓库|店)|"
    r"装(?!修贷)|修(?:车|理|鞋|手机|空调)|扛|抬|刷(?:墙|漆|碗)|贴|喷|磨|采购|设计|研发|测试|运营|主播|拍|"
    r"站(?:岗|柜台)|值班|夜班|白班|轮班|三班倒|倒班|三班|上夜|流水线|拧|缝|剪|扫地|卖(?:菜|货|房|保险|"
    r"手机|车|衣服)|带(?:班|课)|"
    rf"{_ROLES}|上(?:学|课|[初高大][一二三四中]|班)|读|念|学习|求学|就读|住校|进修|培训|退伍)"
)
_LEAVES = re.compile(
    rf"{_FILLER}(?:[一-鿿]{{0,2}}?)(?:裁|辞|开除|解雇|优化|离职|劝退|炒|清退|毕业|下岗|出来|退休|解聘|开了|"
    rf"开掉|离开|被裁|遣散|退下来|内退|买断)"
)
_HAS_ROLE = re.compile(rf"(?:里)?的?[一-鿿]{{0,2}}?(?:{_ROLES})|的(?=$|[^一-鿿])")
_IN_TROUBLE = re.compile(
    "(?:也|又|去年|今年|上个?月|最近|现在|突然|已经|一直|这个?月|还|都|就|只|老板|老总){0,3}"
    "(?:拖(?:欠|了|着)|欠(?:薪|我|了我|着我|发|工资|大家)|降薪|裁(?:员|了|掉|我)|把我(?:裁|辞|开|优化|"
    "炒)|辞(?:了|退)我|倒(?:闭|了)|停产|停工|停业|关门|关(?:了|厂)|破产|"
    "跑路|招工|放假|发(?:工资|不出|基本|薪|奖金|了一半)|没发|不发|工资|减薪|搬迁|解散|重组|改制|清算|"
    "效益|订单|轮休|停发|压(?:着|了).{0,3}工资)"
)
_OF_WORK = re.compile("工资|薪|裁|老板|课时费|厂里|上班|清算|下岗|失业|工钱|提成|社保|打工|工人|员工|停产|停工")
_AT = re.compile(r"(?:在|于|给|帮|替|去|进|到|回|来|跟着)\s?$")
_NAMED_SO = re.compile(
    r"(?:(?:单位|公司|雇主|东家|用人单位|工厂|厂子|厂里|企业|学校|院校|母校|店铺|医院)(?:的?(?:名称|名字|"
    r"全称|名))?(?:就|现在|目前|写的?)?(?:是|叫做?|为|:|在)?|(?:我|本人)[自己]{0,2}开的(?:店|厂|公司)?(?:是|叫做?)?|"
    r"上(?:了)?班的?(?:地方|地点|那家|公司|店|厂)(?:的?名(?:字|称))?(?:就|现在)?(?:是|叫做?|:)|"
    r"(?:就职|任职|供职|受雇|服务|受聘|应聘|毕业|入职|就读|挂靠)(?:于|在|到|了)?|入职了?|考(?:上|到|取|进|"
    r"入)了?|跳槽[到去]了?|调[到去]了?|"
    r"(?:进|去|来)(?:的|了)|(?:[^晚早以马车赶跟爬]|^)上的?是?|学生证是?|[读念](?:的是?)?|学籍在|分配到|派到)\s?$"
)
_FROM = re.compile(r"(?:被|从|让|离开了?|由)\s?$")
_IS = re.compile(
    r"(?:(?:以前|原来|现在|原先|曾经?|原|都|我|他|她|本人|老公|老婆|丈夫|妻子|爸|妈|儿子|女儿|弟|哥|姐|"
    r"妹)是个?|我们|我|咱们?)\s?$"
)
_CLAUSE = re.compile(r"(?:^|[\s,。!?;:、(])$")
_SUFFIX = re.compile(
    "(?:有限责任公司|股份有限公司|有限公司|股份公司|分公司|总公司|公司|集团|股份|工厂|电子厂|厂|"
    "医院|卫生院|诊所|门诊部|大学|学院|中学|小学|高中|初中|幼儿园|幼儿园部|"
    "技校|职高|中专|专科学校|学校|附中|附小|分校|校区|超市|商场|百货|酒店|宾馆|餐厅|饭店|饭馆|酒楼|"
    "火锅店|面馆|食堂|门店|专卖店|网吧|药店|药房|店|铺|[一二三四五六七八九十]{1,2}中|物流|快递|速运|速递|"
    "货运|运输队|车队|科技|"
    "研究院|研究所|设计院|事务所|局|中心|工作室|机构|矿|矿业|农场|林场|油田|采油厂|建筑|建设|电子|服饰|"
    "食品|制造|精密|机械|五金|装饰|装修|物业|家政|药业|制药|纺织|家纺|教育|传媒|广告|"
    "电脑|数码|光学|半导体|生物|医疗|器械|航空|船舶|轮胎|鞋业|服装|制衣|皮具|文化|影视|文具|日化|珠宝|"
    "工贸|农业|养殖|饲料|园林|环保|检测|咨询|劳务|会所|酒吧|咖啡|烘焙|烤肉|大排档|农庄|馆|网络|"
    "信息|软件|通信|汽车|汽修|客车|重工|钢铁|电器|电力|电缆|光电|能源|化工|材料|包装|印刷|塑胶|模具|家具|"
    "家居|地产|置业|餐饮|影城|健身|美容|美发|网点|站点|营业部|营业厅|"
    "[东西南北城区园]站|仓|仓库|分拨中心|转运中心|旗舰店|[东西南北新老]店|工程处|工程队|施工队|"
    "[一二三四五六七八九十]处|[一二三四五六七八九十]局|项目部|港区|园区|水泥|玻璃|乳业|酒业|实业|商贸|"
    "贸易|国际|控股|合作社|支队|大队|街道办|村委会|居委会|化纤|水产|电气|足道|供应链|煤业|钢管|锅炉|厂区|"
    "工务段|机务段|车务段|供电所|卫生服务站|[一二三四五六七八九十]部)$"
)
_SCHOOL = re.compile(
    "(?:大学|学院|中学|小学|高中|幼儿园|技校|职高|学校|附中|附小|校区|分校|[一二三四五六七八九十]{1,3}中|"
    "外国语|实验中|师大|理工|大)$"
)
_KIND_OF_SCHOOL = re.compile(
    "(?:大学|学院|中学|小学|幼儿园|技校|技工学校|专科学校|附中|附小|[一二三四五六七八九十]{1,3}中)$"
)
_STOPPING_TAGS = frozenset({"w", "u", "xc", "p", "d", "r"})
# Words before a name that the model may take into it.
_NO_BEGINNING = re.compile(
    "(?:孩子|女儿|儿子|闺女|[大小二]?[弟哥姐妹]{1,2}|老[公婆]|爱人|媳妇|丈夫|妻子|对象|父亲|母亲|"
    "[爸妈]{1,2}|朋友|同学|单位|工作单位|公司|学校|院校|雇主|东家|工厂|厂里|企业|老板|"
    "就[读职]|毕业|任职|供职|受雇|服务|入职|应聘|考[上到取进]|叫做?|进|上|打|去|到|来|回|读|念|是|为|找|"
    "闹|给|在|被|离开|跳槽|工作|上班|做|当|学生|员工|人)"
)
_FINANCE = re.compile(
    "[农工中建交招邮]行$|^(?:中信|浦发|民生|光大|兴业|华夏|平安|广发|招商|农信|邮储|建行|工行)$|银行|"
    "央行|花旗|汇丰|渣打|司法局|反诈|社保|民政|税务|律所|律师事务所|放款|贷|"
    "金融|保险|信用|支付|消费|资产管理|担保|征信|信托|基金|证券|催收|法院|仲裁|公安|派出所|银保监"
)
_GENERIC = re.compile(
    "(?:隔壁|趟|份|花|贷款|放款|借款|还款|催收|资助|反诈|申请|律师|非|司法|民政|税务|社保|街道|只有|住院|"
    "要求|提供|联系|这|那|某|一|两|几|哪|每|本|该|同|别|家|个|所|间|的|之|前|原|现|老|旧|新|小|大|中|高|"
    "总|分|子|母|"
    "私人|私营|国营|外贸|外资|外企|国企|央企|民营|上市|合资|台资|日资|港资|"
    "电子|服装|制衣|鞋|玩具|家具|食品|五金|塑料|塑胶|印刷|纺织|化工|机械|汽配|建筑|装修|装饰|物业|家政|"
    "保洁|快递|物流|外卖|房产|房地产|中介|广告|科技|互联网|网络|"
    "IT|教育|培训|美容|理发|美发|火锅|烧烤|面|奶茶|便利|水果|手机|4S|汽车|修车|洗车|加油|洗浴|足疗|足浴|"
    "KTV|酒|朋友|亲戚|同学|别人|人家|本地|当地|镇上?|县里?|城里?|"
    "市里?|村里?|乡下?|老家|附近|楼下|我们?|你们?|他们?|她们?|自己|老婆|老公|爸爸?|妈妈?|农|工|职业|技术|"
    "技工|公立|私立|民办|公办|重点|名牌|全日制|国际|双语|寄宿|农村|乡镇|希望|普通|"
    "师范|医科|老年|成人|开放|电视|函授|社区|人民|中心|专科|骨科|妇产|儿童|精神|牙科|口腔|外地|国外|上班|"
    "打工|工业|开发|餐饮|服务|门|商|菜鸟|驿|数码|服务|代工|加工|流水线|包装|公交|出租车?|地铁|铁路|环卫|"
    "电力|自来水|燃气|读|上|念|考|以前|之前|后来|目前|现在|一起|上下|白天|晚上|幼儿|小区|大型|连锁|品牌|"
    "知名|著名|有名|破|烂|好|黑|正规|皮包|网贷|平台|图书|博物|体育|茶|棋牌|健身|美术|文化|"
    "[0-9A-Za-z一二三四五六七八九十两几百]+[家个所间])*"
)
_TOWN = re.compile(
    "(?:北京|上海|天津|重庆|广州|深圳|东莞|佛山|杭州|苏州|无锡|昆山|南京|宁波|温州|义乌|成都|武汉|西安|"
    "郑州|长沙|合肥|青岛|济南|厦门|福州|泉州|"
    "沈阳|大连|昆明|南昌|南宁|贵阳|太原|石家庄|哈尔滨|长春|兰州|江苏|浙江|广东|福建|山东|河南|河北|湖南|"
    "湖北|四川|安徽|江西)[市省]?"
)
_ANY_TOWN_HAS_ONE = frozenset(
    [
        "厂",
        "工厂",
        "电子厂",
        "公司",
        "店",
        "超市",
        "商场",
        "酒店",
        "宾馆",
        "餐厅",
        "饭店",
        "学校",
        "医院",
        "集团",
        "物流",
        "快递",
        "工地",
        "中心",
        "铺",
        "局",
        "门店",
        "大学",
        "小区",
        "仓库",
        "网吧",
    ]
)
_NUMBERED = re.compile(
    "[省市县区镇](?:第?[一二三四五六七八九十]|人民|中心|中医|妇幼|公交|环卫).*|"
    "[一-鿿]{0,4}[一二三四五六七八九十]{1,2}中"
)
_NEVER_IN_NAME = re.compile("[我你他她您的了是着吗吧呢啊哪这那]|没有|不|因为|之后|时候|还款|工资|认识|怎么|一直")
_LEFT_OUT = re.compile(
    "(?:人事|财务|行政|客服|销售|后勤|办公室|人力|工会|前台|食堂|保卫)[部科处室]?$|(?:流水线|招工|招聘|门口|里面?|那边|上班|附近|对面|旁边)$"
)


# What the model takes for an organisation and names one by itself, whatever is said of it: hardly ever a mere shop.
_PLAINLY_ONE = re.compile(
    r"[一-鿿A-Za-z()]{3,}(?:公司|集团|厂|煤业|矿|[一二三四五六七八九十]队|工务段|机务段|车务段|铁路局|供电[局所]|卫生院|"
    r"卫生服务[中心站]{1,2}|设计院|研究院|研究所|劳务|[一二三四五六七八九十]局|农场|林场|油田)"
)
_REGISTERED = re.compile(r"[一-鿿A-Za-z()]{2,}(?:有限|股份|有限责任)公司")
# Those who demand, decide or supply: no borrower's employer unless they say so.
_OFFICE = re.compile(
    "法院|法庭|检察|公安|监管|监督|管理局|政府|委员会|仲裁|消协|银保|网信|税|催|贷|资产|金融|支付|分期|电信|移动|联通|自来水|燃气|热力"
)


class ChineseEmployerRecogniser(SpanRecogniser):
    ENTITY = "ORGANIZATION"

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        spans = _Workplaces(text, words_of(nlp_artifacts)).spans()
        return [self.result(start, end, FORMAT) for start, end in spans]


class _Workplaces:
    def __init__(self, text: str, cut: tuple[Word, ...]) -> None:
        self._text = text
        self._cut = cut
        self._of_work = bool(_OF_WORK.search(text))

    def spans(self) -> Iterator[tuple[int, int]]:
        last = 0
        for index, word in enumerate(self._cut):
            written = self._text[word.start : word.end]
            if word.start < last or word.tag in _STOPPING_TAGS | {"c", "TIME", "m"} or _NO_BEGINNING.fullmatch(written):
                continue
            before = self._text[max(0, word.start - 10) : word.start]
            if word.tag not in ("ORG", "LOC") and not _starts_a_name(before):
                continue
            end = self._longest(index, before)
            if end:
                yield word.start, end
                last = end

    def _longest(self, index: int, before: str) -> int:
        """The end of the longest name from a word on that somebody works or learns at; 0 where there is none."""
        start = self._cut[index].start
        best = max(
            (end for end in self._short_names(start) if self._is_workplace(start, self._text[start:end], before)),
            default=0,
        )
        for word in self._cut[index:]:
            if word.end - start > _LONGEST or word.tag in _STOPPING_TAGS - {"w"}:
                break
            if word.tag == "w" and self._text[word.start] not in "()·":
                break
            end = word.end
            trimmed = _LEFT_OUT.search(self._text[start:end])
            if trimmed and start + trimmed.start() > word.start:
                end = start + trimmed.start()
            if (
                word.tag == "ORG"
                and end - start > 2
                and self._text[end - 1] == "上"
                and self._text[end : end + 1] in "班夜白"
            ):
                end -= 1
            name = self._text[start:end]
            tag = "ORG" if self._cut[index].tag in ("ORG", "LOC") and len(name) >= _SURE_LENGTH else word.tag
            if self._is_a_name(name, word) and self._is_workplace(start, name, before, tag):
                best = end
        return best

    def _short_names(self, start: int) -> list[int]:
        """The ends of a large employer's short name, and of a branch of it (京东亦庄仓)."""
        brand = next((size for size in range(5, 1, -1) if self._text[start : start + size] in _employers()), 0)
        if not brand:
            return []
        branch = _OF_A_BRAND.match(self._text, start + brand)
        return [start + brand, *([branch.end()] if branch else [])]

    def _is_a_name(self, name: str, last: Word) -> bool:
        if len(name) < 2 or _LEFT_OUT.search(name):
            return False
        inner = name.replace("饿了么", "").replace("美的", "")
        if _NEVER_IN_NAME.search(inner):
            return False
        if _is_employer(name):
            return True
        suffix = _SUFFIX.search(name) or (last.tag == "ORG" and _SCHOOL.search(name))
        stem = name[: suffix.start()] if suffix else name
        if suffix and not stem and last.tag != "ORG":
            return False
        if suffix and _TOWN.fullmatch(stem) and suffix.group() in _ANY_TOWN_HAS_ONE - {"大学"}:
            return False
        named = suffix or last.tag == "ORG"
        return bool(
            named
            and (_NUMBERED.fullmatch(name) or not (_GENERIC.fullmatch(stem) if stem else _GENERIC.fullmatch(name)))
        )

    def _is_workplace(self, start: int, name: str, before: str, tag: str = "ORG") -> bool:
        end = start + len(name)
        after = self._text[end : end + 14].split(",")[0]
        at, so, out, own = (bool(cue.search(before)) for cue in (_AT, _NAMED_SO, _FROM, _IS))
        if (at and _WORKS.match(after)) or (out and _LEAVES.match(after)) or (so and not _FINANCE.search(name)):
            return True
        if _FINANCE.search(name):
            return False
        if not _OFFICE.search(name) and (
            _REGISTERED.fullmatch(name) or (tag == "ORG" and _PLAINLY_ONE.fullmatch(name))
        ):
            return True
        if own and (_HAS_ROLE.match(after) or _LEAVES.match(after)):
            return True
        if _KIND_OF_SCHOOL.search(name) and not _NOT_THE_SCHOOL.match(after):
            return True
        if not (own or _CLAUSE.search(before)):
            return _CALLED.search(before) is not None and tag == "ORG"
        if (_HAS_ROLE.match(after) and after[:1] in ("的", "员", "职")) or _LEAVES_ME.match(after):
            return True
        return self._of_work and bool(_IN_TROUBLE.match(after))


_NOT_THE_SCHOOL = re.compile("附近|对面|旁边?|门口|路|站|街|医院|附属|那边|后面|隔壁|[东西南北]门|毕业证?办|学费贷")
_LEAVES_ME = re.compile("(?:把我|给我)[一-鿿]{0,2}(?:裁|辞|开|优化|炒)|(?:出来|离职|辞职|下岗|退休)")
_CALLED = re.compile(r"(?:(?:打|找|闹|跑|发|寄|告|致)(?:电话)?(?:到|去|给))(?:我)?(?:们)?(?:单位|公司|学校)?\s?$")


def _starts_a_name(before: str) -> bool:
    return any(cue.search(before) for cue in (_AT, _NAMED_SO, _FROM, _IS, _CLAUSE, _CALLED))


def _is_employer(name: str) -> bool:
    """A large employer by its short name, or a branch of one (美团西湖站)."""
    return name in _employers() or (
        any(name.startswith(each) for each in _employers() if len(each) > 1 and each[0] == name[0])
        and bool(_BRANCH.search(name))
    )


_OF_A_BRAND = re.compile("[一-鿿]{1,6}?(?:站点?|店|网点|仓|中心|厂|基地|营业部|专送|众包)(?![一-鿿]?货)")
_SHIFT = re.compile("上[班夜白]")
_BRANCH = re.compile(
    "(?:站|店|网点|站点|仓|中心|厂|工厂|基地|项目部?|分部|港区|园区|公司|集团|股份|电子|科技|汽车|物流|"
    "速运|快递|外卖|骑手站|专送|众包)$"
)


@lru_cache(maxsize=1)
def _employers() -> frozenset[str]:
    return words("chinese_employers")
