"""Which of several offers the borrower chose."""

from __future__ import annotations

import re

from service.domain.vocabulary import Language
from service.understanding.acceptance import asks, takes_back, yes_of
from service.understanding.plain import plain
from service.understanding.sentences import Sentences

_ORDER = {
    "first": 1, "1st": 1, "one": 1, "1": 1, "a": 1, "i": 1, "一": 1, "甲": 1, "second": 2, "2nd": 2, "two": 2, "2": 2,
    "b": 2, "二": 2, "乙": 2, "two.": 2, "third": 3, "3rd": 3, "three": 3, "3": 3, "c": 3, "三": 3, "丙": 3,
    "fourth": 4, "4th": 4, "four": 4, "4": 4, "d": 4, "四": 4, "丁": 4,
}  # fmt: skip
_RULES = (
    re.compile(
        r"\b(?:option|plan|offer|choice|number|no\.?|quote|proposal) ?#?(?P<n>one|two|three|four|[1-4]"
        r"|[a-d])\b(?! (?:month|week|payment|year))"),
    re.compile(
        r"\bthe (?P<n>first|second|third|fourth|1st|2nd|3rd|4th)\b(?! (?:of|payment|instal+ment|week|day|month"
        r"|time|message|thing))"),
    re.compile(
        r"^\W*(?:(?:i'll|i'd|i|let's|ok|okay|yes|please) )*(?:take |go with |want |choose |pick "
        r"|accept )?(?P<n>first|second|third|[1-4]|[a-d])(?: (?:one|option|plan|please))?\W*$"),
    re.compile(r"(?:方案|选项|计划)(?P<n>[一二三四1-4a-d甲乙丙丁])"),
    re.compile(r"第(?P<n>[一二三四1-4])(?:个|种|套|项|条|款)?(?:方案|选项|计划)?(?!期|次|笔|周|月|天|个月|遍|年)"),
    re.compile(r"^\W*(?:选|我选|要|我要|就)?(?P<n>[一二三四1-4a-d])(?:吧|号)?\W*$"),
)  # fmt: skip
_NOT = re.compile(
    r"(?:\b(?:not|don't want|except|instead of|rather than|no to|without)\b(?: \w+){0,2} $|(?:不要|不选|不是|除了)$)"
)
_LAST = re.compile(r"\bthe (?:latter)\b|后(?:一个|面那个)|后者")
_FORMER = re.compile(r"\bthe former\b|前(?:一个|面那个)|前者")
# What may stand in a message that does nothing but name an offer.
_MERE_NAME = re.compile(
    r"^(?:\W|\b(?:the|not|no|to|option|plan|offer|choice|number|quote|proposal|one|two|three|four|first|second|third"
    r"|fourth|1st|2nd|3rd|4th|former|latter|please|ok|okay|yes|then|thanks|instead|of|rather|than|but)\b"
    r"|[第个种套项条款方案选项计划一二三四1-4a-d甲乙丙丁前后者面那不要是我吧号就])*$"
)


def chosen_option(text: str, language: Language | None = None) -> int | None:
    """The number (from 1) of the offer that a message chooses by its place; None when it chooses none, or several.

    Talk about an offer (a question, a condition, "the second is cheaper") chooses nothing: the message says yes to it,
    or is its mere name.

    Choices by content ("the lump sum", "the cheaper one") are left to whoever knows the offers.
    """
    clean = plain(text[:1_000])
    if takes_back(clean) or asks(clean) or not (_MERE_NAME.match(clean) or yes_of(Sentences(clean))):
        return None
    named = {
        _ORDER[match["n"]]
        for rule in _RULES
        for match in rule.finditer(clean)
        if not _NOT.search(clean[: match.start()])
    }
    if not named:
        named = {1} if _FORMER.search(clean) else {2} if _LAST.search(clean) else set()
    return named.pop() if len(named) == 1 else None
