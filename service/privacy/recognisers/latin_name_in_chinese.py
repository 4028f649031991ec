"""Names in Latin letters within Chinese text: pinyin (Zhang Wei), and what Chinese words introduce (我是Maria)."""

from __future__ import annotations

import re
from typing import Any

from presidio_analyzer import RecognizerResult

from service.privacy.found import FORMAT, LABELLED
from service.privacy.recognisers.base import SpanRecogniser
from service.privacy.recognisers.chinese_name_context import introduction
from service.privacy.words import words

_SYLLABLE = (
    "(?:(?:[bpm]|f)(?:a|o|ai|ei|an|en|ang|eng|ou|u|i|ie|iao|ian|in|ing)|[dtnl](?:a|e|ai|ei|ao|ou|an|ang|"
    "en|eng|ong|i|ie|ia|iao|iu|ian|"
    "in|iang|ing|u|uo|ui|uan|un|v|ve|ue)|[bpm]ao|[gkh](?:a|e|ai|ei|ao|ou|an|en|ang|eng|ong|u|ua|uo|uai|ui|uan|un|uang)|"
    "[jqx](?:i|ia|ie|iao|iu|ian|in|iang|ing|iong|u|ue|uan|un)|(?:zh|ch|sh|r|z|c|s)(?:a|e|i|ai|ei|ao|ou|"
    "an|en|ang|eng|ong|u|ua|uo|uai|"
    "ui|uan|un|uang)|y(?:a|o|e|ao|ou|an|ang|i|in|ing|ong|u|ue|uan|un)|w(?:a|o|ai|ei|an|en|ang|eng|u)|a|e|"
    "o|ai|ei|ao|ou|an|en|ang|er)"
)
_SURNAMES = (
    "ouyang|shangguan|sima|zhuge|situ|huangfu|murong|linghu|xiahou|wang|li|zhang|liu|chen|yang|zhao|"
    "huang|zhou|wu|xu|sun|hu|zhu|gao|lin|"
    "he|guo|ma|luo|liang|song|zheng|xie|han|tang|feng|yu|dong|xiao|cheng|cao|yuan|deng|fu|shen|zeng|peng|"
    "lv|lyu|lu|su|jiang|cai|jia|ding|wei|"
    "xue|ye|yan|pan|du|dai|xia|zhong|tian|ren|fan|fang|shi|yao|tan|liao|zou|xiong|jin|hao|kong|bai|cui|"
    "kang|mao|qiu|qin|gu|hou|shao|meng|"
    "long|wan|duan|lei|qian|yin|yi|qiao|lai|gong|wen|pang|lan|tao|hong|zhai|ni|niu|ji|zhuang|qi|mei|mo|"
    "xin|zuo|shu|geng|mou|bu|zhan|guan|"
    "miao|ling|fei|jing|sheng|tong|ou|xiang|qu|you|pei|xi|cha|bao|huo|weng|sui|ge|lau|chan|wong|cheung|"
    "leung|ng|ho|kwok|lam|chow|yeung"
)
_PAIR = re.compile(
    rf"(?<![A-Za-z0-9@._/-])(?P<value>(?:{_SURNAMES})[ ·,]{{1,2}}{_SYLLABLE}{{1,2}}(?:[ '-]{_SYLLABLE})?|"
    rf"{_SYLLABLE}{{1,2}}(?:-{_SYLLABLE})?[ ·](?:{_SURNAMES}))(?![A-Za-z0-9@_]|[./-][A-Za-z0-9])",
    re.IGNORECASE,
)
_WORD = re.compile(
    r"(?<![A-Za-z0-9@._/-])(?P<value>[A-Z][a-z]{1,15}(?:[ ·][A-Z][a-z]{1,15}){0,2})(?![A-Za-z0-9@_]|[./-][A-Za-z0-9])"
)
_BESIDE = 12
_INTRODUCED, _POINTED_AT = 1.5, 1.0


class LatinNameInChineseRecogniser(SpanRecogniser):
    ENTITY = "PERSON"

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        pairs = (match for match in _PAIR.finditer(text) if _is_pinyin(text, match))
        single = (match for match in _WORD.finditer(text) if _is_pointed_at(text, match))
        return [self.result(*match.span("value"), LABELLED) for match in pairs] + [
            self.result(*match.span("value"), FORMAT + 0.02) for match in single
        ]


def _is_pinyin(text: str, match: re.Match[str]) -> bool:
    """Whether both parts are capitalised; small letters need words that introduce a name."""
    parts = re.split("[ ·,]+", match["value"])
    if all(part[0].isupper() for part in parts):
        return not any(part.lower() in words("english_not_names") for part in parts) or _introduced(text, match)
    return match["value"].islower() and _introduced(text, match)


def _introduced(text: str, match: re.Match[str]) -> bool:
    return introduction(text[max(0, match.start() - _BESIDE) : match.start()]) >= _INTRODUCED


def _is_pointed_at(text: str, match: re.Match[str]) -> bool:
    parts = match["value"].lower().replace("·", " ").split()
    if any(part in words("english_not_names") for part in parts):
        return False
    before = text[max(0, match.start() - _BESIDE) : match.start()]
    beside = 2.7 if before.rstrip().endswith(("叫我", "喊我", "称呼我")) else introduction(before)
    given = parts[0] in words("english_given_names") | words("english_everyday_names")
    return beside >= _INTRODUCED if given or len(parts) > 1 else beside > 2
