"""The searcher itself: what was planted is found in each form, so that an empty result means something."""

from __future__ import annotations

import base64
import json
import sqlite3
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from tests.leaks.search import files, found, leaks, sqlite_values
from tests.turn.canaries import CANARIES

_FORMS = {
    "as typed": lambda text: text.encode(),
    "in capitals": lambda text: text.upper().encode(),
    "as JSON": lambda text: json.dumps({"text": text}).encode(),
    "as JSON in JSON": lambda text: json.dumps(json.dumps({"text": text})).encode(),
    "in a URL": lambda text: quote(f"x={text}").encode(),
    "in a form": lambda text: quote_plus(f"x={text}").encode(),
    "in base64": lambda text: base64.b64encode(f"xy{text}z".encode()),
    "in base64 of a URL": lambda text: base64.urlsafe_b64encode(f"x{text}yz".encode()),
    "in UTF-16": lambda text: text.encode("utf-16"),
    "as Python shows bytes": lambda text: repr(text.encode()).encode(),
    "among bytes that are no text": lambda text: b"\xff\xfe\x00" + text.encode() + b"\x80",
}
_NEEDLES = ("Ottoline Vandersloot", "欧阳慕晴", "219-09-9999", "4111 1111 1111 1111")


@pytest.mark.parametrize("needle", _NEEDLES)
@pytest.mark.parametrize("form", _FORMS.values(), ids=_FORMS)
def test_what_is_planted_is_found(form, needle: str) -> None:  # type: ignore[no-untyped-def]
    text = f"He wrote: {needle}, and more."
    assert found(form(text), [needle])
    assert found(form("He wrote: nothing, and more."), [needle]) == []


@pytest.mark.parametrize("typed", ["4111111111111111", "4111-1111-1111-1111", "4111.1111 1111_1111"])
def test_a_number_is_found_in_any_grouping(typed: str) -> None:
    assert found(f"card {typed}!", ["4111 1111 1111 1111"])


@pytest.mark.parametrize("content", ["0.114540231", "x45402k", "1454029", "45.402"])
def test_a_short_number_is_not_taken_for_a_part_of_another(content: str) -> None:
    assert found(content, ["45402"]) == []
    assert found(f"zip 45402 {content}", ["45402"])


@pytest.mark.parametrize("canaries", CANARIES, ids=lambda canaries: canaries.account.id)
def test_every_canary_is_found_in_what_the_borrower_typed(canaries) -> None:  # type: ignore[no-untyped-def]
    typed = "\n".join((*canaries.messages, canaries.account.model_dump_json()))
    missed = [needle for needle in canaries.needles if not found(typed, [needle])]
    # Other spellings of what was typed, which the squeezing search does not join.
    assert len(missed) <= len(canaries.needles) // 5, missed


def test_there_are_enough_canaries_in_both_languages() -> None:
    assert sum(len(canaries.needles) for canaries in CANARIES) >= 60
    assert all(len(canaries.needles) >= 30 for canaries in CANARIES)


def test_one_that_is_planted_outside_the_vault_is_found_with_its_place(tmp_path: Path) -> None:
    database = tmp_path / "forbear.sqlite"
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE messages (id TEXT, text TEXT)")
        connection.execute("INSERT INTO messages VALUES ('msg_1', '你好，我是欧阳慕晴')")
    connection.close()
    (tmp_path / "chroma").mkdir()
    (tmp_path / "chroma" / "index.bin").write_bytes(b"\x00\x01" + base64.b64encode("我是欧阳慕晴吗".encode()))
    needles = CANARIES[1].needles
    assert "forbear.sqlite messages.text" in leaks(sqlite_values(database), needles)
    assert {"forbear.sqlite", "chroma/index.bin"} <= set(leaks(files(tmp_path), needles))
