"""One guard for all tests of this package: building it takes seconds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.domain.privacy import Entity
from service.domain.vocabulary import Language
from service.guard.guard import Guard, build_guard
from service.guard.packs import PackBook, load_packs
from service.guard.rapport import RapportJudge, load_rapport
from service.guard.reader import MessageReader, load_reader

ROOT = Path(__file__).resolve().parents[2]
POLICIES = ROOT / "policies"
PROMPTS = ROOT / "prompts"


def find_marked(text: str, language: Language | None) -> list[Entity]:
    """A detector that knows two people and a phone number: what is tested here is what the guard makes of it."""
    known = {"Maria Okafor": "PERSON", "彭晓燕": "PERSON", "Ravi Stone": "PERSON", "555-0142": "PHONE_NUMBER"}
    return [
        Entity(type=kind, start=text.index(word), end=text.index(word) + len(word), score=1.0, pseudonym="<X_1>")
        for word, kind in known.items()
        if word in text
    ]


@pytest.fixture(scope="session")
def guard() -> Iterator[Guard]:
    built = build_guard(POLICIES, PROMPTS, find_marked, deadline_seconds=30.0)
    yield built
    built.close()


@pytest.fixture(scope="session")
def book() -> PackBook:
    return load_packs(POLICIES)


@pytest.fixture(scope="session")
def reader(book: PackBook) -> MessageReader:
    return load_reader(POLICIES, book)


@pytest.fixture(scope="session")
def judge() -> RapportJudge:
    return load_rapport(POLICIES, PROMPTS)
