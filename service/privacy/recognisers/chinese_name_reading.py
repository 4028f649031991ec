"""What in a Chinese text speaks for a name, in one weight: LAC, surnames, usual given names, the words beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.privacy.nlp import Word
from service.privacy.recognisers.chinese_name_context import continuation, introduction, is_titled
from service.privacy.recognisers.chinese_name_parts import (
    EVERYDAY,
    SOUNDS,
    TELLING,
    all_han,
    compound_surnames,
    everyday_words_in,
    given_weight,
    no_names,
    rare_surnames,
    titled_surname,
    usual_surnames,
)
from service.privacy.words import words

_HAN = re.compile("[一-鿿]")
_BESIDE = 12  # characters before a name that may introduce it
# Weights of the evidence, in one unit; a name needs ENOUGH. Set by hand on evals/privacy/development.
ENOUGH = 3.6
_NAMED = 3.0  # LAC says a person, from the same character to the same
_NAMED_IN_PART = 1.2
_USUAL_SURNAME, _RARE_SURNAME, _LONG_SURNAME = 1.0, -0.4, 2.2
_IS_A_WORD, _HOLDS_A_WORD = -3.5, -2.2
_CUTS_A_WORD = -2.0
# A character that follows names and is taken for the end of one: 尹航早分开了.
_ADVERBS = frozenset("早刚已也都还就很又没不能会要说跟的了吗吧呢在给把被让从才再是有去来打找借欠前后上下")
_NEVER_GIVEN = frozenset("还不没越又再都也就很被把给让说吗呢吧的了是有要会能")
# Surnames that end or begin other words before a title: 前任经理, 对方律师, 班主任, 和老师.
_ALSO_FUNCTIONS = frozenset("任方区班和于向从同单东家商万时全成都安房平程户里车年关")
_FORMAL = re.compile("先生|女士|小姐|太太|经理|主管|主任|律师|老师|医生|大夫|书记|科长|校长|院长|队长|厂长")
_FUNCTIONS = frozenset({"p", "c", "d", "u", "r", "xc"})
_NICKNAME = re.compile("^(?:[小老阿大].|.[哥姐叔姨爷嫂伯婶弟妹]|[小老阿].[哥姐叔姨]?|[老大小][一二三四五六七八九十])$")
_ADDRESSES = frozenset("姐哥叔姨总嫂爷")
_CLAUSE_ENDS = frozenset(",。!?;:、\n—-")
_PERSONAL = re.compile(
    "(?:[今昨前]天|去年|上个?月|刚)[一-鿿]{0,2}(?:走|死|借|说|来|打|去|失|出|病|住)|"
    "欠|借|说|讲|跟我|替我|帮我|骗|答应|是我[一-鿿]?[爸妈哥姐弟妹夫妻爷奶叔姨同朋邻儿女]|知道|失|出|生病|"
    "住院|去世|不在|没有?钱"
)
_ADDRESSED = re.compile("说|讲|商量|谈|聊|联系|打|借|回|来|去|接|知道|先|自己|[,。!?]|$|的|和|跟|是我|还")


@dataclass(frozen=True)
class Candidate:
    start: int
    end: int
    score: float


class NameReading:
    """A text with its words, and what each of its characters may begin."""

    def __init__(self, text: str, cut: tuple[Word, ...]) -> None:
        self._text = text
        self._starts = {word.start: word for word in cut}
        self._ends = {word.end for word in cut}
        self._people = [word for word in cut if word.tag == "PER" and _HAN.match(text[word.start])]
        self._words: dict[int, tuple[int, int]] = {}
        for first, last in everyday_words_in(text):
            self._words.update(dict.fromkeys(range(first, last), (first, last)))
        self._person_at = {at: word for word in self._people for at in range(word.start, word.end)}
        self.inside_people = frozenset(at for word in self._people for at in range(word.start, word.end))
        self._cut = cut
        ends, starts = {word.end for word in self._people}, {word.start for word in self._people}
        self._person_bounds = ends & starts  # where two people stand side by side: one name, cut apart

    def full_names(self) -> Iterator[Candidate]:
        for start in range(len(self._text) - 1):
            surname = self._surname(start)
            if surname is None:
                continue
            for given in (1, 2):
                end = start + len(surname) + given
                if all_han(self._text[start:end], len(surname) + given):
                    weight = self._weight(start, end, surname)
                    if weight >= ENOUGH:
                        yield Candidate(start, end, weight)
        for word in self._people:
            name = self._text[word.start : word.end]
            if len(name) == 4 and name[0] in usual_surnames() and not self._words_in(word.start, word.end):
                end = word.end - (name[3] in _ADDRESSES)
                weight = _NAMED + introduction(self._before(word.start)) + 0.5 * continuation(self._text[end : end + 8])
                yield Candidate(
                    word.start, end, weight + 0.5 * sum(map(given_weight, self._text[word.start + 1 : end]))
                )

    def titled(self) -> Iterator[Candidate]:
        """A bare surname keeps its title (王先生)."""
        for match in titled_surname().finditer(self._text):
            start, end = match.span()
            word = self._starts.get(start)
            if word is None or (word.end == start + 1 and word.tag in _FUNCTIONS):
                if not (match["surname"] in usual_surnames() - _ALSO_FUNCTIONS and _FORMAL.match(self._text, end - 2)):
                    continue
            elif word.tag != "PER" and match["surname"] not in usual_surnames():
                continue
            nickname = start > 0 and self._text[start - 1] in "小老阿大"
            if not nickname and self._text[start:end] not in words("chinese_not_names"):
                yield Candidate(start, end, 4.4)

    def sounds(self) -> Iterator[Candidate]:
        """A name written by sound (乌兰其其格), which LAC names in part or where something introduces it."""
        for word in self._cut:
            end = word.end
            while end < len(self._text) and end - word.start < 7 and self._text[end] in SOUNDS:
                end += 1
            whole = self._text[word.start : end]
            if len(whole) < 3 or len(SOUNDS.intersection(whole)) < len(set(whole)) - (
                word.tag == "PER" and len(whole) > 3
            ):
                continue
            end = max((each for each in range(word.start + 3, end + 1) if each in self._ends), default=0)
            introduced = introduction(self._before(word.start))
            named = word.tag == "PER"
            if end and (named or introduced >= 1) and (end > word.end or named) and not self._words_in(word.start, end):
                weight = (
                    _NAMED * named + introduced + continuation(self._text[end : end + 8]) + 0.6 * (end - word.start)
                )
                yield Candidate(word.start, end, weight if weight >= ENOUGH else 0)

    def given_names(self) -> Iterator[Candidate]:
        """A given name alone (晓燕): named by LAC, or addressed and made of telling characters only (跟建国说)."""
        for word in self._cut:
            name = self._text[word.start : word.end]
            if not 2 <= len(name) <= 3 or not all_han(name, len(name)) or _NICKNAME.match(name):
                continue
            known = name in words("chinese_given_names")
            if name in compound_surnames() or (name in no_names() and not known):
                continue
            introduced, followed = (
                introduction(self._before(word.start)),
                continuation(self._text[word.end : word.end + 8]),
            )
            given = 0.3 if SOUNDS.issuperset(name) else sum(map(given_weight, name))
            if word.tag == "PER" and not (name[0] == "和" and len(name) == 3):
                weight = _NAMED + 0.5 * given + 0.5 * introduced + 0.5 * followed
                if len(name) == 3 and self._surname(word.start) is None:
                    weight += 0.3 if introduced >= 1 or given >= 2 * EVERYDAY + TELLING else -1
                if {word.start, word.end} & self._person_bounds or self._surname_alone(word.start - 1):
                    weight -= 1.2
                if self._surname(word.start) is None or len(name) == 2:
                    yield Candidate(word.start, word.end, min(weight, 4.3))
            elif (
                name[0] == "和"
                and len(name) == 3
                and word.tag == "PER"
                and _HAN.match(self._text[word.end : word.end + 1])
            ):
                yield Candidate(word.start + 1, word.end, 4.3)
            elif (
                name[0] == "和" and name[1:] in words("chinese_given_names") and _ADDRESSED.match(self._text, word.end)
            ):
                yield Candidate(word.start + 1, word.end, ENOUGH)
            elif (
                (
                    introduced
                    and _PERSONAL.match(self._text, word.end)
                    and (
                        (word.tag in {"ORG", "LOC", "nz", "nw"} and (known or given >= TELLING))
                        or (len(name) == 2 and name[0] == name[1] and given > 0 and name not in no_names())
                    )
                )
                or (known and introduced and followed >= 0.7 and word.tag in {"ORG", "LOC", "nz", "nw"})
                or (len(name) == 2 and known and introduced >= 1 and _ADDRESSED.match(self._text, word.end))
            ):
                yield Candidate(word.start, word.end, ENOUGH)

    def _surname_alone(self, start: int) -> bool:
        """Whether a character is a surname between a boundary and a given name: 和绍军."""
        word = self._starts.get(start)
        return (
            word is not None
            and word.end == start + 1
            and self._surname(start) is not None
            and (introduction(self._before(start)) in (0.6, 2.0, 2.7))
        )

    def _surname(self, start: int) -> str | None:
        pair = self._text[start : start + 2]
        if len(pair) == 2 and pair in compound_surnames():
            return pair
        first = pair[:1]
        return first if first in usual_surnames() or first in rare_surnames() else None

    def _weight(self, start: int, end: int, surname: str) -> float:
        name, given = self._text[start:end], self._text[start + len(surname) : end]
        if _NICKNAME.match(name) or (name in no_names() and not is_titled(self._text[end : end + 3])):
            return 0
        weight = _LONG_SURNAME if len(surname) > 1 else _USUAL_SURNAME if surname in usual_surnames() else _RARE_SURNAME
        weight += sum(map(given_weight, given)) * (1 if len(given) > 1 else 1.3)
        weight += 0.8 if len(given) == 2 and given[0] == given[1] else 0
        introduced, followed = introduction(self._before(start)), continuation(self._text[end : end + 8])
        if self._text[end : end + len(surname)] == surname and is_titled(self._text[end + len(surname) :][:3]):
            followed = 0.9
        weight += introduced + followed + self._alone(start, end)
        if (
            surname == "和"
            and self._text[end : end + 1] not in ("", "的", "是", "欠", "本")
            and not self._is_bounded_right(end)
        ):
            weight -= 2.5
        if len(given) == 2 and given[1] == surname and is_titled(self._text[end : end + 3]):
            weight -= 8  # 聂远/聂先生
        if introduced > 2.5 and self._is_bounded_right(end):
            weight += 1.5
        known = given in words("chinese_given_names")
        named = self._named(start, end)
        weight += 0.3 * known + named + 0.4 * (named == _NAMED and end - start == 3) + self._cuts(start, end)
        if given[0] in _NEVER_GIVEN:
            weight -= 2
        if len(given) == 2 and given[1] in _ADVERBS:
            weight -= 0.5 if given_weight(given[1]) == TELLING else 1.6
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
        before = self._text[max(0, start - _BESIDE) : start].rstrip()
        after = self._text[end : end + _BESIDE].lstrip()
        if (before and before[-1] not in _CLAUSE_ENDS) or (after and after[0] not in _CLAUSE_ENDS):
            return 0
        if self._text[start] not in usual_surnames():
            return 0.3
        return 0.7 if not before else 2.1 if not after else 0.3

    def _is_bounded_right(self, end: int) -> bool:
        return end == len(self._text) or not _HAN.match(self._text[end])

    def _before(self, start: int) -> str:
        return self._text[max(0, start - _BESIDE) : start]

    def _named(self, start: int, end: int) -> float:
        best = 0.0
        covered = 0
        for word in self._people_in(start, end):
            if word.start < end and start < word.end:
                if (word.start, word.end) == (start, end):
                    return _NAMED - 1.5 * (end in self._person_bounds)
                if word.start == start and self._took_an_adverb(end - 1, word.end):
                    return _NAMED + 0.3
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
        if (
            end not in self._ends
            and not self._took_an_adverb(end - 1, end - 1)
            and not is_titled(self._text[end : end + 3])
        ):
            weight += _CUTS_A_WORD / 2
        return weight

    def _took_an_adverb(self, start: int, named_until: int) -> bool:
        """Whether the last character of a name was cut into a word with the adverb behind it: 龚自/珍快."""
        word = self._starts.get(start)
        if (
            word is None
            or start != named_until
            or word.end != start + 2
            or self._text[start + 1] not in _ADVERBS | {"快"}
        ):
            return False
        return given_weight(self._text[start]) == TELLING and self._text[start : word.end] not in no_names()

    def _is_phrase(self, first: Word, end: int) -> bool:
        """Whether a rare surname is a verb of its own before another whole word: 查流水, 有录音."""
        rest = self._starts.get(first.end)
        return (
            first.end == first.start + 1
            and first.tag in {"v", "d", "a", "p"}
            and self._text[first.start] not in usual_surnames()
            and rest is not None
            and rest.end == end
            and rest.tag in {"n", "v", "vn", "a", "an", "ad"}
            and self._text[rest.start : rest.end] not in words("chinese_given_names")
        )

    def _people_in(self, start: int, end: int) -> list[Word]:
        found = (self._person_at.get(at) for at in range(start, end))
        return list(dict.fromkeys(word for word in found if word is not None))

    def _words_in(self, start: int, end: int) -> list[tuple[int, int]]:
        found = (self._words.get(at) for at in range(start, end))
        return list(dict.fromkeys(span for span in found if span is not None))
