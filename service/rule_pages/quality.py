"""How well violations of each family are found in free text, as it was measured."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, NonNegativeInt, ValidationError, model_validator

from service.datafiles import DataFileError, read_text
from service.domain.base import Value
from service.domain.vocabulary import Family, Language


class Measured(Value):
    """Counts over labelled texts that nothing was trained on.

    Args:
        texts: violations of the family.
        stopped: how many of them were held or blocked.
        blocked: how many of them were blocked.
        false_blocks, false_holds: lawful texts beside them that were blocked, held.
    """

    texts: NonNegativeInt
    stopped: NonNegativeInt
    blocked: NonNegativeInt
    false_blocks: NonNegativeInt
    false_holds: NonNegativeInt

    @model_validator(mode="after")
    def _adds_up(self) -> Measured:
        if not self.blocked <= self.stopped <= self.texts:
            raise ValueError("blocked texts are among those stopped, and those among all texts")
        return self


class Quality(Value):
    """`policies/core/reader/quality.json`, written when the readers are trained."""

    families: dict[Family, dict[Language, Measured]] = Field(default_factory=dict)


def load_quality(policies: Path) -> Quality:
    """What was measured; nothing when there is no file.

    Raises:
        DataFileError: the file does not fit.
    """
    path = policies / "core" / "reader" / "quality.json"
    if not path.is_file():
        return Quality()
    try:
        return Quality.model_validate_json(read_text(path))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        fix = "Measure again; the file is written by a program"
        raise DataFileError(path, None, f"{place}: {first['msg']}", fix) from error
