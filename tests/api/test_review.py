"""`/v1/review` and erased borrowers, over the running application."""

from __future__ import annotations

from typing import Any

import pytest

from service.erasure import erase
from service.records.audit import broken_links
from service.records.keys import Role
from tests.api.test_accounts import ACCOUNT
from tests.serving import Running, Talk

REASON = "complaint 118, the borrower says that the amount is wrong"


def talk_of(running: Running, name: str) -> Talk:
    """A conversation of a borrower of its own, in which something was said."""
    account = ACCOUNT | {"id": f"acc-{name}", "borrower": ACCOUNT["borrower"] | {"id": f"bor-{name}"}}
    assert running.client.post("/v1/accounts", json=account, headers=running.headers()).status_code in (200, 201)
    talk = running.converse(account["id"])
    talk.say("I am Maria Delgado, call me on 212-555-0147")
    return talk


@pytest.fixture(scope="module")
def talk(running: Running) -> Talk:
    return talk_of(running, "reveal")


def asked(talk: Talk) -> str:
    """The id of what the borrower wrote."""
    return str(next(message["id"] for message in talk.messages() if message["author"] == "borrower"))


def reveal(running: Running, talk: Talk, message_id: str, role: Role = "reviewer", **body: Any) -> Any:
    path = f"/v1/review/conversations/{talk.id}/messages/{message_id}/reveal"
    return running.client.post(path, json=body or {"reason": REASON}, headers=running.headers(role))


def links(running: Running) -> list[str]:
    with running.program.foundation.database.reading() as session:
        return [link.problem for link in broken_links(session)]


def test_a_reviewer_sees_the_original_with_a_reason(running: Running, talk: Talk) -> None:
    seen = reveal(running, talk, asked(talk))
    assert seen.status_code == 200
    assert seen.json()["text"] == "I am Maria Delgado, call me on 212-555-0147"
    assert seen.json()["reviewer"] == "test reviewer"
    assert seen.headers["cache-control"] == "no-store"
    answered = talk.messages()[-1]
    assert reveal(running, talk, answered["id"]).json()["text"] == answered["text"]
    assert links(running) == []


@pytest.mark.parametrize("role", ["creditor", "operator"])
def test_another_role_sees_nothing(running: Running, talk: Talk, role: Role) -> None:
    answer = reveal(running, talk, asked(talk), role)
    assert (answer.status_code, answer.json()["fix"]) == (403, "Use a reviewer key.")


def test_a_borrowers_token_and_no_key_see_nothing(running: Running, talk: Talk) -> None:
    path = f"/v1/review/conversations/{talk.id}/messages/{asked(talk)}/reveal"
    for headers in ({}, talk.headers):
        assert running.client.post(path, json={"reason": REASON}, headers=headers).status_code == 401


@pytest.mark.parametrize(
    "body", [{"reason": ""}, {"reason": "because"}, {"reason": "x" * 501}, {"reason": None}, {"why": REASON}]
)
def test_without_a_reason_nothing_is_shown(running: Running, talk: Talk, body: dict[str, Any]) -> None:
    answer = reveal(running, talk, asked(talk), **body)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["field"] in ("reason", "why")
    assert answer.json()["fix"]


def test_a_message_that_is_not_there_is_not_found(running: Running, talk: Talk) -> None:
    answer = reveal(running, talk, "msg_nothing")
    assert (answer.status_code, bool(answer.json()["fix"])) == (404, True)


def test_after_an_erasure_nothing_opens_any_more(running: Running) -> None:
    gone = talk_of(running, "erased")
    message_id = asked(gone)
    assert erase(running.program.foundation, "bor-erased", "test", "").was_new
    answer = reveal(running, gone, message_id)
    assert (answer.status_code, "gone for good" in answer.json()["detail"]) == (410, True)
    requests = [
        running.client.get(f"{gone.path}/messages", headers=gone.headers),
        running.client.get(gone.path, headers=gone.headers),
        running.client.get(f"{gone.path}/transcript", headers=gone.headers),
        running.client.post(f"{gone.path}/messages", json={"text": "Are you there?"}, headers=gone.headers),
        running.client.post(f"{gone.path}/stop", headers=gone.headers),
    ]
    assert [answer.status_code for answer in requests] == [410] * 5
    assert all("erased" in answer.json()["detail"] and answer.json()["fix"] for answer in requests)
    assert links(running) == []


def test_the_creditor_is_told_and_can_begin_anew_with_consent(running: Running) -> None:
    talk_of(running, "anew")
    erase(running.program.foundation, "bor-anew", "test", "")
    account = ACCOUNT | {"id": "acc-anew", "borrower": ACCOUNT["borrower"] | {"id": "bor-anew"}}
    headers = running.headers()
    for refused in (
        running.client.post("/v1/accounts", json=account, headers=headers),
        running.client.post("/v1/conversations", json={"account_id": "acc-anew"}, headers=headers),
    ):
        assert (refused.status_code, refused.json()["field"]) == (409, "new_start_at")
        assert "was erased on" in refused.json()["detail"] and "new_start_at" in refused.json()["fix"]
    agreed = account | {"new_start_at": "2999-01-01T00:00:00Z"}
    assert running.client.post("/v1/accounts", json=agreed, headers=headers).status_code == 200
    assert running.converse("acc-anew").say("hello")["replies"]


def test_readiness_covers_the_keys(running: Running) -> None:
    assert running.client.get("/readyz").json()["checks"]["keys"] == "ok"
