"""JSON Lines and CSV: what is named is redacted, everything else stays, and a bad line loses no other."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.batch_lines import LONGEST_LINE, BadLine
from service.batch_redact import Scope, UnreadableRows, redact_csv, redact_json_lines

MAIL = "a@example.com"


def _json(content: str | bytes, *columns: str, kind: Any = "file", group_by: str | None = None) -> list[str | BadLine]:
    stream = io.BytesIO(content.encode() if isinstance(content, str) else content)
    pieces = redact_json_lines(stream, columns or ("text",), Scope(kind), group_by)
    return [piece if isinstance(piece, BadLine) else piece.decode() for piece in pieces]


def _csv(content: str | bytes, *columns: str, kind: Any = "file", group_by: str | None = None) -> list[str | BadLine]:
    stream = io.BytesIO(content.encode() if isinstance(content, str) else content)
    pieces = redact_csv(stream, columns or ("text",), Scope(kind), group_by)
    return [piece if isinstance(piece, BadLine) else piece.decode() for piece in pieces]


@pytest.mark.parametrize(
    ("line", "redacted"),
    [
        ('{"text": "mail @"}', '{"text": "mail #"}'),
        ('{ "n":1.10, "text" : "@","z":[1e5, -0.0] }', '{ "n":1.10, "text" : "#","z":[1e5, -0.0] }'),
        ('{"who": "@", "text": "@"}', '{"who": "@", "text": "#"}'),
        ('{"text": "@", "text": "@"}', '{"text": "#", "text": "#"}'),
        (
            '{"text": "\\u6211\\u53eb\\u738b\\u5c0f\\u660e", "x": "\\u738b"}',
            '{"text": "我叫<PERSON_1>", "x": "\\u738b"}',
        ),
        ('{"text": ["@", {"mail": "@"}]}', '{"text": ["#", {"mail": "#"}]}'),
        ('{"text": null, "x": "\\ud800"}', '{"text": null, "x": "\\ud800"}'),
        ('{"text": 4111111111111111, "x": 1}', '{"text": "<CREDIT_CARD_1>", "x": 1}'),
        ('{"text": 12}', '{"text": 12}'),
        ('{"text": "nothing \\/ here"}', '{"text": "nothing \\/ here"}'),
    ],
)
def test_only_the_named_columns_change(line: str, redacted: str) -> None:
    expected = redacted.replace("#", "<EMAIL_ADDRESS_1>").replace("@", MAIL)
    assert _json(line.replace("@", MAIL)) == [expected + "\n"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": "a@example.com"', "not valid JSON"),
        ('{"text": "a@example.com"} x', "more follows"),
        ('{"text" "a@example.com"}', "not valid JSON"),
        ('["a@example.com"]', "no object"),
        ('"a@example.com"', "no object"),
        ('{"mail": "a@example.com"}', "it has no column 'text'"),
        ("{}", "it has no column 'text'"),
        (b'{"text": "\xff a@example.com"}', "not UTF-8"),
        (b'{"text": "' + b"x" * LONGEST_LINE + b'"}', "longer than"),
        ("[" * 100_000, "no object"),
        ('{"text": ' + "[" * 100_000, "not valid JSON"),
        ('{"text": ' + "9" * 5_000 + "}", "not valid JSON"),
    ],
    ids=str,
)
def test_a_bad_line_is_named_quotes_nothing_and_loses_no_other(line: str | bytes, reason: str) -> None:
    bad = line.encode() if isinstance(line, str) else line
    good = b'{"text": "a@example.com"}\n'
    first, named, last = _json(good + bad + b"\n" + good)
    assert first == last == '{"text": "<EMAIL_ADDRESS_1>"}\n'
    assert isinstance(named, BadLine)
    assert named.line == 2
    assert reason in named.reason
    assert "example" not in named.reason


def test_groups_share_their_pseudonyms_and_no_others() -> None:
    lines = [
        {"c": 1, "text": "a@example.com"},
        {"c": 2, "text": "b@example.com"},
        {"c": 1, "text": "b@example.com, a@example.com"},
        {"text": "a@example.com"},
        {"c": "1", "text": "b@example.com"},
    ]
    found = _json("\n".join(map(json.dumps, lines)), kind="group", group_by="c")
    assert isinstance(found[3], BadLine)
    assert [json.loads(line)["text"] for line in found if isinstance(line, str)] == [
        "<EMAIL_ADDRESS_1>",
        "<EMAIL_ADDRESS_1>",
        "<EMAIL_ADDRESS_2>, <EMAIL_ADDRESS_1>",
        "<EMAIL_ADDRESS_1>",  # the text "1" is not the number 1
    ]


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.text(max_size=5).filter(lambda name: name != "text"), _VALUES, max_size=5), st.booleans())
def test_any_other_column_stays_to_the_byte(others: dict[str, Any], ascii: bool) -> None:
    before = json.dumps(others | {"text": MAIL}, ensure_ascii=ascii)
    (after,) = _json(before.encode("utf-8", "replace"))
    assert (
        after
        == before.encode("utf-8", "replace").decode().replace(f'"text": "{MAIL}"', '"text": "<EMAIL_ADDRESS_1>"') + "\n"
    )


def test_a_csv_keeps_its_other_cells_its_header_and_its_line_ends() -> None:
    content = 'id,text,note\r\n007,"mail a@example.com, ""now""","x\r\ny"\r\n1.10,hello,a@example.com\r\n'
    after = "".join(line for line in _csv(content) if isinstance(line, str))
    assert after == 'id,text,note\r\n007,"mail <EMAIL_ADDRESS_1>, ""now""","x\r\ny"\r\n1.10,hello,a@example.com\r\n'


