"""How well finds fit labels: recall, precision, what stays in clear, what is taken for something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from service.domain.vocabulary import Language
from service.privacy.pseudonyms import KNOWN_TYPES
from service.privacy_scoring.detectors import Detector
from service.privacy_scoring.labels import Label, LabelledMessage
from service.shares import Share

# What only words around it, or a language model, can tell; everything else has a shape.
NAMES = frozenset({"PERSON", "LOCATION", "ORGANIZATION"})
IDENTIFIERS = frozenset(KNOWN_TYPES) - NAMES

Progress = Callable[[int, int], None]
ErrorKind = Literal["missed", "other bounds", "other type", "false"]


@dataclass(frozen=True)
class Scored:
    """A labelled message and what was found in it; finds do not overlap."""

    message: LabelledMessage
    finds: tuple[Label, ...]

    @property
    def changed(self) -> bool:
        return any(find.type in KNOWN_TYPES for find in self.finds)


@dataclass(frozen=True)
class Fit:
    """How well the finds of some types fit the labels of the same types, over all messages given, look-alikes too.

    Args:
        labelled, found: how many labels, and how many finds, there are.
        exact: finds that equal a label in type, start and end.
        labels_touched, finds_touching: those that share a code point with one of the same type on the other side.
        characters, in_clear: labelled code points, and those of them that no find of any type covers.
    """

    labelled: int
    found: int
    exact: int
    labels_touched: int
    finds_touching: int
    characters: int
    in_clear: int

    @property
    def recall(self) -> Share:
        return Share(self.exact, self.labelled)

    @property
    def precision(self) -> Share:
        return Share(self.exact, self.found)

    @property
    def recall_by_overlap(self) -> Share:
        return Share(self.labels_touched, self.labelled)

    @property
    def precision_by_overlap(self) -> Share:
        return Share(self.finds_touching, self.found)

    @property
    def leaked(self) -> Share:
        """Of the labelled code points, those that stay in clear. They come in runs: their interval means nothing."""
        return Share(self.in_clear, self.characters)


@dataclass(frozen=True)
class Slip:
    """One label that was not found as it is, or one find where nothing is labelled.

    Args:
        label: None for a false find.
        find: what is there instead; None for a label that nothing touches.
    """

    kind: ErrorKind
    message: LabelledMessage
    label: Label | None
    find: Label | None


def score(
    messages: Sequence[LabelledMessage], detector: Detector, progress: Progress = lambda done, total: None
) -> list[Scored]:
    """The messages with what the detector finds in each.

    Args:
        progress: told after each message how many of how many are done.
    """
    scored = []
    for done, message in enumerate(messages, 1):
        scored.append(Scored(message, tuple(sorted(detector(message)))))
        progress(done, len(messages))
    return scored


def languages(scored: Iterable[Scored]) -> list[Language]:
    return sorted({each.message.language for each in scored})


def fit(scored: Iterable[Scored], language: Language, types: frozenset[str]) -> Fit:
    """How well finds fit labels in the messages of one language, for these types alone."""
    chosen = [each for each in scored if each.message.language == language]
    counted = [_counts(each, types) for each in chosen]
    totals = [sum(column) for column in zip(*counted, strict=True)] or [0] * 7
    return Fit(*totals)


def types_present(scored: Iterable[Scored], language: Language) -> list[str]:
    """The types that are labelled or found in the messages of a language, in the usual order."""
    seen = {
        label.type
        for each in scored
        if each.message.language == language
        for label in (*each.message.labels, *each.finds)
    }
    return [type for type in KNOWN_TYPES if type in seen]


def look_alikes_changed(scored: Iterable[Scored], language: Language) -> Share:
    """Of the messages without personal data, those in which something was found."""
    chosen = [each for each in scored if each.message.language == language and not each.message.labels]
    return Share(sum(each.changed for each in chosen), len(chosen))


def confusions(scored: Iterable[Scored], language: Language) -> Counter[tuple[str, str]]:
    """How often a label of one type is covered by a find of another type alone, by (labelled, found)."""
    return Counter(
        (slip.label.type, slip.find.type)
        for each in scored
        if each.message.language == language
        for slip in slips(each)
        if slip.kind == "other type" and slip.label is not None and slip.find is not None
    )


def slips(scored: Scored) -> Iterator[Slip]:
    """What is not right in a message: each label once, and each find that touches no label."""
    for label in scored.message.labels:
        touching = sorted(
            (find for find in scored.finds if find.touches(label)), key=lambda find: find.type != label.type
        )
        if label in touching:
            continue
        first = touching[0] if touching else None
        if first is None:
            kind: ErrorKind = "missed"
        else:
            kind = "other bounds" if first.type == label.type else "other type"
        yield Slip(kind, scored.message, label, first)
    for find in scored.finds:
        if find.type in KNOWN_TYPES and not any(find.touches(label) for label in scored.message.labels):
            yield Slip("false", scored.message, None, find)


def _counts(scored: Scored, types: frozenset[str]) -> tuple[int, ...]:
    labels = [label for label in scored.message.labels if label.type in types]
    finds = [find for find in scored.finds if find.type in types]
    hidden = {place for find in scored.finds for place in range(find.start, find.end)}
    labelled = [place for label in labels for place in range(label.start, label.end)]
    return (
        len(labels),
        len(finds),
        len(set(labels) & set(finds)),
        sum(any(_agree(label, find) for find in finds) for label in labels),
        sum(any(_agree(label, find) for label in labels) for find in finds),
        len(labelled),
        sum(place not in hidden for place in labelled),
    )


def _agree(label: Label, find: Label) -> bool:
    return label.type == find.type and label.touches(find)
