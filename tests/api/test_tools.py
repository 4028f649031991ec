"""The stages as services: check, redact, read, quotes, health."""

from __future__ import annotations

import pytest

from service.api.shapes import finding_shape
from service.domain.verdict import Finding
from service.domain.vocabulary import Family, Outcome
from tests.serving import Running


@pytest.mark.parametrize(
    ("text", "jurisdiction", "verdict"),
    [
        ("Pay by noon or officers will be at your door.", "us", "block"),
        ("中午前不还，警察就到你家。", "cn", "block"),
        ("You cannot be arrested for owing this debt.", "us", "allow"),
        ("Thank you for telling me. Take the time you need.", "uk", "allow"),
        ("Good morning, thank you for your message.", "zz", "hold"),
    ],
)
def test_check_judges_a_text(running: Running, text: str, jurisdiction: str, verdict: str) -> None:
    answer = running.client.post(
        "/v1/check", json={"text": text, "jurisdiction": jurisdiction}, headers=running.headers()
    )
    body = answer.json()
    assert body["verdict"] == verdict
    for finding in body["findings"]:
        assert {"rule_id", "family", "span", "message", "citation", "score"} <= set(finding)


@pytest.mark.parametrize("score", [None, 0.874])
def test_a_finding_carries_its_score_where_there_is_one(score: float | None) -> None:
    finding = Finding(
        rule_id="a.rule", family=Family.TONE, outcome=Outcome.HOLD, layer="classifier", message="m", citation="c",
        span=(0, 4), repair="r", score=score,
    )  # fmt: skip
    assert finding_shape(finding) == {
        "rule_id": "a.rule", "family": "tone", "span": [0, 4], "message": "m", "citation": "c", "outcome": "hold",
        "layer": "classifier", "repair": "r", "score": score,
    }  # fmt: skip


def test_check_with_context_knows_more(running: Running) -> None:
    text = "Your credit card balance is overdue."
    unverified = {"text": text, "jurisdiction": "us", "context": {"verified": False}}
    assert running.client.post("/v1/check", json=unverified, headers=running.headers()).json()["verdict"] != "allow"


def test_redact_replaces_and_says_where(running: Running) -> None:
    text = "我叫王小明，手机13800138000"
    body = running.client.post("/v1/redact", json={"text": text}, headers=running.headers()).json()
    assert "王小明" not in body["text"]
    assert "13800138000" not in body["text"]
    for entity in body["entities"]:
        assert set(entity) == {"type", "start", "end", "score", "pseudonym"}
        assert entity["pseudonym"] in body["text"]
    assert {text[entity["start"] : entity["end"]] for entity in body["entities"]} == {"王小明", "13800138000"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("👨‍👩‍👧 mail a@example.com 🙏🏽", ["a@example.com"]),
        ("🙂🙂 我叫王小明，𠮷野家 a@example.com", ["王小明", "a@example.com"]),
        ("e\u0301te\u0301 ｏｔｔｏ＠ｅｘａｍｐｌｅ.com", ["ｏｔｔｏ＠ｅｘａｍｐｌｅ.com"]),
        ("\u200ba@exa\u00admple.com\u200b", ["a@exa\u00admple.com"]),
    ],
)
def test_offsets_of_redact_are_code_points_whatever_stands_before(
    running: Running, text: str, words: list[str]
) -> None:
    body = running.client.post("/v1/redact", json={"text": text}, headers=running.headers()).json()
    assert [text[entity["start"] : entity["end"]] for entity in body["entities"]] == words
    restored = body["text"]
    for entity in reversed(body["entities"]):
        restored = restored.replace(entity["pseudonym"], text[entity["start"] : entity["end"]], 1)
    assert restored == text


@pytest.mark.parametrize("language", ["en", "zh", None])
def test_redact_takes_the_language_of_a_text_that_shows_none(running: Running, language: str | None) -> None:
    request = {"text": "13800138000", "language": language}
    body = running.client.post("/v1/redact", json=request, headers=running.headers()).json()
    assert body["text"] == "<PHONE_NUMBER_1>"


