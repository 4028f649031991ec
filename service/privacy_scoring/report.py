"""The scores as rows: by language, all types together, the two groups, and each type."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from service.domain.vocabulary import Language
from service.privacy_scoring.labels import Label
from service.privacy_scoring.measures import (
    IDENTIFIERS,
    NAMES,
    Fit,
    Scored,
    Slip,
    confusions,
    fit,
    languages,
    look_alikes_changed,
    slips,
    types_present,
)
from service.shares import Share

ALL, ALL_IDENTIFIERS, ALL_NAMES = "all", "identifiers", "names"


@dataclass(frozen=True)
class Row:
    """How well the types of one name were found in one language.

    Args:
        name: a type, or `all`, `identifiers`, `names` for several together.
    """

    language: Language
    name: str
    fit: Fit

    @property
    def is_total(self) -> bool:
        return self.name in {ALL, ALL_IDENTIFIERS, ALL_NAMES}


def rows(scored: Sequence[Scored]) -> Iterator[Row]:
    """Totals first, then each type that is labelled or found."""
    totals = {ALL: IDENTIFIERS | NAMES, ALL_IDENTIFIERS: IDENTIFIERS, ALL_NAMES: NAMES}
    for language in languages(scored):
        for name, types in totals.items():
            yield Row(language, name, fit(scored, language, types))
        for type in types_present(scored, language):
            yield Row(language, type, fit(scored, language, frozenset({type})))


def all_slips(scored: Sequence[Scored]) -> list[Slip]:
    return [slip for each in scored for slip in slips(each)]


def as_data(scored: Sequence[Scored]) -> dict[str, Any]:
    """Everything but the slips, for JSON."""
    return {
        "messages": len(scored),
        "scores": [_row_data(row) for row in rows(scored)],
        "look_alikes_changed": {
            language: _share_data(look_alikes_changed(scored, language)) for language in languages(scored)
        },
        "taken_for": [
            {"language": language, "labelled": labelled, "found": found, "times": times}
            for language in languages(scored)
            for (labelled, found), times in confusions(scored, language).most_common()
        ],
    }


def slip_data(slip: Slip, show_text: bool) -> dict[str, Any]:
    """A slip by the place of its message, without its words unless they are asked for."""
    data: dict[str, Any] = {
        "file": str(slip.message.path),
        "line": slip.message.line,
        "message": slip.message.number,
        "kind": slip.kind,
        "labelled": _label_data(slip.label, slip.message.text, show_text),
        "found": _label_data(slip.find, slip.message.text, show_text),
    }
    return data | ({"text": slip.message.text} if show_text else {})


def _row_data(row: Row) -> dict[str, Any]:
    fitted = row.fit
    return {
        "language": row.language,
        "type": row.name,
        "labelled": fitted.labelled,
        "found": fitted.found,
        "recall": _share_data(fitted.recall),
        "precision": _share_data(fitted.precision),
        "recall_by_overlap": _share_data(fitted.recall_by_overlap),
        "precision_by_overlap": _share_data(fitted.precision_by_overlap),
        "characters": fitted.characters,
        "characters_in_clear": fitted.in_clear,
    }


def _share_data(share: Share) -> dict[str, Any]:
    """A share of nothing is null: JSON has no other word for it."""
    low, high = share.interval
    value = None if math.isnan(share.value) else round(share.value, 4)
    return {"hits": share.hits, "of": share.of, "share": value, "low": round(low, 4), "high": round(high, 4)}


def _label_data(label: Label | None, text: str, show_text: bool) -> dict[str, Any] | None:
    if label is None:
        return None
    data: dict[str, Any] = {"type": label.type, "start": label.start, "end": label.end}
    return data | ({"words": text[label.start : label.end]} if show_text else {})
