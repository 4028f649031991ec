"""Nobody reads another's conversation: every endpoint that there is, found in the application itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.routing import BaseRoute, Mount, Route

from tests.serving import Running, Talk

# What anybody may ask for, because it holds nothing of anybody's. A new endpoint is not of this list.
PUBLIC = {
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
    ("GET", "/openapi.json"),
    ("GET", "/"),
    ("GET", "/chat/{conversation_id}"),  # a shell that is the same for everybody
    ("GET", "/static/{path:path}"),
    ("GET", "/console/login"),
    ("POST", "/console/login"),
    ("GET", "/console/enter/{code}"),
    ("POST", "/console/enter/{code}"),
    ("POST", "/console/logout"),
}
SECRET = "My shop is called Quillfeather and Daughters"
_REFUSED = {401, 403, 404}


def _endpoints(routes: list[BaseRoute], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Method and path of everything that the application answers, in the schema or not."""
    for route in routes:
        included = getattr(route, "original_router", None)  # how FastAPI keeps a router that was included
        if included is not None:
            yield from _endpoints(list(included.routes), prefix)
        elif isinstance(route, Mount):
            yield from _endpoints(list(route.routes), prefix + route.path)
        elif isinstance(route, Route):
            for method in sorted((route.methods or {"GET"}) - {"HEAD", "OPTIONS"}):
                yield method, prefix + route.path


@pytest.fixture(scope="module")
def victim(running: Running) -> Talk:
    talk = running.converse("us-card-1001", identity_verified=True)
    talk.say(SECRET)
    assert any(SECRET in message["text"] for message in talk.messages())
    return talk


@pytest.fixture(scope="module")
def stranger(running: Running) -> Talk:
    return running.converse("uk-card-2001", identity_verified=True)


def _asked(running: Running, method: str, path: str, conversation: str, headers: dict[str, str]) -> Any:
    given = {"conversation_id": conversation, "button": "person", "number": "0", "account_id": "us-card-1001"}
    address = re.sub(r"\{([a-z_]+)(?::[a-z]+)?\}", lambda found: given.get(found[1], "x"), path)
    content: Any = {} if method in ("POST", "PUT", "PATCH") else None
    with running.client.stream(method, address, headers=headers, follow_redirects=False, json=content) as answer:
        # An event stream that is let in never ends: what it begins with is enough.
        body = b"" if answer.headers.get("content-type", "").startswith("text/event-stream") else answer.read()
        return answer.status_code, answer.headers, body


def test_every_endpoint_refuses_the_token_of_another_conversation(
    running: Running, victim: Talk, stranger: Talk
) -> None:
    before = len(victim.messages())
    app: Any = running.client.app
    tried = 0
    for method, path in _endpoints(app.routes):
        if (method, path) in PUBLIC:
            continue
        for headers in ({}, stranger.headers, {"Authorization": f"Bearer {victim.token[:-2]}"}):
            status, told, body = _asked(running, method, path, victim.id, headers)
            to_login = status in (303, 204) and "/console/login" in told.get("location", told.get("hx-redirect", ""))
            assert status in _REFUSED or to_login, f"{method} {path} answered {status}"
            assert SECRET.encode() not in body, f"{method} {path}"
            tried += 1
    assert tried >= 30
    assert len(victim.messages()) == before


def test_what_is_open_to_anybody_holds_nothing_of_anybody(running: Running, victim: Talk) -> None:
    app: Any = running.client.app
    assert set(_endpoints(app.routes)) >= PUBLIC
    for method, path in sorted(PUBLIC):
        _, _, body = _asked(running, method, path, victim.id, {})
        assert SECRET.encode() not in body, f"{method} {path}"
        assert victim.token.encode() not in body


def test_every_endpoint_of_the_interface_is_tried(running: Running) -> None:
    app: Any = running.client.app
    tried = set(_endpoints(app.routes))
    schema = running.client.get("/openapi.json").json()["paths"]
    described = {(method.upper(), path) for path, methods in schema.items() for method in methods}
    assert described <= tried
    assert len([path for _, path in described if "{conversation_id}" in path]) >= 6


@pytest.mark.parametrize("path", ["", "/messages", "/transcript", "/transcript?format=json"])
def test_the_owner_is_let_in(running: Running, victim: Talk, path: str) -> None:
    answer = running.client.get(victim.path + path, headers=victim.headers)
    assert answer.status_code == 200
    assert (SECRET in answer.text) == (path != "")


def test_live_events_go_to_the_owner_alone(running: Running, victim: Talk, stranger: Talk) -> None:
    """What the hub wakes a stranger for is read under the stranger's own id."""
    import asyncio

    from service.api.conversations import _events

    async def first(conversation_id: str, count: int) -> list[str]:
        heard: list[str] = []
        events = _events(running.program, conversation_id, 0)
        async for event in events:
            heard.append(str(event.data))
            if len(heard) == count:
                break
        return heard

    own = asyncio.run(first(victim.id, len(victim.messages()) + 1))
    other = asyncio.run(first(stranger.id, 1))
    assert any(SECRET in data for data in own)
    assert not any(SECRET in data for data in other)
