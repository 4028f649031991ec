"""Reading messages: JSON Lines and CSV alike, bad lines named, nothing lost."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.batch_check import BadLine, MessageLine, UnreadableMessages, read_messages
from service.batch_lines import LONGEST_LINE
from service.domain.vocabulary import Language
from service.settings import PROJECT_FOLDER

SAMPLE = PROJECT_FOLDER / "evals" / "samples" / "messages.jsonl"


def _read(data: bytes, *, is_csv: bool = False, language: Language | None = None) -> list[MessageLine | BadLine]:
    return list(read_messages(io.BytesIO(data), is_csv=is_csv, jurisdiction="uk", language=language))


def _texts(lines: list[MessageLine | BadLine]) -> list[tuple[int, str]]:
    return [(line.line, line.message.text) for line in lines if isinstance(line, MessageLine)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"not json", "not valid JSON"),
        (b'"text"', "an object is wanted"),
        (b"[1]", "an object is wanted"),
        (b"{}", "text: Field required"),
        (b'{"text": 3}', "text: "),
        (b'{"text": "a", "jurisdicton": "us"}', "jurisdicton: Extra inputs"),
        (b'{"text": "a", "language": "fr"}', "language: "),
        (b'{"text": "a", "context": {"verified": "perhaps"}}', "context.verified: "),
        (b'{"text": "a", "context": {"mood": "bad"}}', "context.mood: "),
        (b'{"text": "' + b"a" * 20_001 + b'"}', "text: String should have at most 20000"),
        (b'{"text": "' + b"a" * LONGEST_LINE + b'"}', f"longer than {LONGEST_LINE} bytes"),
        (b'{"text": "\xff"}', "not UTF-8"),
        (b'{"text": "\\ud800"}', "text: "),
        (b'{"id": "\\ud800", "text": "a"}', "id"),
        (b"[" * 100_000, "not valid JSON"),
    ],
    ids=range(15),
)
def test_a_bad_line_is_named_and_loses_no_other(line: bytes, reason: str) -> None:
    found = _read(b'{"text": "first"}\n' + line + b'\n\n{"text": "last"}')
    assert _texts(found) == [(1, "first"), (4, "last")]
    (bad,) = [one for one in found if isinstance(one, BadLine)]
    assert bad.line == 2
    assert bad.reason.startswith(reason)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"a,b,c,d,e", "5 cells for 4 columns"),
        (b'"a" b,,,', "not valid CSV"),
        (b",us,,", "text: Field required"),
        (b"\xff,us,,", "not UTF-8"),
        (b"a,us,perhaps,", "context.verified: "),
        (b"x" * (LONGEST_LINE + 9), "not UTF-8, or too long"),
    ],
    ids=range(6),
)
def test_a_bad_row_is_named_and_loses_no_other(row: bytes, reason: str) -> None:
    head = b"\xef\xbb\xbftext,jurisdiction,context.verified,context.flags\r\n"
    found = _read(head + b'"one\ntwo",us,true,a;b\r\n' + row + b"\r\nlast,,,\r\n", is_csv=True)
    assert _texts(found) == [(2, "one\ntwo"), (5, "last")]
    (bad,) = [one for one in found if isinstance(one, BadLine)]
    assert bad.line == 4
    assert bad.reason.startswith(reason)


def test_a_row_carries_its_context() -> None:
    head = b"text,context.verified,context.flags,context.last_borrower_signals\n"
    (line,) = _read(head + b"hello,true,disputed; hardship,asks_if_ai\n", is_csv=True)
    assert isinstance(line, MessageLine)
    context = line.message.context
    assert context is not None
    assert (context.verified, context.flags) == (True, ["disputed", "hardship"])
    assert context.last_borrower_signals == ["asks_if_ai"]
    assert (line.message.jurisdiction, line.message.language) == ("uk", None)


def test_a_context_may_stand_in_one_cell() -> None:
    (line,) = _read(b'text,context\nhello,"{""verified"": false}"\n', is_csv=True)
    assert isinstance(line, MessageLine)
    assert line.message.context is not None
    assert line.message.context.verified is False


def test_what_a_line_does_not_name_is_as_usual() -> None:
    lines = _read(b'{"text": "a"}\n{"text": "b", "jurisdiction": "cn", "language": "en"}', language="zh")
    found = [(one.message.jurisdiction, one.message.language) for one in lines if isinstance(one, MessageLine)]
    assert found == [("uk", "zh"), ("cn", "en")]


@pytest.mark.parametrize(
    "header",
    [b"", b"id,jurisdiction", b"text,mood", b"text,text", b"text,context,context.verified", b"text,context.mood"],
)
def test_a_header_that_means_nothing_is_refused(header: bytes) -> None:
    with pytest.raises(UnreadableMessages):
        _read(header + b"\na,b\n", is_csv=True)


class _Watched(io.BytesIO):
    """A stream that knows how much of it was taken."""

    def readall(self) -> bytes:
        raise AssertionError("the whole stream was read at once")


@pytest.mark.parametrize("is_csv", [False, True])
def test_messages_are_read_as_they_are_wanted(is_csv: bool) -> None:
    row = b"hello,us\n" if is_csv else b'{"text": "hello"}\n'
    stream = _Watched((b"text,jurisdiction\n" if is_csv else b"") + row * 10_000)
    sizes: list[int] = []
    lines = read_messages(stream, is_csv=is_csv, jurisdiction="us", read=sizes.append)
    next(lines)
    assert stream.tell() < 3 * len(row) + 20
    assert sum(sizes) == stream.tell()


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(lambda text: text.strip())


@given(st.lists(st.tuples(TEXT, st.sampled_from(["us", "cn"])), max_size=6))
def test_both_forms_give_what_was_written(rows: list[tuple[str, str]]) -> None:
    as_json = "".join(json.dumps({"text": text, "jurisdiction": place}) + "\n" for text, place in rows)
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([("text", "jurisdiction"), *rows])
    wanted = [text for text, _ in rows]
    assert [text for _, text in _texts(_read(as_json.encode()))] == wanted
    assert [text for _, text in _texts(_read(table.getvalue().encode(), is_csv=True))] == wanted


def test_the_sample_is_readable_and_speaks_both_languages() -> None:
    lines = _read(Path(SAMPLE).read_bytes())
    assert not [line for line in lines if isinstance(line, BadLine)]
    texts = [text for _, text in _texts(lines)]
    assert len(texts) >= 30
    chinese = [text for text in texts if any("一" <= character <= "鿿" for character in text)]
    assert min(len(chinese), len(texts) - len(chinese)) >= 10
