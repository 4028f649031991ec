"""Sentences that a model could say, kind and hostile, as `data/` keeps them: by act or situation, never trained on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import yaml

from service.domain.vocabulary import Language
from service.settings import PROJECT_FOLDER

_DATA = PROJECT_FOLDER / "tests" / "turn" / "data"


def sentences_of(name: str, language: Language) -> tuple[str, ...]:
    return tuple(_flat(_read(name, language)))


def by_act(name: str, language: Language) -> Mapping[str, tuple[str, ...]]:
    """The sentences under each heading: the acts in `sensible_rapport`, situations in the others."""
    return {heading: tuple(_flat(given)) for heading, given in _read(name, language).items()}


@lru_cache(maxsize=16)
def _read(name: str, language: Language) -> dict[str, object]:
    found: dict[str, object] = yaml.safe_load((_DATA / f"{name}.{language}.yaml").read_text(encoding="utf-8"))
    return found


def _flat(given: object) -> Iterator[str]:
    if isinstance(given, str):
        yield given
    elif isinstance(given, dict):
        for part in given.values():
            yield from _flat(part)
    elif isinstance(given, list):
        for part in given:
            yield from _flat(part)
