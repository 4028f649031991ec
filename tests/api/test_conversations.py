"""`/v1/conversations`: what borrowers send, good and bad, and what they get."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

import pytest

from service.api.conversations import LONGEST_WAIT_SECONDS
from tests.serving import Running, Talk


@pytest.fixture
def talk(running: Running) -> Talk:
    return running.converse(_us_card(running))


def _us_card(running: Running) -> str:
    from service.samples import load_sample_accounts

    samples = load_sample_accounts()
    return next(one.id for one in samples if one.jurisdiction == "us" and one.language == "en" and not one.flags)


def test_the_borrower_is_met_by_an_automated_assistant_that_says_nothing_of_a_debt(talk: Talk) -> None:
    talk.say("hello")
    opening = next(message for message in talk.messages() if message["act"] == "open")
    assert opening["author"] == "scripted"
    assert "automated" in opening["text"].lower()
    for word in ("debt", "owe", "balance", "overdue", "$"):
        assert word not in opening["text"].lower()


@pytest.mark.parametrize("place", ["in", "nz"])
def test_an_account_in_a_place_without_complete_packs_is_not_written_to(running: Running, place: str) -> None:
    from service.samples import load_sample_accounts

    elsewhere = load_sample_accounts()[0].model_copy(update={"id": f"{place}-1", "jurisdiction": place})
    running.add(elsewhere)
    refused = running.client.post("/v1/conversations", json={"account_id": elsewhere.id}, headers=running.headers())
    assert refused.status_code == 422
    assert (refused.json()["field"], place in refused.json()["detail"]) == ("account_id", True)


def test_an_answer_with_wait_has_the_documented_shape(talk: Talk) -> None:
    answer = talk.say("Who is this?", client_message_id="one")
    assert set(answer) == {"message", "replies", "state", "plan"}
    assert answer["message"]["author"] == "borrower"
    assert answer["message"]["text"] == "Who is this?"
    reply = answer["replies"][0]
    assert {"id", "text", "act", "quote_ids", "citations", "created_at", "author"} <= set(reply)


def test_without_wait_the_message_is_acknowledged_and_answered_later(talk: Talk) -> None:
    sent = talk.client.post(f"{talk.path}/messages", json={"text": "Hello?"}, headers=talk.headers)
    assert sent.status_code == 202
    assert sent.json()["id"] == sent.json()["message"]["id"]
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        later = talk.messages(after=sent.json()["message"]["seq"])
        if later:
            break
    assert later[0]["author"] == "scripted"


def test_the_same_client_message_id_is_taken_and_answered_once(talk: Talk) -> None:
    first = talk.say("How does this work?", client_message_id="same")
    again = talk.say("How does this work?", client_message_id="same")
    assert again["message"]["id"] == first["message"]["id"]
    assert [reply["id"] for reply in again["replies"]] == [reply["id"] for reply in first["replies"]]
    assert [message["author"] for message in talk.messages()].count("borrower") == 1


def test_two_messages_at_once_are_both_answered_in_order(talk: Talk) -> None:
    answers: list[dict[str, Any]] = []
    threads = [
        threading.Thread(target=lambda text=text: answers.append(talk.say(text))) for text in ("hello", "who are you?")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(answer["replies"] for answer in answers)
    messages = talk.messages()
    assert [message["seq"] for message in messages] == sorted(message["seq"] for message in messages)
    assert [message["author"] for message in messages].count("borrower") == 2
    assert [message["author"] for message in messages].count("scripted") == 3


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "   \n "}, "text"),
        ({"text": "\u202e\u200b"}, "text"),
        ({"text": "x" * 4001}, "text"),
        ({"text": "x" * 100_000}, "text"),
        ({"text": 5}, "text"),
        ({}, "text"),
        ({"text": "hi", "mood": "good"}, "mood"),
        ({"text": "hi", "client_message_id": ""}, "client_message_id"),
    ],
)
def test_a_message_that_cannot_be_taken_is_refused_clearly(talk: Talk, body: dict[str, Any], field: str) -> None:
    answer = talk.client.post(f"{talk.path}/messages", json=body, headers=talk.headers)
    assert answer.status_code == 422
    assert answer.json()["field"] == field
    assert answer.json()["fix"]


@pytest.mark.parametrize("content", [b"\x00\x01\x02\xff", b"{", b"[]", b'"text"', b"", b'{"text": "\\ud800 hello"}'])
def test_a_body_that_is_no_message_is_refused_clearly(talk: Talk, content: bytes) -> None:
    headers = talk.headers | {"Content-Type": "application/json"}
    answer = talk.client.post(f"{talk.path}/messages", content=content, headers=headers)
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "raw",
    [
        '{"text": "\\u202egnp.exe\\u202c hello"}',
        '{"text": "😀😀😀"}',
        '{"text": "\\u0000hello\\u0007"}',
        '{"text": "שלום مرحبا hello"}',
        '{"text": "ｆｕｌｌ　ｗｉｄｔｈ"}',
        '{"text": "<script>alert(1)</script> {{7*7}} {name} %s"}',
        '{"text": "<PERSON_1> <PERSON_7>"}',
    ],
)
def test_a_strange_message_is_stored_and_answered(talk: Talk, raw: str) -> None:
    headers = talk.headers | {"Content-Type": "application/json"}
    answer = talk.client.post(f"{talk.path}/messages", params={"wait": 60}, content=raw.encode(), headers=headers)
    assert answer.status_code == 200
    assert answer.json()["replies"]
    assert "\u202e" not in answer.json()["message"]["text"]


def test_a_wrong_token_opens_nothing(talk: Talk) -> None:
    for token in ("", "x", talk.token[:-2] + "aa", talk.token + "a"):
        answer = talk.client.get(f"{talk.path}/messages", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401
        assert "text" not in answer.json()


def test_another_conversations_token_opens_nothing(running: Running, talk: Talk) -> None:
    other = running.converse(_us_card(running))
    answer = talk.client.get(f"{talk.path}/messages", headers=other.headers)
    assert answer.status_code == 403


def test_an_expired_token_opens_nothing(running: Running, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    later = time.time() + 31 * 24 * 3600
    monkeypatch.setattr("itsdangerous.timed.TimestampSigner.get_timestamp", lambda _self: int(later))
    answer = talk.client.get(f"{talk.path}/messages", headers=talk.headers)
    assert answer.status_code == 401
    assert "expired" in answer.json()["detail"]


def test_a_replaced_token_opens_nothing(running: Running, talk: Talk) -> None:
    from service.records.conversations import locked

    with running.program.foundation.database.writing() as session:
        locked(session, talk.id).token_version += 1
    assert talk.client.get(f"{talk.path}/messages", headers=talk.headers).status_code == 401


@pytest.mark.parametrize("wait", ["-1", "soon", str(LONGEST_WAIT_SECONDS + 1)])
def test_a_wait_outside_its_bounds_is_refused(talk: Talk, wait: str) -> None:
    answer = talk.client.post(f"{talk.path}/messages", params={"wait": wait}, json={"text": "hi"}, headers=talk.headers)
    assert (answer.status_code, answer.json()["field"]) == (422, "wait")


def test_an_unknown_account_opens_no_conversation(running: Running) -> None:
    answer = running.client.post("/v1/conversations", json={"account_id": "nobody"}, headers=running.headers())
    assert (answer.status_code, answer.json()["field"]) == (404, "account_id")


def test_a_creditors_app_can_open_a_verified_conversation(running: Running) -> None:
    talk = running.converse(_us_card(running), identity_verified=True)
    answer = talk.say("How much do I owe?")
    assert answer["state"] in ("verified", "negotiating")
    assert "$" in answer["replies"][0]["text"]


def test_the_stop_button_is_a_message_like_any_other(talk: Talk) -> None:
    pressed = talk.client.post(f"{talk.path}/stop", headers=talk.headers)
    assert pressed.status_code == 202
    sequence = pressed.json()["message"]["seq"]
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not talk.messages(after=sequence):
        pass
    state = talk.client.get(talk.path, headers=talk.headers).json()["state"]
    assert state == "stopped"


def test_the_person_button_hands_the_conversation_over(talk: Talk) -> None:
    talk.client.post(f"{talk.path}/person", headers=talk.headers)
    answer = talk.say("are you there?")
    assert answer["state"] == "with_person"


def test_the_transcript_is_a_file_in_text_and_json(talk: Talk) -> None:
    talk.say("Good morning, who is this?")
    text = talk.client.get(f"{talk.path}/transcript", headers=talk.headers)
    assert "attachment" in text.headers["content-disposition"]
    assert "Good morning, who is this?" in text.text
    as_json = talk.client.get(f"{talk.path}/transcript", params={"format": "json"}, headers=talk.headers).json()
    assert [message["seq"] for message in as_json["messages"]] == [1, 2, 3]


def test_too_large_a_request_is_refused_before_it_is_read(talk: Talk) -> None:
    body = json.dumps({"text": "x" * 2_000_000})
    answer = talk.client.post(f"{talk.path}/messages", content=body, headers=talk.headers)
    assert answer.status_code == 413


def test_a_database_that_is_away_gives_a_503_and_loses_nothing(
    running: Running, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from service.records import DatabaseUnavailable

    def away(*_arguments: object) -> None:
        raise DatabaseUnavailable("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("service.reception.add_inbound", away)
        answer = talk.client.post(f"{talk.path}/messages", json={"text": "hi"}, headers=talk.headers)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert [message["author"] for message in talk.messages()].count("borrower") == 0


def test_a_failing_turn_calls_a_person_and_shows_no_stack_trace(
    running: Running, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.say("hello")

    def broken(*_arguments: object, **_more: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("service.turn.read", broken)
    answer = talk.say("What now?")
    assert (answer["state"], answer["replies"]) == ("held", [])
    notice = talk.messages()[-1]
    assert notice["act"] == "hold_notice"
    assert "secret detail" not in notice["text"]
    for path in running.program.foundation.settings.data_dir.glob("*.sqlite*"):
        assert b"secret detail" not in path.read_bytes(), path.name


def test_events_bring_what_happened_and_go_on_after_a_break(running: Running, talk: Talk) -> None:
    # The test client cannot read an endless stream, so the generator behind it is read directly.
    import asyncio

    from service.api.conversations import _events

    talk.say("hello")

    async def first(after: int, count: int) -> list[Any]:
        """The first events that are not about typing, which may or may not be going on."""
        found: list[Any] = []
        events = _events(running.program, talk.id, after)
        while len(found) < count:
            event = await anext(events)
            found += [event] if event.event != "typing" else []
        await events.aclose()  # type: ignore[attr-defined]
        return found

    everything = asyncio.run(first(0, 4))
    assert [event.event for event in everything] == ["message", "message", "message", "status"]
    rest = asyncio.run(first(2, 2))
    assert [event.event for event in rest] == ["message", "status"]
    assert json.loads(rest[0].data)["message"]["seq"] == 3
