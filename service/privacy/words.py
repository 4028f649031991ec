"""The word lists under `lexicon/`: whitespace between words, `#` starts a comment."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from service.datafiles import read_text

_FOLDER = Path(__file__).parent / "lexicon"


@lru_cache(maxsize=64)
def words(name: str) -> frozenset[str]:
    """The words of one list, such as "chinese_surnames".

    Raises:
        DataFileError: the list is missing.
    """
    lines = read_text(_FOLDER / f"{name}.txt").splitlines()
    return frozenset(word for line in lines for word in line.partition("#")[0].split())
