"""Pages on disk: written, or compared with what they should be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

MARK = "<!-- Made from the packs by `forbear policies pages`. Change the pack, not this page. -->"


def write_pages(folder: Path, pages: Mapping[str, str]) -> tuple[int, int]:
    """Write the pages that differ and delete those of rules that are gone; how many of each.

    Args:
        pages: text by file name, from `all_pages`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    gone = _gone(folder, pages)
    for path in gone:
        path.unlink()
    changed = [name for name, text in pages.items() if _read(folder / name) != text]
    for name in changed:
        (folder / name).write_text(pages[name], encoding="utf-8")
    return len(changed), len(gone)


def out_of_date(folder: Path, pages: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the pages on disk, a line for each."""
    for name, text in pages.items():
        on_disk = _read(folder / name)
        if on_disk is None:
            yield f"{folder / name}: the page is missing"
        elif on_disk != text:
            yield f"{folder / name}: the page does not say what its rule says"
    yield from (f"{path}: there is no such rule any more" for path in _gone(folder, pages))


def _gone(folder: Path, pages: Mapping[str, str]) -> list[Path]:
    """Pages that were made here and that no rule has any more; what people wrote beside them is left alone."""
    others = [path for path in sorted(folder.glob("*.md")) if path.name not in pages]
    return [path for path in others if (_read(path) or "").startswith(MARK)]


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
