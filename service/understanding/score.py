"""`python -m service.understanding.score`: how well messages are read, on the split that nothing was trained on."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Literal

from service.domain.vocabulary import Language, Signal
from service.understanding.context import ReadingContext
from service.understanding.examples import Example, load_examples
from service.understanding.patterns import LANGUAGES
from service.understanding.proposal_cases import proposal_exactness
from service.understanding.reading import read

TODAY = date(2026, 11, 22)
RIGHTS = frozenset({
    Signal.SELF_HARM, Signal.DOMESTIC_ABUSE, Signal.STOP_CONTACT, Signal.STOP_CHANNEL, Signal.DISPUTES_DEBT,
    Signal.HAS_ATTORNEY, Signal.BANKRUPTCY, Signal.DECEASED, Signal.MINOR, Signal.WRONG_PERSON,
    Signal.IDENTITY_THEFT, Signal.THIRD_PARTY_SPEAKING, Signal.ASKS_HUMAN, Signal.COMPLAINT, Signal.ALREADY_PAID,
})  # fmt: skip


@dataclass(frozen=True)
class Miss:
    """A message that was read differently from its labels."""

    example: Example
    missing: frozenset[Signal]
    wrong: dict[Signal, str]
    emotion: str


@dataclass(frozen=True)
class Tally:
    """Counts over a set of examples."""

    hits: Counter[Signal]
    missing: Counter[Signal]
    wrong: Counter[Signal]
    exact: int
    emotions_right: int
    total: int
    misses: tuple[Miss, ...]

    def recall(self, *signals: Signal) -> float:
        """Share of the labels that were found; 1 where there are none."""
        hits = sum(self.hits[signal] for signal in signals)
        return _share(hits, hits + sum(self.missing[signal] for signal in signals))

    def precision(self, *signals: Signal) -> float:
        """Share of the found signals that were labelled; 1 where there are none."""
        hits = sum(self.hits[signal] for signal in signals)
        return _share(hits, hits + sum(self.wrong[signal] for signal in signals))


def tally(language: Language, split: Literal["train", "test"]) -> Tally:
    """Read every example of a split and compare."""
    hits, missing, wrong = Counter[Signal](), Counter[Signal](), Counter[Signal]()
    examples = [item for item in load_examples(language) if item.split == split]
    misses: list[Miss] = []
    emotions_right = 0
    for item in examples:
        reading = read(item.text, _context(language, item))
        given = frozenset(item.signals)
        hits.update(given & reading.signals)
        missing.update(given - reading.signals)
        wrong.update(reading.signals - given)
        emotions_right += reading.emotion == item.emotion
        if given != reading.signals or reading.emotion != item.emotion:
            extra = {signal: reading.evidence[signal] for signal in reading.signals - given}
            misses.append(Miss(item, given - reading.signals, extra, reading.emotion))
    exact = len(examples) - sum(bool(miss.missing or miss.wrong) for miss in misses)
    return Tally(hits, missing, wrong, exact, emotions_right, len(examples), tuple(misses))


def _context(language: Language, example: Example) -> ReadingContext:
    return ReadingContext(language=language, today=TODAY, has_open_offer=example.offer, verified=True)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _report(language: Language, split: Literal["train", "test"], verbose: bool) -> str:
    result = tally(language, split)
    lines = [f"== {language} {split}: {result.total} messages, signals exact {_share(result.exact, result.total):.3f}, "
             f"emotion {_share(result.emotions_right, result.total):.3f}"]  # fmt: skip
    for signal in Signal:
        count = result.hits[signal] + result.missing[signal]
        if count or result.wrong[signal]:
            shares = f"precision {result.precision(signal):.2f}  recall {result.recall(signal):.2f}"
            lines.append(f"  {signal:22} n={count:3}  {shares}")
    for name, chosen in (("rights and crisis", RIGHTS), ("all signals", frozenset(Signal))):
        lines.append(f"  {name}: precision {result.precision(*chosen):.3f}, recall {result.recall(*chosen):.3f}")
    if verbose:
        lines += [
            f"  {m.example.text!r}: missing {sorted(m.missing)}, wrong {m.wrong}, {m.example.emotion}->{m.emotion}"
            for m in result.misses
        ]
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    split: Literal["train", "test"] = "train" if "--train" in arguments else "test"
    for language in LANGUAGES:
        sys.stdout.write(_report(language, split, "--misses" in arguments) + "\n")
    right, total = proposal_exactness()
    sys.stdout.write(f"== proposals: {right} of {total} cases exact\n")


if __name__ == "__main__":
    main(sys.argv[1:])
