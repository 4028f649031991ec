"""The console's pages, over a source in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service.domain.vocabulary import State
from service.review import console_router
from tests.review.sample import CLEAR_NAME, CODE, KEY, MemorySource, row

SECRET = b"a secret of the tests, long enough"


def client_of(source: MemorySource, secret: bytes = SECRET) -> TestClient:
    app = FastAPI()
    app.include_router(console_router(source, secret))
    return TestClient(app, follow_redirects=False)


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


def sign_in(client: TestClient, key: str = KEY, **more: Any) -> Any:
    return client.post("/console/login", data={"key": key, "next": "/console"} | more)


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 16 bytes"):
        console_router(MemorySource(), b"short")


@pytest.mark.parametrize(
    "path", ["/console", "/console/conversations/cnv_1", "/console/conversations/cnv_1.json",
             "/console/conversations/cnv_1/turns/1"],
)  # fmt: skip
def test_nobody_sees_anything_before_signing_in(visitor: TestClient, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/console/login?next={path}"
    assert "borrower-" not in answer.text


def test_a_part_of_a_page_takes_the_whole_page_to_the_login(visitor: TestClient) -> None:
    answer = visitor.get("/console", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (204, "/console/login")


def test_a_key_opens_a_session_that_scripts_and_other_sites_cannot_use(visitor: TestClient) -> None:
    cookie = sign_in(visitor).headers["set-cookie"].lower()
    assert {"httponly", "samesite=strict", "path=/console"} <= {part.strip() for part in cookie.split(";")}
    assert KEY not in cookie
    assert visitor.get("/console").status_code == 200


def test_over_https_the_cookie_is_sent_over_https_only(source: MemorySource) -> None:
    app = FastAPI()
    app.include_router(console_router(source, SECRET))
    with TestClient(app, base_url="https://testserver", follow_redirects=False) as client:
        assert "secure" in sign_in(client).headers["set-cookie"].lower()


@pytest.mark.parametrize("key", ["", "wrong", "fbr_creditor_x", KEY + "x"])
def test_a_wrong_key_opens_nothing(visitor: TestClient, key: str) -> None:
    answer = sign_in(visitor, key)
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert 'role="alert"' in answer.text
    assert not key or key not in answer.text.replace("fbr_creditor_x", "")


@pytest.mark.parametrize(
    "target", ["https://example.org/", "//example.org", "/console//example.org", "/chat/cnv_1", "/console\\x", ""]
)
def test_after_signing_in_no_link_leads_elsewhere(visitor: TestClient, target: str) -> None:
    assert sign_in(visitor, next=target).headers["location"] == "/console"


def test_after_signing_in_one_is_where_one_wanted_to_be(visitor: TestClient) -> None:
    target = "/console/conversations/cnv_1?x=1"
    assert sign_in(visitor, next=target).headers["location"] == target


def test_a_code_opens_the_console_once(visitor: TestClient, source: MemorySource) -> None:
    assert visitor.get(f"/console/enter/{CODE}").status_code == 200
    assert CODE in source.codes, "looking at the link must not use it up"
    assert visitor.post(f"/console/enter/{CODE}").headers["location"] == "/console"
    assert visitor.get("/console").status_code == 200
    assert visitor.post(f"/console/enter/{CODE}").status_code == 401


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://example.org"}],
)
def test_a_form_of_another_site_is_refused(visitor: TestClient, headers: dict[str, str]) -> None:
    answer = visitor.post("/console/login", data={"key": KEY}, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_a_form_of_this_site_is_taken(visitor: TestClient) -> None:
    answer = visitor.post("/console/login", data={"key": KEY}, headers={"Origin": "http://testserver"})
    assert answer.status_code == 303


def test_an_endless_form_is_refused(visitor: TestClient) -> None:
    assert sign_in(visitor, "k" * 10_000).status_code == 413


def test_signing_out_ends_the_session(reviewer: TestClient) -> None:
    reviewer.post("/console/logout")
    assert reviewer.get("/console").status_code == 303


def test_a_revoked_reviewer_is_out_at_once(reviewer: TestClient, source: MemorySource) -> None:
    source.active = False
    assert reviewer.get("/console").status_code == 303


def test_a_cookie_signed_with_another_secret_opens_nothing(reviewer: TestClient, source: MemorySource) -> None:
    cookie = reviewer.cookies["forbear_console"]
    with client_of(source, b"another secret, also long enough") as client:
        client.cookies.set("forbear_console", cookie)
        assert client.get("/console").status_code == 303


@pytest.mark.parametrize("value", ["", "x", "a.b.c", "ÿþ".encode("latin-1").hex(), "WyJrIiwibiJd.x.y"])
def test_a_made_up_cookie_opens_nothing(visitor: TestClient, value: str) -> None:
    visitor.cookies.set("forbear_console", value)
    assert visitor.get("/console").status_code == 303


def test_pages_allow_nothing_foreign_and_are_not_kept(reviewer: TestClient) -> None:
    headers = reviewer.get("/console/conversations/cnv_1").headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"


def test_the_list_shows_who_without_names(reviewer: TestClient) -> None:
    page = reviewer.get("/console").text
    for shown in ("cnv_1", "cnv_2", "borrower-0001", "Harbor Light Bank", 'lang="zh">云杉银行', "counter proposal"):
        assert shown in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=agreed", {"cnv_2"}),
        ("language=en", {"cnv_1"}),
        ("jurisdiction=cn", {"cnv_2"}),
        ("q=cnv_1", {"cnv_1"}),
        ("q=+cnv_2+", {"cnv_2"}),
        ("state=agreed&language=en", set()),
        ("state=nonsense&language=xx&page=-3", {"cnv_1", "cnv_2"}),
        ("page=99999999999999999999", {"cnv_1", "cnv_2"}),
        ("page=%D9%A3", {"cnv_1", "cnv_2"}),
    ],
)
def test_the_list_can_be_filtered(reviewer: TestClient, query: str, expected: set[str]) -> None:
    answer = reviewer.get(f"/console?{query}")
    assert answer.status_code == 200
    assert {each for each in ("cnv_1", "cnv_2") if f"/console/conversations/{each}" in answer.text} == expected


def test_a_filter_that_matches_nothing_says_so(reviewer: TestClient) -> None:
    assert "Nothing matches" in reviewer.get("/console?state=closed").text


def test_an_empty_console_says_what_will_come(reviewer: TestClient, source: MemorySource) -> None:
    source.rows = ()
    assert "No conversation yet" in reviewer.get("/console").text


def test_a_long_list_is_paged_and_keeps_the_filter(reviewer: TestClient, source: MemorySource) -> None:
    source.rows = tuple(row(number, state=State.PAUSED) for number in range(1, 61))
    page = reviewer.get("/console?state=paused&page=2").text
    assert "60 conversations, page 2 of 3" in page
    assert "/console?state=paused&amp;page=1" in page
    assert "/console?state=paused&amp;page=3" in page
    assert page.count("/console/conversations/") == 25


def test_htmx_gets_the_results_alone(reviewer: TestClient) -> None:
    part = reviewer.get("/console", headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert "cnv_1" in part


@pytest.mark.parametrize("path", ["/console/conversations/none", "/console/conversations/cnv_1/turns/7"])
def test_what_does_not_exist_is_said_to(reviewer: TestClient, path: str) -> None:
    answer = reviewer.get(path)
    assert answer.status_code == 404
    assert "Not found" in answer.text


@pytest.mark.parametrize(
    "shown",
    [
        "hardship job loss", "pattern:lost_job", "classifier:0.93", "anxious", "PERSON", "monthly",  # read
        "term_above_authority", "us-card@2026-09-01", "down payment", "2026-12-04", "$1,250.00",  # decided
        "Help when money is tight", "0a1b2c3d4e5f", "similarity 0.71", "section 3",  # grounded
        "writer@3", "small-1.5b", "offer.instalments", "wording 2", "2 moves",  # drafted
        "us.threat.arrest", "15 U.S.C. 1692e(4)", "The text threatens arrest.", "Say nothing of police",  # found
        "<mark>have you arrested<sup>1</sup></mark>", "guard: stopped every draft of the model",
        "9f9f9f", "3c3c3c", "60 ms in all", "2026-11-02 09:14:07 UTC",  # sent
    ],
)  # fmt: skip
def test_the_record_of_a_turn_shows_why(reviewer: TestClient, shown: str) -> None:
    assert shown in reviewer.get("/console/conversations/cnv_1/turns/1").text


def test_the_transcript_shows_both_sides(reviewer: TestClient) -> None:
    page = reviewer.get("/console/conversations/cnv_1").text
    assert "I lost my job, could I pay $300 a month?" in page
    assert "Thank you, &lt;PERSON_1&gt;." in page
    assert "Agreed plan: 2 payments, $1,250.00" in page


def test_what_a_model_wrote_is_text_and_never_markup(reviewer: TestClient) -> None:
    page = reviewer.get("/console/conversations/cnv_1/turns/1").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("path", ["cnv_1", "cnv_1.json", "cnv_1/turns/1"])
def test_the_clear_text_that_the_guard_saw_is_never_shown(reviewer: TestClient, path: str) -> None:
    answer = reviewer.get(f"/console/conversations/{path}")
    assert answer.status_code == 200
    assert CLEAR_NAME.lower() not in answer.text.lower()


def test_the_record_can_be_had_as_json(reviewer: TestClient) -> None:
    record = reviewer.get("/console/conversations/cnv_1.json").json()
    assert record["turns"][0]["trace"]["decision"]["act"] == "counter_proposal"
    assert record["turns"][0]["audit_hash"] == "9f" * 32
