"""Scripted conversations for tests and demonstrations; the format is described in `evals/stories/README.md`."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from service.datafiles import DataFileError, load_yaml
from service.domain.base import Value
from service.domain.vocabulary import Act, Language, State
from service.settings import PROJECT_FOLDER

STORIES_FOLDER = PROJECT_FOLDER / "evals" / "stories"


class Expected(Value):
    """What should come of one message of the service.

    Args:
        acts: the main act is one of these.
        states: afterwards the conversation is in one of these states.
        offers: whether the message carries a quote; None where both would be right.
    """

    acts: tuple[Act, ...] = Field(min_length=1)
    states: tuple[State, ...] = Field(min_length=1)
    offers: bool | None = None


class StoryTurn(Expected):
    """A borrower's message as typed, and what should come of it."""

    says: str = Field(min_length=1, max_length=2000)


class Story(Value):
    """One borrower's side of a whole conversation.

    Args:
        id: the name of the file, without ".yaml".
        account: id of the sample account that it is about.
        language: of the borrower's messages.
        title: one line, for reports.
        opening: the service's first message, which answers nobody.
    """

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    account: str = Field(min_length=1)
    language: Language
    title: str = Field(min_length=1, max_length=120)
    opening: Expected
    turns: tuple[StoryTurn, ...] = Field(min_length=1)


def load_stories(folder: Path = STORIES_FOLDER) -> tuple[Story, ...]:
    """All stories of a folder, ordered by id.

    Raises:
        DataFileError: the folder holds no story, or a file does not fit the schema or is named after another story.
    """
    stories = tuple(_load_story(path) for path in sorted(folder.glob("*.yaml")))
    if not stories:
        raise DataFileError(folder, None, "there is no story", "Restore the folder, or name the right one")
    return stories


def _load_story(path: Path) -> Story:
    story = load_yaml(path, Story)
    if story.id != path.stem:
        raise DataFileError(path, 1, f"the id is {story.id!r}", f"Name the file {story.id}.yaml, or correct the id")
    return story
