"""All pages: one for each rule of the packs, and the index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from service.guard.packs import load_packs
from service.rule_pages.folder import MARK
from service.rule_pages.markdown import code, plain, table, words_of
from service.rule_pages.quality import Quality, load_quality
from service.rule_pages.rule_page import ON_FAIL, RuleText, in_force, measured, rule_page, where

INDEX = "index.md"


def all_pages(policies: Path) -> dict[str, str]:
    """Text by file name, for every rule of a policies folder, also for rules that are off.

    Raises:
        DataFileError: a pack, or the file of measured quality, cannot be used.
    """
    texts = rule_texts(policies)
    quality = load_quality(policies)
    families: dict[str, list[RuleText]] = {}
    for text in texts:
        families.setdefault(text.family, []).append(text)
    pages = {f"{text.id}.md": rule_page(text, families[text.family], quality) for text in texts}
    pages[INDEX] = _index(texts, families, quality)
    return {name: f"{MARK}\n{page}" for name, page in sorted(pages.items())}


def rule_texts(policies: Path) -> list[RuleText]:
    """Every rule of a policies folder as plain data, what binds everywhere first."""
    found = [
        RuleText(_plain_data(item.rule), ready, ready.path.relative_to(policies).as_posix())
        for ready in load_packs(policies, unverified=True).packs
        for item in ready.rules
    ]
    return sorted(found, key=lambda text: (text.pack.pack.jurisdiction != "core", text.source, text.id))


def _plain_data(value: Any) -> Any:
    """A model as data, sets in order; of models in a list, only the fields that were given."""
    if isinstance(value, BaseModel):
        return {name: _plain_data(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, dict):
        return {str(key): _plain_data(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(str(_plain_data(item)) for item in value)
    if isinstance(value, list | tuple):
        return [_given(item) if isinstance(item, BaseModel) else _plain_data(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _given(item: BaseModel) -> dict[str, Any]:
    data: dict[str, Any] = _plain_data(item)
    return {name: value for name, value in data.items() if name in item.model_fields_set}


def _index(texts: Sequence[RuleText], families: dict[str, list[RuleText]], quality: Quality) -> str:
    lines = [
        "# Rules",
        "",
        "Every rule that stands between a draft and a borrower, made from the packs under `policies/` by",
        "`forbear policies pages`. Change the pack, not the page.",
        "",
        f"{len(texts)} rules. What a breach leads to: "
        + "; ".join(f"**{words_of(name)}**, {told}" for name, told in ON_FAIL.items())
        + ".",
        "",
        "## By place",
        *_by_place(texts),
        "",
        "## By family",
    ]
    for family, members in sorted(families.items()):
        rows = [(_link(text), where(text), text.rule["on_fail"]) for text in members]
        lines += ["", f'### <a id="{family}"></a>{words_of(family).capitalize()}', "", *measured(family, quality), ""]
        lines += table(("rule", "where", "on a breach"), rows)
    return "\n".join(lines) + "\n"


def _by_place(texts: Sequence[RuleText]) -> Iterator[str]:
    places: dict[str, list[RuleText]] = {}
    for text in texts:
        places.setdefault(where(text), []).append(text)
    for place, members in places.items():
        rows = [
            (code(text.id), _link(text), words_of(text.rule["kind"]), in_force(text.rule), _status(text))
            for text in members
        ]
        yield from ("", f"### {place[:1].upper()}{place[1:]}", "")
        yield from table(("id", "a breach", "kind", "in force", "status"), rows)


def _link(text: RuleText) -> str:
    return f"[{plain(text.title)}]({text.id}.md)"


def _status(text: RuleText) -> str:
    return plain(str(text.rule["status"]))
