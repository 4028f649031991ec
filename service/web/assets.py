"""Static files, read once: what is not in the table cannot be asked for, so no path can lead elsewhere."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

ASSETS_FOLDER = Path(__file__).resolve().parent / "static"

_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".LICENSE": "text/plain; charset=utf-8",
}


@dataclass(frozen=True)
class Asset:
    """One file as it is served.

    Args:
        content: its bytes.
        media_type: with the charset for text.
        etag: quoted, from the content, so that a browser keeps a copy until the content changes.
    """

    content: bytes
    media_type: str
    etag: str


def load_assets(folder: Path = ASSETS_FOLDER) -> dict[str, Asset]:
    """Every servable file below `folder`, by its path relative to it ("chat/chat.js")."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in _MEDIA_TYPES)
    return {path.relative_to(folder).as_posix(): _read(path) for path in files}


def _read(path: Path) -> Asset:
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()[:20]
    return Asset(content=content, media_type=_MEDIA_TYPES[path.suffix], etag=f'"{digest}"')
