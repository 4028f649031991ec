"""Pattern files: checked, linear, and errors that name the file."""

from pathlib import Path

import pytest

from service.datafiles import DataFileError
from service.domain.vocabulary import Signal
from service.understanding.patterns import load_book, pattern_books
from service.understanding.sentences import Sentences

FILE = """
language: en
words: {{debt: 'debt|loan'}}
negators: \\bnot\\b
negation_reach: 10
signals:
  disputes_debt:
    any: ['{pattern}']
    unless: [no dispute]
    negation: blocks
emotions: {{}}
"""


def written(folder: Path, pattern: str) -> Path:
    path = folder / "patterns.en.yaml"
    path.write_text(FILE.format(pattern=pattern), encoding="utf-8")
    return path


def test_every_signal_but_the_language_switch_has_patterns_in_both_languages() -> None:
    for book in pattern_books():
        assert set(book.signals) == set(Signal) - {Signal.LANGUAGE_SWITCH}


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("bad debt here", True),
        ("this is not bad debt", False),
        ("not now, bad debt", True),
        ("bad loan, no dispute", False),
        ("no dispute. bad loan", True),
    ],
)
def test_look_alikes_and_negation_work_within_their_sentence(tmp_path: Path, text: str, fires: bool) -> None:
    detector = load_book(written(tmp_path, "bad <<debt>>")).signals[Signal.DISPUTES_DEBT]
    assert (detector.evidence(Sentences(text)) is not None) == fires


@pytest.mark.parametrize("pattern", ["(a", "(?=a)b", "<<unknown>>"])
def test_a_broken_pattern_is_named(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(DataFileError, match=r"patterns\.en\.yaml"):
        load_book(written(tmp_path, pattern))


def test_an_unknown_signal_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "x")
    path.write_text(path.read_text(encoding="utf-8").replace("disputes_debt", "disputes_det"), encoding="utf-8")
    with pytest.raises(DataFileError, match="disputes_det"):
        load_book(path)
