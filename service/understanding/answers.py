"""The words that say yes, and those that take it back: `data/answers.yaml`, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from service.datafiles import DataFileError, load_yaml
from service.domain.base import Value
from service.understanding.patterns import DATA

PATH = DATA / "answers.yaml"


class AnswerFile(Value):
    """Alternatives of regular expressions, for the plain form of one clause (`doubts`: of a whole message).

    Args:
        words: parts that other expressions name as `<<word>>`; a word may name those before it.
        firm: says yes by itself, whatever courtesy stands beside it.
        weak: says yes only when nothing stands beside it; "ok, thanks" merely ends a topic.
        courtesy: thanks, relief, and "I see".
        filler: says nothing.
        agrees: accepts the offer in so many words, or names the one that is taken.
        negated: in the same clause, undoes what agrees.
        doubts: anywhere in the message, takes every yes back.
        refers_to_offer: terms beside it are those on the table, and not the borrower's own.
    """

    words: dict[str, str]
    firm: tuple[str, ...]
    weak: tuple[str, ...]
    courtesy: tuple[str, ...]
    filler: tuple[str, ...]
    agrees: tuple[str, ...]
    negated: tuple[str, ...]
    doubts: tuple[str, ...]
    refers_to_offer: tuple[str, ...]


@dataclass(frozen=True)
class AnswerWords:
    """The expressions of `AnswerFile`, compiled."""

    firm: re.Pattern[str]
    weak: re.Pattern[str]
    courtesy: re.Pattern[str]
    filler: re.Pattern[str]
    agrees: re.Pattern[str]
    negated: re.Pattern[str]
    doubts: re.Pattern[str]
    refers_to_offer: re.Pattern[str]


@lru_cache(maxsize=1)
def answer_words() -> AnswerWords:
    """The compiled file.

    Raises:
        DataFileError: the file does not fit its schema, or an expression is faulty.
    """
    file = load_yaml(PATH, AnswerFile)
    alternatives = file.model_dump(exclude={"words"})
    return AnswerWords(**{name: _compiled(given, file.words) for name, given in alternatives.items()})


def _compiled(given: tuple[str, ...], words: dict[str, str]) -> re.Pattern[str]:
    pattern = "|".join(given)
    for name, alternatives in reversed(words.items()):
        pattern = pattern.replace(f"<<{name}>>", f"(?:{alternatives})")
    try:
        return re.compile(pattern)
    except re.error as error:
        raise DataFileError(PATH, None, f"not an expression: {error}", "Correct the pattern (Python syntax)") from error
