"""The console shows an original once, for a reason, and says afterwards who saw it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from tests.review.sample import CLEAR_NAME, MARIE, ORIGINAL, START, MemorySource
from tests.review.test_console import client_of, sign_in

PAGE = "/console/conversations/cnv_1"
REVEAL = f"{PAGE}/messages/msg_2/reveal"
REASON = "complaint 118, amount is disputed"


@pytest.fixture
def source() -> MemorySource:
    return MemorySource()


@pytest.fixture
def visitor(source: MemorySource) -> Iterator[TestClient]:
    with client_of(source) as client:
        yield client


@pytest.fixture
def reviewer(visitor: TestClient) -> TestClient:
    assert sign_in(visitor).status_code == 303
    return visitor


def test_each_message_has_a_form_that_wants_a_reason(reviewer: TestClient) -> None:
    page = reviewer.get(PAGE).text
    for message_id in ("msg_2", "msg_3"):
        assert f'action="{PAGE}/messages/{message_id}/reveal"' in page
        assert f'<label for="reason-{message_id}">' in page
    assert page.count('name="reason" required minlength="10" maxlength="500"') == 2
    assert CLEAR_NAME not in page


def test_with_a_reason_the_original_is_shown_and_no_browser_keeps_it(reviewer: TestClient) -> None:
    shown = reviewer.post(REVEAL, data={"reason": REASON})
    assert shown.status_code == 200
    assert ORIGINAL.replace("'", "&#39;") in shown.text
    assert "7e" * 32 in shown.text and MARIE.name in shown.text
    assert shown.headers["cache-control"] == "no-store"


def test_afterwards_the_transcript_says_who_saw_it_and_why_and_not_what(reviewer: TestClient) -> None:
    reviewer.post(REVEAL, data={"reason": f"{CLEAR_NAME} complained by telephone"})
    page = reviewer.get(PAGE).text
    assert f"Original seen by {MARIE.name}" in page
    assert "&lt;PERSON_1&gt; complained by telephone" in page
    assert CLEAR_NAME not in page and CLEAR_NAME not in reviewer.get(f"{PAGE}.json").text
    assert [seen["message_id"] for seen in reviewer.get(f"{PAGE}.json").json()["reveals"]] == ["msg_2"]


@pytest.mark.parametrize("form", [{}, {"reason": ""}, {"reason": "because"}])
def test_without_a_reason_nothing_is_shown(reviewer: TestClient, source: MemorySource, form: dict[str, str]) -> None:
    answer = reviewer.post(REVEAL, data=form)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text and "at least 10 characters" in answer.text
    assert CLEAR_NAME not in answer.text
    assert source.reveals == []


def test_nobody_sees_anything_before_signing_in(visitor: TestClient, source: MemorySource) -> None:
    answer = visitor.post(REVEAL, data={"reason": REASON})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/console/login?next={PAGE}")
    assert source.reveals == []


def test_a_revoked_key_shows_nothing(reviewer: TestClient, source: MemorySource) -> None:
    source.active = False
    assert reviewer.post(REVEAL, data={"reason": REASON}).status_code == 303
    assert source.reveals == []


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://example.org"}])
def test_another_site_cannot_ask_for_it(reviewer: TestClient, source: MemorySource, headers: dict[str, str]) -> None:
    assert reviewer.post(REVEAL, data={"reason": REASON}, headers=headers).status_code == 403
    assert source.reveals == []


def test_a_link_alone_shows_nothing(reviewer: TestClient, source: MemorySource) -> None:
    assert reviewer.get(REVEAL, params={"reason": REASON}).status_code == 405
    assert source.reveals == []


@pytest.mark.parametrize(
    "path", [f"{PAGE}/messages/msg_9/reveal", "/console/conversations/cnv_9/messages/msg_2/reveal"]
)
def test_a_message_that_is_not_there_is_not_found(reviewer: TestClient, path: str) -> None:
    assert reviewer.post(path, data={"reason": REASON}).status_code == 404


def test_of_an_erased_borrower_it_says_that_the_original_is_gone(reviewer: TestClient, source: MemorySource) -> None:
    source.erased_at = START
    page = reviewer.get(PAGE).text
    assert "The borrower was erased on" in page and "See the original" not in page
    answer = reviewer.post(REVEAL, data={"reason": REASON})
    assert answer.status_code == 410
    assert "gone for good" in answer.text
