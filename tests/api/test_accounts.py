"""`/v1/accounts`: what creditors' systems send, good and bad."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.serving import Running

ACCOUNT: dict[str, Any] = {
    "id": "api-1",
    "creditor": "Harbor Light Bank",
    "product": "credit card",
    "actor_role": "original_creditor",
    "jurisdiction": "us",
    "language": "en",
    "currency": "USD",
    "balance": "1250.00",
    "days_past_due": 75,
    "borrower": {"id": "api-b-1", "name": "Maria Delgado", "date_of_birth": "1988-03-14"},
}


def test_an_account_is_created_then_updated_then_read_without_personal_data(running: Running) -> None:
    headers = running.headers()
    assert running.client.post("/v1/accounts", json=ACCOUNT, headers=headers).status_code == 201
    changed = running.client.post("/v1/accounts", json=ACCOUNT | {"balance": "900.10"}, headers=headers)
    assert (changed.status_code, changed.json()["balance"]) == (200, "900.10")
    read = running.client.get("/v1/accounts/api-1", headers=headers)
    assert read.json()["balance"] == "900.10"
    assert "Delgado" not in read.text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"balance": "12,50"}, "balance"),
        ({"balance": "-1.00"}, "balance"),
        ({"balance": "NaN"}, "balance"),
        ({"balance": "Infinity"}, "balance"),
        ({"balance": "1" * 30}, "balance"),
        ({"balance": "1.005"}, "balance"),
        ({"balance": 12.5}, "balance"),
        ({"balance": None}, "balance"),
        ({"currency": "dollars"}, "currency"),
        ({"language": "fr"}, "language"),
        ({"actor_role": "boss"}, "actor_role"),
        ({"days_past_due": -3}, "days_past_due"),
        ({"surprise": 1}, "surprise"),
        ({"borrower": {"id": "b", "name": ""}}, "borrower.name"),
        ({"borrower": {"id": "b", "name": "A", "date_of_birth": "1988-02-30"}}, "borrower.date_of_birth"),
        ({"borrower": {"id": "b", "name": "A", "shoe_size": 44}}, "borrower.shoe_size"),
    ],
)
def test_a_bad_field_is_named_with_a_fix(running: Running, change: dict[str, Any], field: str) -> None:
    answer = running.client.post("/v1/accounts", json=ACCOUNT | change, headers=running.headers())
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert (body["status"], body["field"]) == (422, field)
    assert body["fix"]


def test_a_bad_row_is_reported_by_line_and_loses_no_other(running: Running) -> None:
    rows = [ACCOUNT | {"id": f"row-{number}"} for number in range(4)]
    rows[1] = rows[1] | {"balance": "12,50"}
    lines = [json.dumps(row) for row in rows]
    lines.insert(3, "{not json")
    lines.append(json.dumps(rows[0]))
    answer = running.client.post("/v1/accounts/import", content="\n".join(lines), headers=running.headers())
    body = answer.json()
    assert (body["imported"], body["updated"], body["failed"]) == (3, 0, 3)
    assert [(error["line"], error["field"]) for error in body["errors"]] == [(2, "balance"), (4, "line"), (6, "id")]
    assert running.client.get("/v1/accounts/row-3", headers=running.headers()).status_code == 200


def test_a_csv_has_dotted_columns_and_empty_cells_for_what_is_not_known(running: Running) -> None:
    columns = [name for name in ACCOUNT if name != "borrower"]
    cells = [str(ACCOUNT[name]) if name != "id" else "csv-1" for name in columns]
    header = ",".join([*columns, "flags", "principal", "borrower.id", "borrower.name"])
    row = ",".join([*cells, "autopay_off; returned_mail", "", "csv-b", '"Delgado, Maria"'])
    headers = running.headers() | {"Content-Type": "text/csv"}
    short = "csv-2,only"
    answer = running.client.post("/v1/accounts/import", content=f"{header}\n{row}\n{short}\n", headers=headers)
    assert answer.json()["imported"] == 1
    assert {error["line"] for error in answer.json()["errors"]} == {3}
    stored = running.client.get("/v1/accounts/csv-1", headers=running.headers()).json()
    assert stored["flags"] == ["autopay_off", "returned_mail"]
    assert stored["principal"] is None


@pytest.mark.parametrize("content", [b"\xff\xfe\x00binary", b"name,balance\nx,1\n"])
def test_an_unreadable_csv_is_refused_as_a_whole(running: Running, content: bytes) -> None:
    headers = running.headers() | {"Content-Type": "text/csv"}
    answer = running.client.post("/v1/accounts/import", content=content, headers=headers)
    assert answer.status_code == 422
    assert answer.json()["fix"]


def test_an_unknown_account_is_a_404_with_a_fix(running: Running) -> None:
    answer = running.client.get("/v1/accounts/nobody", headers=running.headers())
    assert (answer.status_code, answer.json()["fix"]) == (404, "Create it first.")


@pytest.mark.parametrize("header", [None, "Bearer wrong", "Basic abc", "Bearer "])
def test_without_a_key_nothing_is_told(running: Running, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    answer = running.client.get("/v1/accounts/api-1", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_reviewer_key_reads_no_accounts(running: Running) -> None:
    assert running.client.get("/v1/accounts/api-1", headers=running.headers("reviewer")).status_code == 403
