"""`GET /v1/borrowers/{id}/export`: for operators alone, and never kept by anything in between."""

from __future__ import annotations

import pytest

from service.export import Export
from service.records.keys import Role
from service.samples import load_sample_accounts
from tests.serving import Running

PERSON = next(account for account in load_sample_accounts() if account.jurisdiction == "us").borrower


def test_an_operator_gets_everything_about_a_person(running: Running) -> None:
    answer = running.client.get(f"/v1/borrowers/{PERSON.id}/export", headers=running.headers("operator"))
    assert answer.status_code == 200, answer.text
    export = Export.model_validate_json(answer.content)
    assert export.profile == PERSON
    assert answer.headers["X-Export-Id"] == export.id
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="export.json"'


@pytest.mark.parametrize(("language", "heading"), [("en", "Everything we hold about you"), ("zh", "全部信息")])
def test_the_page_can_be_had_too(running: Running, language: str, heading: str) -> None:
    wanted = {"as": "html", "language": language}
    answer = running.client.get(f"/v1/borrowers/{PERSON.id}/export", params=wanted, headers=running.headers("operator"))
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert heading in answer.text


@pytest.mark.parametrize("role", ["creditor", "reviewer"])
def test_nobody_else_gets_it(running: Running, role: Role) -> None:
    answer = running.client.get(f"/v1/borrowers/{PERSON.id}/export", headers=running.headers(role))
    assert answer.status_code == 403
    assert answer.json()["fix"] == "Use an operator key."
    assert PERSON.name not in answer.text


def test_without_a_key_nothing_is_told(running: Running) -> None:
    assert running.client.get(f"/v1/borrowers/{PERSON.id}/export").status_code == 401


def test_an_unknown_person_is_not_found(running: Running) -> None:
    answer = running.client.get("/v1/borrowers/nobody/export", headers=running.headers("operator"))
    assert (answer.status_code, answer.json()["title"]) == (404, "Not found")
    assert answer.json()["fix"]
