"""A search for personal data in whatever a program left behind, in every form in which it could stand there."""

from __future__ import annotations

import base64
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, quote_plus

from sqlalchemy import Engine, create_engine, inspect, text

_GAPS = re.compile(rb"[\s\-_.]+")
_BACKSLASHES = re.compile(rb"\\+")
_SHORT_NUMBER = 9  # digits: a shorter one also stands by chance within an id or a fraction
_FEWEST_SQUEEZED = 6
_FEWEST_ENCODED = 6
# Forms in which a capital is another byte altogether: these are looked for in what was never lowered.
_LETTER_BY_LETTER = frozenset({"base64", "UTF-16"})


class Place:
    """Bytes to be searched, with the forms in which they are looked at."""

    def __init__(self, content: bytes | str) -> None:
        self.raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        self.lowered = _BACKSLASHES.sub(rb"\\", _lower(self.raw))
        self.squeezed = _GAPS.sub(b"", self.lowered)


def found(content: bytes | str, needles: Iterable[str]) -> list[str]:
    """The needles that a text or file holds, each with the form that it was found in."""
    place = Place(content)
    return [f"{needle} ({form})" for needle in needles for form in _forms_found(place, needle)]


def _forms_found(place: Place, needle: str) -> Iterator[str]:
    for form, spelled in _spellings(needle).items():
        if form in _LETTER_BY_LETTER:
            if any(one in place.raw for one in spelled):
                yield form
        elif form == "without gaps":
            if any(_stands_in(place.squeezed, one) for one in spelled):
                yield form
        elif any(_stands_in(place.lowered, one) for one in spelled):
            yield form


@lru_cache(maxsize=1000)
def _spellings(needle: str) -> Mapping[str, tuple[bytes, ...]]:
    """How a needle can be spelled, by the name of the form."""
    typed = needle.encode()
    lowered = needle.lower()
    variants = {needle, lowered, lowered.upper(), lowered.title()}
    forms: dict[str, tuple[bytes, ...]] = {
        "as typed": (lowered.encode(),),
        "JSON": (json.dumps(lowered)[1:-1].encode(), needle.encode("unicode_escape").lower()),
        "URL": (quote(lowered, safe="").lower().encode(), quote_plus(lowered).lower().encode()),
        "UTF-16": tuple(one.encode(code) for one in variants for code in ("utf-16-le", "utf-16-be")),
        "HTML": ("".join(f"&#{ord(one)};" for one in lowered).encode(),),
        "Python bytes": (repr(typed)[2:-1].lower().encode(),),
    }
    if len(typed) >= _FEWEST_ENCODED:
        forms["base64"] = tuple(one for variant in variants for one in _base64(variant.encode()))
    squeezed = _GAPS.sub(b"", lowered.encode())
    fewest = _SHORT_NUMBER + 1 if squeezed.isdigit() else _FEWEST_SQUEEZED
    if len(squeezed) >= fewest:
        forms["without gaps"] = (squeezed, _GAPS.sub(b"", json.dumps(lowered)[1:-1].encode()))
    return forms


def _base64(data: bytes) -> Iterator[bytes]:
    """What stands in base64 wherever in a longer text the data begin: at each of the three offsets, its sure part."""
    for offset in range(3):
        whole = base64.b64encode(b"\x00" * offset + data)
        first = 0 if offset == 0 else offset + 1
        last = len(whole) - (4 if whole.endswith(b"=") else 0)
        yield whole[first:last]
        yield whole[first:last].replace(b"+", b"-").replace(b"/", b"_")


def _stands_in(content: bytes, spelled: bytes) -> bool:
    if spelled.isdigit() and len(spelled) <= _SHORT_NUMBER:
        return re.search(rb"(?<![0-9a-z.])" + spelled + rb"(?![0-9a-z])", content) is not None
    return spelled in content


def _lower(content: bytes) -> bytes:
    """Lower case of everything that is UTF-8, and of ASCII letters in what is not."""
    try:
        return content.decode("utf-8").lower().encode()
    except UnicodeDecodeError:
        return content.lower()


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file under a folder, with its place."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()


def sqlite_values(database: Path) -> Iterator[tuple[str, bytes | str]]:
    """Every value of every table of an SQLite file, with its place."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        tables = [row["name"] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                for column in row.keys():  # noqa: SIM118
                    value = row[column]
                    yield f"{database.name} {table}.{column}", value if isinstance(value, bytes) else str(value)
    finally:
        connection.close()


def postgres_values(url: str) -> Iterator[tuple[str, bytes | str]]:
    """Every value of every table in every schema of a PostgreSQL database, with its place."""
    engine: Engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    try:
        known = inspect(engine)
        for schema in known.get_schema_names():
            if schema in ("information_schema", "pg_catalog"):
                continue
            for table in known.get_table_names(schema):
                with engine.connect() as connection:
                    for row in connection.execute(text(f'SELECT * FROM "{schema}"."{table}"')).mappings():
                        for column, value in row.items():
                            held = bytes(value) if isinstance(value, bytes | memoryview) else str(value)
                            yield f"{schema}.{table}.{column}", held
    finally:
        engine.dispose()


def leaks(places: Iterable[tuple[str, bytes | str]], needles: Iterable[str]) -> dict[str, list[str]]:
    """Where which needle was found; empty when there is no leak."""
    wanted = tuple(needles)
    together: dict[str, list[bytes]] = {}  # one search of a whole column is much quicker than one a value
    for name, content in places:
        held = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        together.setdefault(name, []).append(held)
    searched = ((name, found(b"\n\x00\n".join(held), wanted)) for name, held in sorted(together.items()))
    return {name: one for name, one in searched if one}
