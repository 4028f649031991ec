"""How good the guard is on labelled messages it was not trained on: what it stops, and what it stops wrongly.

Without a brief or a context, as `POST /v1/check` judges it. `forbear policies check` compares the shares on
the test split with the floors in `policies/core/reader/floors.yaml`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from service.datafiles import DataFileError, load_yaml
from service.domain.base import Value
from service.domain.vocabulary import Family, Language, Outcome
from service.guard.corpus import Example, load_corpus
from service.guard.guard import Guard
from service.shares import Share

LANGUAGES: tuple[Language, ...] = ("en", "zh")
# Whose rules judge the messages of a language: the packs that its speakers are most often under.
HOME: dict[Language, str] = {"en": "us", "zh": "cn"}

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Judged:
    """A labelled message and the guard's answer."""

    example: Example
    outcome: Outcome


@dataclass(frozen=True)
class Quality:
    """What became of the messages of one family, or of all, in one language.

    Args:
        family: None for all of them, everyday messages included.
    """

    family: Family | None
    language: Language
    judged: tuple[Judged, ...]

    @property
    def stopped(self) -> Share:
        """Violating messages held or blocked: the recall."""
        return self._share(True, Outcome.HOLD, Outcome.BLOCK)

    @property
    def blocked(self) -> Share:
        return self._share(True, Outcome.BLOCK)

    @property
    def false_blocks(self) -> Share:
        return self._share(False, Outcome.BLOCK)

    @property
    def false_holds(self) -> Share:
        return self._share(False, Outcome.HOLD)

    @property
    def precision(self) -> Share:
        """Of the blocked messages, those that are violating."""
        blocked = [item for item in self.judged if item.outcome is Outcome.BLOCK]
        return Share(sum(item.example.violating for item in blocked), len(blocked))

    def _share(self, violating: bool, *outcomes: Outcome) -> Share:
        chosen = [item for item in self.judged if item.example.violating is violating]
        return Share(sum(item.outcome in outcomes for item in chosen), len(chosen))


class Floor(Value):
    """What a language must reach on the test split, as shares of 1.

    Args:
        stopped: least share of violating messages held or blocked.
        false_blocks, false_holds: greatest shares of lawful ones.
    """

    stopped: float = Field(ge=0, le=1)
    false_blocks: float = Field(ge=0, le=1)
    false_holds: float = Field(ge=0, le=1)


class Floors(Value):
    """`policies/core/reader/floors.yaml`: chosen a little below what was measured, so that a change that makes the
    guard worse is noticed."""

    measured_on: str
    languages: dict[Language, Floor]


def test_split(policies: Path) -> list[Example]:
    """The labelled messages that nothing was trained on."""
    return [example for example in load_corpus(policies) if example.kept_out]


def judge_all(guard: Guard, examples: Sequence[Example], progress: Progress | None = None) -> list[Judged]:
    """The guard's answer to each text, alone or beside the borrower's message that it answers."""
    judged = []
    for number, example in enumerate(examples, 1):
        home, language = HOME[example.language], example.language
        verdict = guard.check_text(example.text, home, language, answered=example.borrower)
        judged.append(Judged(example, verdict.outcome))
        if progress is not None:
            progress(number, len(examples))
    return judged


def by_language(judged: Iterable[Judged]) -> list[Quality]:
    """All families together, for each language that has messages."""
    every = list(judged)
    spoken = {language: tuple(item for item in every if item.example.language == language) for language in LANGUAGES}
    return [Quality(None, language, items) for language, items in spoken.items() if items]


def by_family(judged: Iterable[Judged]) -> list[Quality]:
    """Each family in each language."""
    groups: dict[tuple[Family, Language], list[Judged]] = {}
    for item in judged:
        if item.example.family is not None:
            groups.setdefault((item.example.family, item.example.language), []).append(item)
    return [Quality(family, language, tuple(items)) for (family, language), items in sorted(groups.items())]


def shortfalls(judged: Iterable[Judged], policies: Path) -> Iterator[str]:
    """Where the test split is judged worse than the floors allow, a sentence each.

    Raises:
        DataFileError: the floors are missing, or name a language without test messages.
    """
    path = policies / "core" / "reader" / "floors.yaml"
    found = {quality.language: quality for quality in by_language(judged)}
    for language, floor in load_yaml(path, Floors).languages.items():
        if language not in found:
            raise DataFileError(path, None, f"there are no test messages in {language}", "Restore examples/test")
        quality = found[language]
        if quality.stopped.value < floor.stopped:
            yield f"{language}: {quality.stopped} of the violating are stopped; the floor is {floor.stopped:.0%}"
        for share, most, done in (
            (quality.false_blocks, floor.false_blocks, "blocked"),
            (quality.false_holds, floor.false_holds, "held"),
        ):
            if share.value > most:
                yield f"{language}: {share} of the lawful messages are {done}; at most {most:.0%} may be"


def as_json(judged: Sequence[Judged]) -> str:
    """The counts by family and language, for the pages of the rules (`service/rule_pages/quality.py`)."""
    families: dict[str, dict[str, dict[str, int]]] = {}
    for quality in by_family(judged):
        families.setdefault(str(quality.family), {})[quality.language] = {
            "texts": quality.stopped.of,
            "stopped": quality.stopped.hits,
            "blocked": quality.blocked.hits,
            "false_blocks": quality.false_blocks.hits,
            "false_holds": quality.false_holds.hits,
        }
    return json.dumps({"families": families}, indent=2, ensure_ascii=False) + "\n"
