"""A day of the service: long conversations full of personal data, and then everything that can go wrong."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

from service.domain.account import AccountImport
from tests.leaks.started import Started
from tests.turn.canaries import Canaries
from tests.turn.hostile import KIND_WORDS
from tests.turn.stub_model import Mind, Model, always, everything
from tests.writing.stub_endpoint import Answer, body, hanging_up, says

Asked = dict[str, Any]


@dataclass
class Day:
    """What came back over HTTP: the problems that were answered, and what each borrower could read."""

    problems: list[bytes] = field(default_factory=list)
    transcripts: dict[str, str] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    talks: dict[str, tuple[str, str]] = field(default_factory=dict)


def live(service: Started, all_canaries: tuple[Canaries, ...], model: Model, judge: Model) -> Day:
    """Converse about every account, then provoke errors in each conversation."""
    day = Day()
    judge.mind = always(says('{"violations": []}'))
    with service.client() as client:
        for canaries in all_canaries:
            talk = _opened(client, service, canaries.account)
            day.talks[canaries.account.id] = talk
            model.mind = everything(KIND_WORDS[canaries.account.language])
            for message in canaries.messages:
                assert _say(client, talk, message).status_code == 200, message
            _provoke(client, service, canaries, talk, model, day)
            headers = {"Authorization": f"Bearer {talk[1]}"}
            read = client.get(f"/v1/conversations/{talk[0]}/messages", headers=headers)
            day.transcripts[canaries.account.id] = read.text
    return day


def _opened(client: httpx.Client, service: Started, account: AccountImport) -> tuple[str, str]:
    opened = client.post("/v1/conversations", json={"account_id": account.id}, headers=service.as_creditor)
    assert opened.status_code == 201, opened.text
    return opened.json()["conversation_id"], opened.json()["borrower_token"]


def _say(client: httpx.Client, talk: tuple[str, str], text: Any, wait: float = 60, **fields: Any) -> httpx.Response:
    return client.post(
        f"/v1/conversations/{talk[0]}/messages",
        params={"wait": wait},
        json={"text": text} | fields,
        headers={"Authorization": f"Bearer {talk[1]}"},
    )


def _provoke(
    client: httpx.Client, service: Started, canaries: Canaries, talk: tuple[str, str], model: Model, day: Day
) -> None:
    words = " / ".join(canaries.messages[:12])
    for name, mind in _BAD_MINDS.items():
        model.mind = mind
        answer = _say(client, talk, f"{canaries.messages[0]} {canaries.messages[3]}")
        day.failures.append(f"model {name}: {answer.status_code}")
    model.mind = everything(KIND_WORDS[canaries.account.language])
    for fault in ("thread", "turn"):
        with service.armed(fault, words):
            answer = _say(client, talk, canaries.messages[2])
            day.failures.append(f"{fault}: {answer.status_code}")
    for fault in ("outage", "clash"):
        with service.armed(fault, words):
            answer = _say(client, talk, canaries.messages[5])
            day.failures.append(f"{fault}: {answer.status_code}")
            day.problems.append(answer.content)
    _leave_in_the_middle(service, talk, canaries.messages[6])
    for wrong in _wrong_requests(client, service, canaries, talk):
        assert wrong.status_code >= 400, wrong.text
        day.problems.append(wrong.content)


def _quoting(status: int) -> Mind:
    """A model that fails and says in its error what it was asked."""

    def mind(asked: Asked) -> Answer:
        return body({"error": {"message": json.dumps(asked, ensure_ascii=False), "type": "server_error"}}, status)

    return mind


_BAD_MINDS: dict[str, Mind] = {
    "no JSON": always(says("{not json at all")),
    "no chat answer": always(body("<html>bad gateway</html>")),
    "another shape": lambda asked: says(json.dumps({"moves": asked["messages"]}, ensure_ascii=False)),
    "500 with the prompt": _quoting(500),
    "400 with the prompt": _quoting(400),
    "hangs up": always(hanging_up),
}


def _leave_in_the_middle(service: Started, talk: tuple[str, str], text: str) -> None:
    """A client that goes away: once in the middle of its own message, once while it waits for the answer."""
    address = urlsplit(service.url)
    content = json.dumps({"text": text}, ensure_ascii=False).encode()
    head = (
        f"POST /v1/conversations/{talk[0]}/messages?wait=60 HTTP/1.1\r\nHost: {address.netloc}\r\n"
        f"Authorization: Bearer {talk[1]}\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    ).encode()
    for sent in (head + content[:-9], head + content):
        with socket.create_connection((address.hostname or "", address.port or 0)) as connection:
            connection.sendall(sent)


def _wrong_requests(
    client: httpx.Client, service: Started, canaries: Canaries, talk: tuple[str, str]
) -> list[httpx.Response]:
    """Requests that are refused, with personal data in each part that a problem document could quote."""
    words = canaries.messages[4]
    account = canaries.account.model_dump(mode="json")
    person = account["borrower"]
    post: Callable[..., httpx.Response] = client.post
    as_creditor, ours = service.as_creditor, {"Authorization": f"Bearer {talk[1]}"}
    path = f"/v1/conversations/{talk[0]}"
    return [
        _say(client, talk, {"text": words}),
        _say(client, talk, words, **{words: 1}),
        _say(client, talk, words, client_message_id=[words]),
        _say(client, talk, words * 2000),
        post(f"{path}/messages", content=json.dumps({"text": words})[:-3].encode(), headers=ours),
        post(f"{path}/{words}", headers=ours),
        client.get(f"{path}/messages", params={"after": words}, headers=ours),
        client.get(f"/v1/conversations/{words}/messages", headers=ours),
        client.get(f"/v1/nothing/{words}", params={"q": words}),
        post("/v1/conversations", json={"account_id": person["name"]}, headers=as_creditor),
        post("/v1/conversations", json={"account_id": person["name"], "channel": words}, headers=as_creditor),
        client.get(f"/v1/accounts/{person['name']}", headers=as_creditor),
        post("/v1/quotes", json={"account_id": person["name"]}, headers=as_creditor),
        post("/v1/accounts", json=account | {"balance": person, "currency": person["phone"]}, headers=as_creditor),
        post("/v1/accounts", json=account | {"borrower": person | {"id_last4": person["name"]}}, headers=as_creditor),
        post("/v1/accounts", json=account | {person["name"]: 1, "opened_on": words}, headers=as_creditor),
        post("/v1/check", json={"text": words, "jurisdiction": words}, headers=as_creditor),
        post("/v1/redact", json={"text": words, "language": words}, headers=as_creditor),
        post("/v1/read", json={"text": words, "today": words}, headers=as_creditor),
        client.get(f"{path}/messages", headers={"Authorization": f"Bearer {words.encode().hex()}"}),
    ]
