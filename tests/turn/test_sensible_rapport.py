"""The other side of saying no by default: how many sensible sentences of a well-behaved model survive.

The sentences were written by somebody who had no part in the examples that rapport was trained on, over all dialogue
acts and emotions. At first sight 71 % survived in English and 77 % in Chinese; since the word lists were loosened with
these sentences in view it is 86 %, so the floors say less of unseen ones (some two thirds of 25 fresh ones survived).
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml

from service.domain.vocabulary import Language
from service.guard.rapport import load_rapport
from service.settings import PROJECT_FOLDER

JUDGE = load_rapport(PROJECT_FOLDER / "policies", PROJECT_FOLDER / "prompts")
DATA = PROJECT_FOLDER / "tests" / "turn" / "data"


def sentences(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from sentences(part)
    elif isinstance(value, list):
        for part in value:
            yield from sentences(part)


@pytest.mark.parametrize(("language", "floor"), [("en", 0.68), ("zh", 0.73)])
def test_most_sensible_sentences_survive(language: Language, floor: float) -> None:
    found = yaml.safe_load((DATA / f"sensible_rapport.{language}.yaml").read_text(encoding="utf-8"))
    given = list(sentences(found))
    assert len(given) >= 150
    assert sum(JUDGE.is_safe(words, language) for words in given) / len(given) >= floor
