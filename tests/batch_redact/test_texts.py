"""Plain text of any length: nothing is lost, doubled or parted where it is cut."""

from __future__ import annotations

import io

import pytest

from service.batch_lines import BadLine
from service.batch_redact import Pseudonymiser, redact_plain_text


def _redacted(content: str | bytes) -> tuple[str, list[BadLine]]:
    stream = io.BytesIO(content.encode() if isinstance(content, str) else content)
    pieces = list(redact_plain_text(stream, Pseudonymiser()))
    text = b"".join(piece for piece in pieces if isinstance(piece, bytes)).decode()
    return text, [piece for piece in pieces if isinstance(piece, BadLine)]


@pytest.mark.parametrize("filler", ["Nothing here. ", "nothing here\n", "nothing\n\n", "没有什么。", "没", "x"])
@pytest.mark.parametrize("before", [3_300, 3_480, 3_495, 3_990, 4_005])
def test_a_datum_at_the_edge_of_a_block_is_found_whole(filler: str, before: int) -> None:
    head = (filler * (before // len(filler) + 1))[:before]
    tail = filler * (2_000 // len(filler))
    text, bad = _redacted(f"{head} a.long.address.of@mail.example.com {tail}")
    assert text == f"{head} <EMAIL_ADDRESS_1> {tail}"
    assert bad == []


def test_a_text_of_many_blocks_comes_out_whole() -> None:
    lines = [f"{number}: write to user{number % 7}@example.com about it, please.\n" for number in range(1_200)]
    text, bad = _redacted("".join(lines))
    assert bad == []
    assert text.splitlines() == [
        f"{number}: write to <EMAIL_ADDRESS_{number % 7 + 1}> about it, please." for number in range(1_200)
    ]


def test_a_line_that_is_not_utf8_is_left_out_and_named() -> None:
    text, bad = _redacted(b"first a@example.com\n\xff b@example.com\nthird a@example.com\n")
    assert text == "first <EMAIL_ADDRESS_1>\nthird <EMAIL_ADDRESS_1>\n"
    assert bad == [BadLine(2, "not UTF-8")]


def test_characters_that_a_read_cuts_in_two_are_put_together() -> None:
    long = "这是一段很长的话，没有换行。" * 6_000
    text, bad = _redacted(f"x{long}")
    assert (text, bad) == (f"x{long}", [])


def test_a_character_that_is_never_finished_is_named() -> None:
    assert _redacted("好".encode()[:-1]) == ("", [BadLine(1, "not UTF-8")])


@pytest.mark.parametrize("content", ["", "\n", "  ", "\ufeffhello", "a\r\nb\r\n"])
def test_what_holds_nothing_comes_out_as_it_was(content: str) -> None:
    assert _redacted(content) == (content.removeprefix("\ufeff"), [])
