"""A small stand-in for the service behind the chat page: the same JSON shapes, in memory, with faults on demand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse

from service.web import chat_router

Json = dict[str, Any]


@dataclass
class FakeConversation:
    """One conversation and the faults that a test wants to see handled.

    Args:
        answer: whether a borrower's message is answered by itself.
        refuse_sends: so many next POSTs of a message fail with 503 before anything is stored.
        lose_answers: so many next POSTs are stored, but answered with 502.
        answer_after: seconds before a POST of a stored message is answered; its event goes out at once.
        erased: its borrower was erased.
        mute: live events go nowhere, as on a dead line that nobody noticed yet.
    """

    id: str
    token: str
    language: str = "en"
    creditor: str = "Harbor Light Bank"
    state: str = "unverified"
    plan: Json | None = None
    answer: bool = True
    refuse_sends: int = 0
    lose_answers: int = 0
    answer_after: float = 0.0
    erased: bool = False
    mute: bool = False
    posts: int = 0
    messages: list[Json] = field(default_factory=list)
    client_ids: dict[str, Json] = field(default_factory=dict)
    queues: list[asyncio.Queue[str | None]] = field(default_factory=list)

    def add(self, author: str, text: str, **more: Any) -> Json:
        seq = len(self.messages) + 1
        message = {
            "id": f"{self.id}-{seq}",
            "seq": seq,
            "author": author,
            "text": text,
            "act": more.get("act"),
            "quote_ids": [],
            "citations": more.get("citations", []),
            "created_at": datetime.now(UTC).isoformat(),
            **({"quotes": more["quotes"]} if "quotes" in more else {}),
        }
        self.messages.append(message)
        return message

    def view(self) -> Json:
        return {
            "conversation_id": self.id,
            "state": self.state,
            "language": self.language,
            "creditor": self.creditor,
            "created_at": "2026-11-02T09:00:00+00:00",
            "plan": self.plan,
        }


class FakeService:
    """Holds the conversations; outlives a restart of the server in front of it, as a database would."""

    def __init__(self) -> None:
        self.conversations: dict[str, FakeConversation] = {}
        self.loop: asyncio.AbstractEventLoop | None = None

    def open(self, conversation: FakeConversation) -> FakeConversation:
        self.conversations[conversation.id] = conversation
        return conversation

    def say(self, conversation: FakeConversation, author: str, text: str, **more: Any) -> Json:
        """A message from outside a request (a test's thread)."""
        message = conversation.add(author, text, **more)
        self.publish(conversation, "message", message)
        return message

    def publish(self, conversation: FakeConversation, event: str, value: Json) -> None:
        """An event to whoever listens, from any thread."""
        assert self.loop is not None
        self.loop.call_soon_threadsafe(_put, conversation, event, value)

    def hang_up(self) -> None:
        """Ends every open stream, as a stopping server does."""
        for conversation in self.conversations.values():
            for queue in conversation.queues:
                queue.put_nowait(None)


def _put(conversation: FakeConversation, event: str, value: Json) -> None:
    for queue in () if conversation.mute else conversation.queues:
        queue.put_nowait(f"event: {event}\ndata: {json.dumps(value, ensure_ascii=False)}\n\n")


def _problem(status: int, title: str, fix: str) -> Response:
    body = {"type": "about:blank", "title": title, "status": status, "detail": title, "fix": fix}
    return JSONResponse(body, status_code=status, media_type="application/problem+json")


def create_fake_app(service: FakeService) -> FastAPI:
    """The chat page in front of a `FakeService`."""
    app = FastAPI()
    app.include_router(chat_router())

    @app.middleware("http")
    async def check_token(request: Request, call_next: Any) -> Any:
        service.loop = asyncio.get_running_loop()
        parts = request.url.path.split("/")
        if parts[1] != "v1":
            return await call_next(request)
        conversation = service.conversations.get(parts[3])
        given = request.headers.get("authorization", "")
        if conversation is None or given != f"Bearer {conversation.token}":
            return _problem(401, "The token is wrong or has expired.", "Open the newest link.")
        if conversation.erased:
            return _problem(410, "This conversation was erased.", "Turn to the company that wrote to you.")
        request.state.conversation = conversation
        return await call_next(request)

    _add_reading_routes(app)
    _add_writing_routes(app)
    return app


def _add_reading_routes(app: FastAPI) -> None:
    @app.get("/v1/conversations/{conversation_id}")
    async def conversation(request: Request) -> Json:
        view: Json = request.state.conversation.view()
        return view

    @app.get("/v1/conversations/{conversation_id}/messages")
    async def messages(request: Request, after: int = 0) -> Json:
        found: FakeConversation = request.state.conversation
        return {"messages": [each for each in found.messages if each["seq"] > after], "state": found.state}

    @app.get("/v1/conversations/{conversation_id}/events")
    async def events(request: Request) -> StreamingResponse:
        return StreamingResponse(_listen(request.state.conversation), media_type="text/event-stream")

    @app.get("/v1/conversations/{conversation_id}/transcript")
    async def transcript(request: Request, format: str = "txt") -> Response:
        found: FakeConversation = request.state.conversation
        if format == "json":
            return JSONResponse({"messages": found.messages})
        return PlainTextResponse("\n".join(f"{each['author']}: {each['text']}" for each in found.messages))


async def _listen(conversation: FakeConversation) -> AsyncIterator[str]:
    queue: asyncio.Queue[str | None] = asyncio.Queue()
    conversation.queues.append(queue)
    try:
        yield ": open\n\n"
        while (event := await queue.get()) is not None:
            yield event
    finally:
        conversation.queues.remove(queue)


def _add_writing_routes(app: FastAPI) -> None:
    @app.post("/v1/conversations/{conversation_id}/messages")
    async def send(request: Request) -> Response:
        found: FakeConversation = request.state.conversation
        found.posts += 1
        if found.refuse_sends > 0:
            found.refuse_sends -= 1
            return _problem(503, "The service is starting.", "Try again in a moment.")
        body = await request.json()
        message = _store_once(found, body["client_message_id"], body["text"])
        await asyncio.sleep(found.answer_after)
        if found.lose_answers > 0:
            found.lose_answers -= 1
            return Response(status_code=502)
        return JSONResponse({"message": message}, status_code=202)

    @app.post("/v1/conversations/{conversation_id}/stop")
    async def stop(request: Request) -> Response:
        return _equivalent(request.state.conversation, "Please stop writing to me.", "stopped", "confirm_stop")

    @app.post("/v1/conversations/{conversation_id}/person")
    async def person(request: Request) -> Response:
        return _equivalent(
            request.state.conversation, "I would like to talk to a person.", "with_person", "connect_person"
        )


def _store_once(conversation: FakeConversation, client_id: str, text: str) -> Json:
    if client_id in conversation.client_ids:
        return conversation.client_ids[client_id]
    message = conversation.add("borrower", text)
    conversation.client_ids[client_id] = message
    _put(conversation, "message", message)
    if conversation.answer:
        _put(conversation, "typing", {"on": True})
        reply = conversation.add("scripted", "Thank you for telling me. I have noted it.", act="small_talk")
        asyncio.get_running_loop().call_later(0.15, _put, conversation, "message", reply)
    return message


def _equivalent(conversation: FakeConversation, text: str, state: str, act: str) -> Response:
    message = conversation.add("borrower", text)
    conversation.state = state
    _put(conversation, "message", message)
    reply = conversation.add("scripted", "Understood, we will do that right away.", act=act)
    _put(conversation, "message", reply)
    _put(conversation, "status", {"state": state})
    return JSONResponse({"message": message}, status_code=202)
