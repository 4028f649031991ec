"""Many accounts at once: whatever the bytes, the rest of the file is not lost and nothing falls over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from service.account_import import UnreadableImport, import_accounts
from service.domain.account import AccountImport
from service.program import Foundation, lay_foundation
from service.records.accounts import find_account
from service.settings import Settings

COLUMNS = (
    "id,creditor,product,actor_role,jurisdiction,language,currency,balance,days_past_due,borrower.id,borrower.name"
)
ROW = "{},Northgate Credit,card,original_creditor,uk,en,GBP,310.00,40,b-{},Owen Reyes"
SHARED = hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture(scope="module")
def foundation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Foundation]:
    opened = lay_foundation(Settings(data_dir=tmp_path_factory.mktemp("import") / "var", _env_file=None))
    yield opened
    opened.database.close()


def _json_line(account: AccountImport, **changes: Any) -> str:
    return json.dumps(account.model_dump(mode="json", exclude_none=True) | changes)


@given(data=st.binary(max_size=200))
@SHARED
def test_arbitrary_bytes_are_reported_or_refused(foundation: Foundation, data: bytes) -> None:
    for is_csv in (False, True):
        try:
            report = import_accounts(foundation, data, is_csv)
        except UnreadableImport:
            continue
        assert (report.imported, report.updated) == (0, 0)
        assert all(error.line >= 0 and error.detail for error in report.errors)


CELLS = st.sampled_from(
    ["", "x", '"', '""', ",", ";", "{", "[]", "null", "-1", "1e99", "\n", "\r", "\x00", "\u2028", "中"]
)


@given(rows=st.lists(st.lists(CELLS, max_size=14).map(",".join), max_size=4).map("\n".join))
@SHARED
def test_odd_cells_below_a_good_header_lose_no_good_row(foundation: Foundation, rows: str) -> None:
    good = ROW.format("good", "good")
    report = import_accounts(foundation, f"{COLUMNS},contacts\n{good}\n{rows}\n".encode(), is_csv=True)
    assert report.imported + report.updated >= 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*AccountImport.model_fields, "surprise"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(rows=st.lists(JSON, max_size=4))
@SHARED
def test_json_lines_of_any_shape_are_reported_by_their_line(foundation: Foundation, rows: list[Any]) -> None:
    report = import_accounts(foundation, "\n".join(map(json.dumps, rows)).encode(), is_csv=False)
    assert report.imported == 0
    assert {error.line for error in report.errors} == set(range(1, len(rows) + 1))


def test_a_good_row_behind_bad_ones_is_stored(foundation: Foundation, card_account: AccountImport) -> None:
    text = "\n".join(["{", "", "[]", _json_line(card_account, id="behind"), _json_line(card_account, id="behind")])
    report = import_accounts(foundation, text.encode(), is_csv=False)
    assert report.imported == 1
    assert [(error.line, error.field) for error in report.errors] == [(1, "line"), (3, "line"), (5, "id")]
    with foundation.database.reading() as session:
        assert find_account(session, "behind") is not None


def test_more_rows_than_one_transaction_holds(foundation: Foundation) -> None:
    rows = [ROW.format(f"many-{number}", number) for number in range(401)]
    report = import_accounts(foundation, "\n".join([COLUMNS, *rows]).encode(), is_csv=True)
    assert (report.imported, report.updated, report.errors) == (401, 0, [])


def test_a_byte_order_mark_does_not_hide_the_header(foundation: Foundation) -> None:
    report = import_accounts(foundation, f"\ufeff{COLUMNS}\n{ROW.format('bom', 'bom')}\n".encode(), is_csv=True)
    assert report.imported == 1


def test_lines_of_a_csv_are_those_of_the_file(foundation: Foundation) -> None:
    quoted = ROW.format("quoted", "q").replace("Owen Reyes", '"Owen\nReyes"')
    report = import_accounts(foundation, f"{COLUMNS}\n{quoted}\nshort,row\n".encode(), is_csv=True)
    assert report.imported == 1
    assert {error.line for error in report.errors} == {4}


@pytest.mark.parametrize(
    ("content", "is_csv"),
    [
        pytest.param("[" * 100_000, False, id="deep-list"),
        pytest.param('{"a":' * 100_000, False, id="deep-mapping"),
        pytest.param(f"{COLUMNS},contacts\n{ROW.format('x', 'x')},{'[' * 100_000}\n", True, id="deep-cell"),
        pytest.param(f"{COLUMNS}\n{ROW.format('x', 'x')}{'n' * 200_000}\n", True, id="long"),
    ],
)
def test_a_file_meant_to_break_the_reader_is_reported(foundation: Foundation, content: str, is_csv: bool) -> None:
    report = import_accounts(foundation, content.encode(), is_csv)
    assert (report.imported, report.updated) == (0, 0)
    assert report.errors


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(f"{COLUMNS},borrower\n{ROW.format('x', 'x')},Owen\n", id="cell-then-branch"),
        pytest.param(f"borrower,{COLUMNS}\nOwen,{ROW.format('x', 'x')}\n", id="branch-under-cell"),
        pytest.param(f"{COLUMNS},id.more\n{ROW.format('x', 'x')},1\n", id="branch-under-id"),
    ],
)
def test_a_column_beside_columns_within_it_is_refused(foundation: Foundation, content: str) -> None:
    with pytest.raises(UnreadableImport, match="cannot stand beside"):
        import_accounts(foundation, content.encode(), is_csv=True)