def test_a_bad_row_of_a_csv_is_named_and_loses_no_other() -> None:
    content = b"id,text\n1,a@example.com\n2,\xff b@example.com\n3,c@example.com,d@example.com\n4,a@example.com\n"
    header, first, two, three, last = _csv(content)
    assert (header, first, last) == ("id,text\n", "1,<EMAIL_ADDRESS_1>\n", "4,<EMAIL_ADDRESS_1>\n")
    assert isinstance(two, BadLine)
    assert isinstance(three, BadLine)
    assert (two.line, three.line) == (3, 4)
    assert "example" not in two.reason + three.reason


@pytest.mark.parametrize("content", ["", "Maria,a@example.com\n", "text,text\n", '"text\n'])
def test_a_file_whose_first_line_is_no_header_is_refused_without_a_word_of_it(content: str) -> None:
    with pytest.raises(UnreadableRows) as refused:
        _csv(content)
    assert "Maria" not in str(refused.value)
    assert "example" not in str(refused.value)


def test_a_group_must_be_a_column_of_the_csv() -> None:
    with pytest.raises(UnreadableRows, match="'c'"):
        _csv("id,text\n1,x\n", kind="group", group_by="c")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=8), st.sampled_from(["", MAIL, f"说,{MAIL}\n"])), max_size=5))
def test_the_other_cells_of_any_csv_keep_their_values(rows: list[tuple[str, str]]) -> None:
    written = io.StringIO()
    table = [(cell.replace("\x00", ""), text) for cell, text in rows]
    csv.writer(written, lineterminator="\n").writerows([("id", "text"), *table])
    after = _csv(written.getvalue().encode("utf-8", "replace"))
    read = list(csv.reader(io.StringIO("".join(line for line in after if isinstance(line, str)), newline="")))
    kept = [row for row in table if any(cell.strip() for cell in row)]
    assert MAIL not in "".join(map(str, after)) or any(MAIL in cell for cell, _ in table)
    if not any(isinstance(line, BadLine) for line in after):
        assert len(read) == len(kept) + 1
