"""Numbers, dates, addresses and pseudonyms in a text, in figures and in words, with one canonical form each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.linguistics.normalise import Normalised

_URL_REST = r"[^\s，。；！？、<>\"']"
_URL = re.compile(
    rf"https?://{_URL_REST}+|\bwww\.{_URL_REST}+"
    rf"|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|gov|cn|uk|us|example|io|co)\b{_URL_REST}*"
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_FIGURE = re.compile(r"\d+(?:[.,:/\-]\d+)*")
_EN_WORD = (
    r"zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million"
    r"|half|third|quarter|dozen|double|triple|twice"
)
_EN_NUMBER = re.compile(rf"\b(?:{_EN_WORD})(?:[ -](?:and )?(?:{_EN_WORD}))*s?\b")
# Words that hold a number word but state none.
_EN_HARMLESS = re.compile(
    r"\b(?:no|any|every|some|each|this|that|which|another|the other|the|only|right|wrong) ones?\b"
    r"|\bone (?:another|day|of|thing|more|or|step at a time)\b|\bthird part(?:y|ies)\b"
)
_ZH_DIGIT = "零〇一二两三四五六七八九十百千万亿半几廿卅壹贰叁肆伍陆柒捌玖拾佰仟"
_ZH_UNIT = "元块圆角分天日周月年号期次笔折成倍点秒小时钟个星名家位岁%％"
_ZH_NUMBER = re.compile(rf"百分之[{_ZH_DIGIT}点]+|[{_ZH_DIGIT}]+(?=[{_ZH_UNIT}])|[{_ZH_DIGIT}]{{2,}}")
_ZH_HARMLESS = re.compile(
    r"一起|一下|一些|一直|一样|一切|一定|一步步?|一点(?!钟|半)|一会儿?|一路|十分|一番|一边|一时|万一|一旦|统一|一般|一致|唯一"
    r"|一声|一遍|一阵子?|一句|一种|一口气|一目了然|一觉|半夜|几句|几遍|七上八下|五味杂陈|三言两语|千头万绪|万事如意"
    r"|五谷丰登|([一-鿿])一\1|进一步|一名同事|一位同事|一个人|千万|一方|第三方|第三人|一并|之一|其一|一家|一旁"
)
_DAY = re.compile(
    r"\b(?:january|february|march|april|june|july|august|september|october|november|december|(?:mon|tues|wednes|thurs|fri"
    r"|satur|sun)days?|tomorrow|tonight|midnight|noon)\b|明天|后天|今晚|今夜|(?:星期|周|礼拜)[一二三四五六日天]|月底|月初"
)


@dataclass(frozen=True)
class Number:
    """A number-like token: its kind, its canonical form, and where it stands in the folded text."""

    kind: str
    form: str
    start: int
    end: int


def numbers_in(folded: Normalised) -> Iterator[Number]:
    """All number-like tokens of a folded text."""
    text = folded.text
    taken: list[tuple[int, int]] = []
    for kind, pattern in (("address", _URL), ("address", _EMAIL), ("figure", _FIGURE), ("day", _DAY)):
        for match in pattern.finditer(text):
            if not any(a < match.end() and match.start() < b for a, b in taken):
                taken.append(match.span())
                yield Number(kind, _canonical(kind, match.group()), *match.span())
    harmless = [match.span() for pattern in (_EN_HARMLESS, _ZH_HARMLESS) for match in pattern.finditer(text)]
    for pattern in (_EN_NUMBER, _ZH_NUMBER):
        for match in pattern.finditer(text):
            if not any(a < match.end() and match.start() < b for a, b in (*harmless, *taken)):
                yield Number("words", match.group().replace("-", " "), *match.span())


def has_numeral(folded: Normalised) -> bool:
    """Whether any number stands in a text, even a single Chinese numeral that `numbers_in` leaves to its context."""
    if next(iter(numbers_in(folded)), None) is not None:
        return True
    return re.search(f"[{_ZH_DIGIT}]", _ZH_HARMLESS.sub(" ", folded.text)) is not None


def _canonical(kind: str, form: str) -> str:
    """A figure without thousands separators and trailing zero cents; an address without its last punctuation."""
    if kind == "address":
        return form.rstrip(".,;:!?)/")
    if kind != "figure":
        return form
    plain = re.sub(r",(?=\d{3}(?!\d))", "", form)
    if re.fullmatch(r"\d+\.\d+", plain):
        plain = plain.rstrip("0").rstrip(".")
    return plain
