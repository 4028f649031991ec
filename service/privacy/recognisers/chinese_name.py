"""People's names in Chinese text: what LAC, surnames, usual given names and the words beside them say together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from presidio_analyzer import RecognizerResult

from service.privacy.found import FORMAT, LABELLED, MODEL
from service.privacy.nlp import Word
from service.privacy.recognisers.base import SpanRecogniser, words_of
from service.privacy.recognisers.chinese_name_context import TITLE, continuation, introduction, is_titled
from service.privacy.words import words

_HAN = re.compile("[一-鿿]")
_LONGEST_WORD = 6
_BESIDE = 12  # characters before a name that may introduce it
# Weights of the evidence, in one unit; a name needs _ENOUGH. Set by hand on the first batch of evals/privacy/development.
_ENOUGH = 3.6
_NAMED = 3.0  # LAC says a person, from the same character to the same
_NAMED_IN_PART = 1.2
_USUAL_SURNAME, _RARE_SURNAME, _LONG_SURNAME = 1.0, -0.4, 2.2
_MENTIONED = 5.0  # mentioned again
_TELLING, _EVERYDAY, _STRANGE = 0.9, 0.1, -1.3  # a character of the given name
_IS_A_WORD, _HOLDS_A_WORD = -3.5, -2.2
_CUTS_A_WORD = -2.0
# A character that follows names and is taken for the end of one: 尹航早分开了.
_ADVERBS = frozenset("早刚已也都还就很又没不能会要说跟的了吗吧呢在给把被让从才再是有去来打找借欠前后上下")
_FUNCTIONS = frozenset({"p", "c", "d", "u", "r", "xc"})
_NICKNAME = re.compile("^(?:[小老阿大].|.[哥姐叔姨爷嫂伯婶弟妹]|[小老阿].[哥姐叔姨]?|[老大小][一二三四五六七八九十])$")
_CLAUSE_ENDS = frozenset(",。!?;:、\n—-")
_PERSONAL = re.compile("欠|借|说|讲|跟我|替我|帮我|骗|答应|是我[一-鿿]?[爸妈哥姐弟妹夫妻爷奶叔姨同朋邻儿女]|知道|失|出|生病|住院|去世|不在|没有?钱")
_ADDRESSED = re.compile("说|讲|商量|谈|聊|联系|打|借|回|来|去|接|知道|先|自己|[,。!?]|$|的|和|跟|是我|还")
# Characters of which names from Mongolian, Tibetan and Turkic languages are written.
_SOUNDS = frozenset(
    "阿艾巴白布查达德丹丁顿登多额恩尔尕嘎格古贡哈海罕汗合赫胡吉加江杰居卡坎克库拉兰勒里力丽鲁伦罗洛玛马买曼麦米姆穆木娜那纳尼努"
    "帕平其恰强青琼曲仁日茹萨赛桑沙森斯松苏索塔坦特提铁图吐托瓦旺维温乌吾西希夏辛雅牙亚央耶叶伊依尤玉云扎泽则增珠卓孜昂敖都措宗"
    "次旦拥坚参朝克巧迪孜合再乃甫肉堆央"
)


@dataclass(frozen=True)
class _Candidate:
    start: int
    end: int
    score: float


class ChineseNameRecogniser(SpanRecogniser):
    ENTITY = "PERSON"

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        reading = _Reading(text, words_of(nlp_artifacts))
        best = _best([*reading.full_names(), *reading.titled(), *reading.sounds(), *reading.given_names()])
        found = {(each.start, each.end): each.score for each in best}
        for start, end in _again(text, best):
            found = {span: weight for span, weight in found.items() if not (start <= span[0] and span[1] <= end)}
            found[start, end] = _MENTIONED
        found.update(dict.fromkeys(_dotted(text, reading.inside_people), 9.0))
        return [self.result(start, end, _score(weight)) for (start, end), weight in found.items()]


def _score(weight: float) -> float:
    return LABELLED if weight > 6 else FORMAT if weight > 4.5 else MODEL


class _Reading:
    """A text with its words, and what each of its characters may begin."""

    def __init__(self, text: str, cut: tuple[Word, ...]) -> None:
        self._text = text
        self._starts = {word.start: word for word in cut}
        self._ends = {word.end for word in cut}
        self._people = [word for word in cut if word.tag == "PER" and _HAN.match(text[word.start])]
        self._words = _everyday(text)
        self.inside_people = frozenset(at for word in self._people for at in range(word.start, word.end))
        self._cut = cut
        ends, starts = {word.end for word in self._people}, {word.start for word in self._people}
        self._person_bounds = ends & starts  # where two people stand side by side: one name, cut apart

    def full_names(self) -> Iterator[_Candidate]:
        for start in range(len(self._text) - 1):
            surname = self._surname(start)
            if surname is None:
                continue
            for given in (1, 2):
                end = start + len(surname) + given
                if _all_han(self._text[start:end], len(surname) + given):
                    weight = self._weight(start, end, surname)
                    if weight >= _ENOUGH:
                        yield _Candidate(start, end, weight)
        for word in self._people:
            name = self._text[word.start : word.end]
            if len(name) == 4 and name[0] in _usual() and not self._words_in(word.start, word.end):
                yield _Candidate(word.start, word.end, _NAMED + introduction(self._before(word.start)))

    def titled(self) -> Iterator[_Candidate]:
        """A bare surname keeps its title (王先生)."""
        for match in _titled().finditer(self._text):
            start, end = match.span()
            word = self._starts.get(start)
            if word is None or (word.end == start + 1 and word.tag in _FUNCTIONS):
                continue
            if word.tag != "PER" and match["surname"] not in _usual():
                continue
            nickname = start > 0 and self._text[start - 1] in "小老阿大"
            if not nickname and self._text[start:end] not in words("chinese_not_names"):
                yield _Candidate(start, end, 4.4)

    def sounds(self) -> Iterator[_Candidate]:
        """A name written by sound (乌兰其其格), which LAC names in part or where something introduces it."""
        for word in self._cut:
            end = word.end
            while end < len(self._text) and end - word.start < 7 and self._text[end] in _SOUNDS:
                end += 1
            whole = self._text[word.start : end]
            if len(whole) < 3 or not _SOUNDS.issuperset(whole):
                continue
            end = max((each for each in self._ends if word.start + 3 <= each <= end), default=0)
            introduced = introduction(self._before(word.start))
            named = word.tag == "PER"
            if end and (named or introduced >= 1) and (end > word.end or named) and not self._words_in(word.start, end):
                weight = _NAMED * named + introduced + continuation(self._text[end : end + 8]) + 0.6 * (end - word.start)
                yield _Candidate(word.start, end, weight if weight >= _ENOUGH else 0)

    def given_names(self) -> Iterator[_Candidate]:
        """A given name alone (晓燕): named by LAC, or addressed and made of telling characters only (跟建国说)."""
        for word in self._cut:
            name = self._text[word.start : word.end]
            if not 2 <= len(name) <= 3 or not _all_han(name, len(name)) or _NICKNAME.match(name):
                continue
            known = name in words("chinese_given_names")
            if name in _compound() or (name in _none() and not known):
                continue
            introduced, followed = introduction(self._before(word.start)), continuation(self._text[word.end : word.end + 8])
            given = 0.3 if _SOUNDS.issuperset(name) else sum(map(_given_weight, name))
            if word.tag == "PER" and not (name[0] == "和" and len(name) == 3):
                weight = _NAMED + 0.5 * given + 0.5 * introduced + 0.5 * followed
                if len(name) == 3 and self._surname(word.start) is None:
                    weight += 0.3
                if {word.start, word.end} & self._person_bounds or self._surname_alone(word.start - 1):
                    weight -= 1.2
                if self._surname(word.start) is None or len(name) == 2:
                    yield _Candidate(word.start, word.end, min(weight, 4.3))
            elif name[0] == "和" and len(name) == 3 and word.tag == "PER" and _HAN.match(self._text[word.end : word.end + 1]):
                yield _Candidate(word.start + 1, word.end, 4.3)
            elif name[0] == "和" and name[1:] in words("chinese_given_names") and _ADDRESSED.match(self._text, word.end):
                yield _Candidate(word.start + 1, word.end, _ENOUGH)
            elif introduced and _PERSONAL.match(self._text, word.end) and (
                (word.tag in {"ORG", "LOC", "nz", "nw"} and (known or given >= _TELLING))
                or (len(name) == 2 and name[0] == name[1] and given > 0 and name not in _none())
            ):
                yield _Candidate(word.start, word.end, _ENOUGH)
            elif known and introduced and followed >= 0.7 and word.tag in {"ORG", "LOC", "nz", "nw"}:
                yield _Candidate(word.start, word.end, _ENOUGH)
            elif len(name) == 2 and known and introduced >= 1 and _ADDRESSED.match(self._text, word.end):
                yield _Candidate(word.start, word.end, _ENOUGH)

    def _surname_alone(self, start: int) -> bool:
        """Whether a character is a surname between a boundary and a given name: 和绍军."""
        word = self._starts.get(start)
        return word is not None and word.end == start + 1 and self._surname(start) is not None and (
            introduction(self._before(start)) in (0.6, 2.0, 2.7)
        )

    def _surname(self, start: int) -> str | None:
        pair = self._text[start : start + 2]
        if len(pair) == 2 and pair in _compound():
            return pair
        first = pair[:1]
        return first if first in _usual() or first in _rare() else None

    def _weight(self, start: int, end: int, surname: str) -> float:
        name, given = self._text[start:end], self._text[start + len(surname) : end]
        if _NICKNAME.match(name) or name in _none() and not is_titled(self._text[end : end + 3]):
            return 0
        weight = _LONG_SURNAME if len(surname) > 1 else _USUAL_SURNAME if surname in _usual() else _RARE_SURNAME
        weight += sum(map(_given_weight, given)) * (1 if len(given) > 1 else 1.3)
        weight += 0.8 if len(given) == 2 and given[0] == given[1] else 0
        introduced, followed = introduction(self._before(start)), continuation(self._text[end : end + 8])
        weight += introduced + followed + self._alone(start, end)
        if surname == "和" and self._text[end : end + 1] not in ("", "的", "是", "欠", "本") and not self._is_bounded_right(end):
            weight -= 2.5
        if introduced > 2.5 and self._is_bounded_right(end):
            weight += 1.5
        known = given in words("chinese_given_names")
        named = self._named(start, end)
        weight += 0.3 * known + named + 0.4 * (named == _NAMED and end - start == 3) + self._cuts(start, end)
        if len(given) == 2 and given[1] in _ADVERBS:
            weight -= 0.5 if _given_weight(given[1]) == _TELLING else 1.6
        for first, last in self._words_in(start, end):
            if first < start and len(surname) > 1 and introduced >= 2:
                continue  # 我老公/司徒景行 holds 公司
            if (first, last) == (start, end) or first < start or last > end:
                weight += _IS_A_WORD
            elif named == _NAMED or introduced > 2.5:
                weight += _HOLDS_A_WORD / 2
            elif not (known and introduced >= 1):
                weight += _HOLDS_A_WORD
        return weight

    def _alone(self, start: int, end: int) -> float:
        """More for a clause that is nothing else: at the end of a message a signature, at its start an address."""
        before, after = self._text[:start].rstrip(), self._text[end:].lstrip()
        if (before and before[-1] not in _CLAUSE_ENDS) or (after and after[0] not in _CLAUSE_ENDS):
            return 0
        if self._text[start] not in _usual():
            return 0.3
        return 0.7 if not before else 2.1 if not after else 0.3

    def _is_bounded_right(self, end: int) -> bool:
        return end == len(self._text) or not _HAN.match(self._text[end])

    def _before(self, start: int) -> str:
        return self._text[max(0, start - _BESIDE) : start]

    def _named(self, start: int, end: int) -> float:
        best = 0.0
        covered = 0
        for word in self._people:
            if word.start < end and start < word.end:
                if (word.start, word.end) == (start, end):
                    return _NAMED - 1.5 * (end in self._person_bounds)
                if word.end == end and word.start == start + 1 and start in self._starts:
                    return _NAMED - 0.5
                if word.end == end + 1 and self._text[end] in _ADVERBS and start in self._starts and word.start > start:
                    return _NAMED
                covered += min(end, word.end) - max(start, word.start)
                title = is_titled(self._text[end : word.end])
                adverb = word.end == end + 1 and self._text[end] in _ADVERBS and word.start == start
                best = _NAMED if (title and word.start == start) or adverb else max(best, _NAMED_IN_PART)
        return _NAMED - 0.3 if covered == end - start and best < _NAMED and self._bounded(start, end) else best

    def _bounded(self, start: int, end: int) -> bool:
        return start in self._starts and end in self._ends

    def _cuts(self, start: int, end: int) -> float:
        """What it costs to begin or end inside a word, or to be an everyday kind of word from end to end."""
        weight = 0.0
        first = self._starts.get(start)
        if first is None:
            weight += _CUTS_A_WORD
        elif first.end == end and first.tag not in {"PER", "LOC", "ORG", "nz", "nw"}:
            weight -= 1.2
        elif first.end == start + 1 and first.tag in _FUNCTIONS:
            weight -= 0.8
        if first is not None and self._is_phrase(first, end):
            weight -= 1.5
        if end not in self._ends and not is_titled(self._text[end : end + 3]):
            weight += _CUTS_A_WORD / 2
        return weight

    def _is_phrase(self, first: Word, end: int) -> bool:
        """Whether a rare surname is a verb of its own before another whole word: 查流水, 有录音."""
        rest = self._starts.get(first.end)
        return (
            first.end == first.start + 1
            and first.tag in {"v", "d", "a", "p"}
            and self._text[first.start] not in _usual()
            and rest is not None
            and rest.end == end
            and rest.tag in {"n", "v", "vn", "a", "an", "ad"}
            and self._text[rest.start : rest.end] not in words("chinese_given_names")
        )

    def _words_in(self, start: int, end: int) -> list[tuple[int, int]]:
        return [(first, last) for first, last in self._words if first < end and start < last and last - first > 1]


def _best(candidates: list[_Candidate]) -> list[_Candidate]:
    kept: list[_Candidate] = []
    taken: set[int] = set()
    for each in sorted(candidates, key=lambda item: (-item.score, item.start - item.end, item.start)):
        if each.score >= _ENOUGH and taken.isdisjoint(range(each.start, each.end)):
            taken.update(range(each.start, each.end))
            kept.append(each)
    return kept


def _again(text: str, best: list[_Candidate]) -> Iterator[tuple[int, int]]:
    """The other mentions of a whole name that was recognised somewhere in the text."""
    for name in {text[each.start : each.end] for each in best if each.end - each.start > 2}:
        for match in re.finditer(re.escape(name), text):
            yield match.span()


_DOTTED = re.compile("[一-鿿]{1,8}(?:·[一-鿿]{1,8}){1,3}")


def _dotted(text: str, inside: frozenset[int]) -> Iterator[tuple[int, int]]:
    """A name in parts (阿依古丽·买买提), from the first character that can be a sound of one."""
    for match in _DOTTED.finditer(text):
        dot, last = text.index("·", match.start()), text.rindex("·", match.start(), match.end())
        start, end = dot, last + 1
        while start > match.start() and (text[start - 1] in _SOUNDS or start - 1 in inside):
            start -= 1
        while end < match.end() and (text[end] in _SOUNDS or end in inside):
            end += 1
        if start < dot and end > last + 1:
            yield start, end


def _everyday(text: str) -> list[tuple[int, int]]:
    """Where everyday words that look like names stand in a text, the longest at each character."""
    none = _none()
    spans, covered = [], 0
    for start in range(len(text) - 1):
        for end in range(min(len(text), start + _LONGEST_WORD), start + 1, -1):
            if end > covered and text[start:end] in none:
                spans.append((start, end))
                covered = end
                break
    return spans


def _all_han(value: str, length: int) -> bool:
    return len(value) == length and all("一" <= character <= "鿿" for character in value)


def _given_weight(character: str) -> float:
    if character in words("chinese_given_characters"):
        return _TELLING
    return _EVERYDAY if character in words("chinese_given_characters_everyday") | _usual() else _STRANGE


@lru_cache(maxsize=1)
def _none() -> frozenset[str]:
    return words("chinese_not_names") | words("chinese_everyday_words")


@lru_cache(maxsize=1)
def _usual() -> frozenset[str]:
    return frozenset(surname for surname in words("chinese_surnames") if len(surname) == 1)


@lru_cache(maxsize=1)
def _rare() -> frozenset[str]:
    return frozenset(surname for surname in words("chinese_rare_surnames") if len(surname) == 1) - _usual()


@lru_cache(maxsize=1)
def _compound() -> frozenset[str]:
    return frozenset(each for each in words("chinese_surnames") | words("chinese_rare_surnames") if len(each) == 2)


@lru_cache(maxsize=1)
def _titled() -> re.Pattern[str]:
    surnames = "|".join(sorted(_compound())) + "|[" + "".join(sorted(_usual() | _rare())) + "]"
    return re.compile(rf"(?P<surname>{surnames})(?:{TITLE})(?!们)")
