"""What redaction must reach, as a file: a change that makes it worse is noticed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path

import yaml
from pydantic import Field

from service.datafiles import DataFileError, load_yaml, read_text
from service.domain.base import Value
from service.domain.vocabulary import Language
from service.privacy_scoring.measures import IDENTIFIERS, NAMES, Scored, fit, languages, look_alikes_changed
from service.settings import PROJECT_FOLDER

# How far below the measured a floor lies: room for another version of a library, and for a slip traded for a find.
MARGIN = 0.015
LOOK_ALIKE_MARGIN = 0.01

FLOORS = PROJECT_FOLDER / "evals" / "privacy" / "floors.yaml"


class GroupFloor(Value):
    """Least exact recall and precision of some types, and the greatest share of their characters left in clear."""

    recall: float = Field(ge=0, le=1)
    precision: float = Field(ge=0, le=1)
    leaked: float = Field(ge=0, le=1)


class Floor(Value):
    """What one language must reach, as shares of 1.

    Args:
        identifiers: numbers, addresses of the net, dates of birth; see `IDENTIFIERS`.
        names: people, addresses, employers and schools.
        look_alikes_changed: greatest share of messages without personal data in which something is found.
    """

    identifiers: GroupFloor
    names: GroupFloor
    look_alikes_changed: float = Field(ge=0, le=1)


class Floors(Value):
    """A floors file: `languages`, by `en` and `zh`."""

    languages: dict[Language, Floor]


def raised(scored: Sequence[Scored], path: Path = FLOORS) -> Floors:
    """The floors of a file, each brought up to a little below what the messages score; none is ever lowered.

    Raises:
        DataFileError: the file cannot be used.
    """
    old = load_yaml(path, Floors).languages
    return Floors(languages={language: _raised(scored, language, floor) for language, floor in old.items()})


def shortfalls(scored: Sequence[Scored], path: Path = FLOORS) -> Iterator[str]:
    """Where the messages score worse than a floors file allows, a sentence each.

    Raises:
        DataFileError: the file cannot be used, or names a language in which there is no message.
    """
    for language, floor in load_yaml(path, Floors).languages.items():
        if language not in languages(scored):
            raise DataFileError(
                path, None, f"there is no message in {language!r}", "Score its files too, or leave it out"
            )
        yield from _of_group(scored, language, "identifiers", IDENTIFIERS, floor.identifiers)
        yield from _of_group(scored, language, "names", NAMES, floor.names)
        changed = look_alikes_changed(scored, language)
        if changed.value > floor.look_alikes_changed:
            most = f"at most {floor.look_alikes_changed:.1%} may be"
            yield f"{language}: {changed.value:.1%} of the look-alikes are changed; {most}"


def _of_group(
    scored: Sequence[Scored], language: Language, name: str, types: frozenset[str], floor: GroupFloor
) -> Iterator[str]:
    found = fit(scored, language, types)
    for what, share, least in (("recall", found.recall, floor.recall), ("precision", found.precision, floor.precision)):
        if share.value < least:
            yield f"{language}: the {what} of {name} is {share.value:.1%}; the floor is {least:.1%}"
    if found.leaked.value > floor.leaked:
        most = f"at most {floor.leaked:.1%} may"
        yield f"{language}: {found.leaked.value:.1%} of the characters of {name} stay in clear; {most}"


def _raised(scored: Sequence[Scored], language: Language, old: Floor) -> Floor:
    changed = look_alikes_changed(scored, language).value + LOOK_ALIKE_MARGIN
    return Floor(
        identifiers=_raised_group(scored, language, IDENTIFIERS, old.identifiers),
        names=_raised_group(scored, language, NAMES, old.names),
        look_alikes_changed=round(min(old.look_alikes_changed, changed), 3),
    )


def _raised_group(scored: Sequence[Scored], language: Language, types: frozenset[str], old: GroupFloor) -> GroupFloor:
    found = fit(scored, language, types)
    return GroupFloor(
        recall=round(max(old.recall, found.recall.value - MARGIN), 3),
        precision=round(max(old.precision, found.precision.value - MARGIN), 3),
        leaked=round(min(old.leaked, found.leaked.value + MARGIN), 3),
    )


def as_yaml(floors: Floors, path: Path) -> str:
    """The floors as a file, under the comment that stands above those of `path`."""
    lines = read_text(path).splitlines(keepends=True)
    comment = "".join(takewhile(lambda line: line.startswith("#"), lines))
    return comment + yaml.safe_dump(floors.model_dump(), sort_keys=False)
