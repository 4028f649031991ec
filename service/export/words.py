"""The codes of the records in words, from `words.yaml`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import RootModel

from service.datafiles import load_yaml
from service.domain.creditor import LocalText
from service.domain.vocabulary import Language

_FILE = Path(__file__).with_name("words.yaml")


class Words(RootModel[dict[str, dict[str, LocalText]]]):
    """Words by group (acts, signals, reasons, …) and code."""

    def say(self, group: str, code: str, language: Language) -> str:
        """The code in words; one that nobody has put into words reads as its own name."""
        found = self.root[group].get(code)
        return found.in_language(language) if found is not None else code.replace("_", " ")

    def reason(self, code: str, language: Language) -> str:
        """A reason of the engine: a code of its own, a signal, a flag of the account ("flag:disputed"), a pause."""
        name = code.removeprefix("flag:").removeprefix("paused_")
        for group in ("reasons", "signals"):
            if name in self.root[group]:
                return self.say(group, name, language)
        return self.say("reasons", name, language)


@lru_cache(maxsize=1)
def load_words() -> Words:
    """The words of the page.

    Raises:
        DataFileError: the file does not fit.
    """
    return load_yaml(_FILE, Words)