@pytest.mark.parametrize(
    ("request_", "status", "field"),
    [
        ({"text": "Maria Delgado, a@example.com" * 8_000}, 422, "text"),
        ({"text": "Maria Delgado", "language": "Maria"}, 422, "language"),
        ({"text": ["Maria Delgado"]}, 422, "text"),
        ({"text": "Maria Delgado", "Maria Delgado": 1}, 422, "(unknown field)"),
        ({}, 422, "text"),
        ({"text": "Maria Delgado" * 100_000}, 413, None),
    ],
    ids=["long", "language", "list", "unknown", "nothing", "huge"],
)
def test_what_redact_cannot_take_is_refused_without_an_echo(
    running: Running, request_: dict[str, object], status: int, field: str | None
) -> None:
    answer = running.client.post("/v1/redact", json=request_, headers=running.headers())
    assert (answer.status_code, answer.json().get("field")) == (status, field)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["fix"]
    assert "Maria" not in answer.text


def test_redact_takes_the_longest_text_and_an_empty_one(running: Running) -> None:
    longest = "没" * 199_980 + " a@example.com"
    body = running.client.post("/v1/redact", json={"text": longest}, headers=running.headers()).json()
    assert body["text"] == longest.replace("a@example.com", "<EMAIL_ADDRESS_1>")
    assert running.client.post("/v1/redact", json={"text": ""}, headers=running.headers()).json() == {
        "text": "",
        "entities": [],
    }


def test_redact_remembers_nothing_from_one_request_to_the_next(running: Running) -> None:
    for mail in ("a@example.com", "b@example.com"):
        body = running.client.post("/v1/redact", json={"text": mail}, headers=running.headers()).json()
        assert body["text"] == "<EMAIL_ADDRESS_1>"


def test_redact_is_for_keys_alone(running: Running) -> None:
    assert running.client.post("/v1/redact", json={"text": "x"}).status_code == 401


def test_read_understands_a_proposal(running: Running) -> None:
    request = {"text": "I lost my job. I can pay $150 a month from December 5", "today": "2026-11-23"}
    body = running.client.post("/v1/read", json=request, headers=running.headers()).json()
    assert "hardship_job_loss" in body["signals"]
    assert body["language"] == "en"
    assert body["proposal"]["amount"] == "150"
    assert body["proposal"]["cadence"] == "monthly"
    assert body["proposal"]["start"] == "2026-12-05"


def test_quotes_answer_with_schedules_that_add_up(running: Running) -> None:
    from decimal import Decimal

    from service.samples import load_sample_accounts

    sample = next(one for one in load_sample_accounts() if one.jurisdiction == "uk" and one.language == "en")
    request = {"account_id": sample.id, "proposal": {"amount": "60", "cadence": "monthly"}}
    body = running.client.post("/v1/quotes", json=request, headers=running.headers()).json()
    assert body["answer"] in ("accept", "counter", "refer")
    for quote in body["quotes"]:
        assert sum(Decimal(item["amount"]) for item in quote["instalments"]) == Decimal(quote["total"])


def test_health_tells_each_dependency(running: Running) -> None:
    assert running.client.get("/healthz").json() == {"status": "ok"}
    ready = running.client.get("/readyz")
    assert ready.status_code == 200
    assert ready.json()["checks"]["database"] == "ok"
    assert ready.json()["checks"]["knowledge"] == "ok"


def test_metrics_count_turns_without_a_word_of_anybody(running: Running) -> None:
    text = running.client.get("/metrics").text
    assert "forbear_turns_total" in text
    assert "Delgado" not in text


def test_the_interface_describes_itself(running: Running) -> None:
    paths = running.client.get("/openapi.json").json()["paths"]
    assert "/v1/conversations/{conversation_id}/messages" in paths
