"""`/v1/conversations`: opened by a creditor's system, talked in by its borrower."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from sse_starlette import EventSourceResponse, ServerSentEvent

from service.api.access import Base, CreditorKey, OwnConversation, Queue, Serving
from service.api.problems import Problem
from service.api.shapes import MessageAnswer, MessageShape, NewConversation, NewMessage
from service.conversation_view import ConversationReader, shown_state
from service.program import Program
from service.reception import Received
from service.records.accounts import find_account
from service.workflows import Workflows

router = APIRouter(prefix="/v1/conversations", tags=["conversations"])

LONGEST_WAIT_SECONDS = 120

_BUTTON_TEXTS = {
    "stop": {"en": "Please stop contacting me.", "zh": "请不要再联系我。"},
    "person": {"en": "I would like to talk to a person.", "zh": "我想转人工客服。"},
}


@router.post("", status_code=201, summary="Open a conversation about an account")
def open_conversation(new: NewConversation, program: Serving, queue: Queue, _key: CreditorKey) -> dict[str, Any]:
    _refuse_unserved(program, new.account_id)
    conversation_id = program.reception.open_conversation(new.account_id, new.channel, new.identity_verified)
    if conversation_id is None:
        raise Problem(404, "Not found", "There is no account of this id.", field="account_id", fix="Create it first.")
    queue.enqueue_opening(conversation_id)
    token = program.foundation.tokens.issue(conversation_id, version=1)
    return {
        "conversation_id": conversation_id,
        "borrower_token": token,
        "chat_url": chat_url(program.foundation.settings.public_url, conversation_id, token),
    }


def _refuse_unserved(program: Program, account_id: str) -> None:
    """A place with seed packs alone, or none, has nothing to serve its borrowers with: no knowledge, no authority."""
    with program.foundation.database.reading() as session:
        account = find_account(session, account_id)
    if account is not None and not program.stages.guard.serves(account.jurisdiction):
        raise Problem(
            422,
            "Not served",
            f"The service writes to nobody in {account.jurisdiction!r}: it has no complete rule packs for that place.",
            field="account_id",
            fix="Complete the packs of the place (docs/adding-a-jurisdiction.md), or give the account to a person.",
        )


def chat_url(public_url: str, conversation_id: str, token: str) -> str:
    """The borrower's link; the token is in the fragment, which browsers do not send and servers do not log."""
    return f"{public_url}/chat/{conversation_id}#token={token}"


@router.get("/{conversation_id}", summary="State, language and plan")
def get_conversation(conversation_id: OwnConversation, foundation: Base, program: Serving) -> dict[str, Any]:
    reader = ConversationReader(foundation)
    row = reader.row(conversation_id)
    creditor = program.stages.creditors.get(row.account.creditor)
    language: Any = row.language
    plan = reader.plan(conversation_id)
    return {
        "conversation_id": conversation_id,
        "state": shown_state(row),
        "language": row.language,
        "creditor": creditor.name.in_language(language) if creditor is not None else row.account.creditor,
        "created_at": row.created_at.isoformat(),
        "plan": None if plan is None else plan.model_dump(mode="json"),
    }


@router.post("/{conversation_id}/messages", summary="Send a message", responses={202: {"model": None}})
async def post_message(
    conversation_id: OwnConversation,
    new: NewMessage,
    response: Response,
    program: Serving,
    queue: Queue,
    wait: Annotated[float, Query(ge=0, le=LONGEST_WAIT_SECONDS)] = 0,
) -> dict[str, Any]:
    """202 as soon as the message is on disk; with `wait`, 200 with the replies once they are delivered."""
    received = await run_in_threadpool(_take, program, queue, conversation_id, new.text, new.client_message_id)
    answer = await _answer_within(program, received, wait) if wait > 0 else None
    if answer is not None:
        return answer.model_dump(mode="json")
    response.status_code = 202
    message = await run_in_threadpool(ConversationReader(program.foundation).message, received.message)
    return {"id": message.id, "message": message.model_dump(mode="json")}


@router.post("/{conversation_id}/{button}", status_code=202, summary="Stop messages, or ask for a person")
def press_button(
    conversation_id: OwnConversation, button: Literal["stop", "person"], program: Serving, queue: Queue
) -> dict[str, Any]:
    """The same as writing it: it is stored, answered and recorded as the borrower's message."""
    reader = ConversationReader(program.foundation)
    text = _BUTTON_TEXTS[button][reader.row(conversation_id).language]
    received = _take(program, queue, conversation_id, text, None)
    return {"id": received.message.id, "message": reader.message(received.message).model_dump(mode="json")}


@router.get("/{conversation_id}/messages", summary="The transcript, or what came after a message")
def get_messages(
    conversation_id: OwnConversation, foundation: Base, after: Annotated[int, Query(ge=0)] = 0
) -> dict[str, Any]:
    reader = ConversationReader(foundation)
    messages = reader.messages(conversation_id, after)
    return {
        "messages": [message.model_dump(mode="json") for message in messages],
        "state": reader.state(conversation_id),
    }


@router.get("/{conversation_id}/transcript", summary="The transcript as a file")
def get_transcript(
    conversation_id: OwnConversation, foundation: Base, format: Literal["txt", "json"] = "txt"
) -> Response:
    reader = ConversationReader(foundation)
    messages = reader.messages(conversation_id)
    headers = {"Content-Disposition": f'attachment; filename="conversation.{format}"'}
    if format == "json":
        plan = reader.plan(conversation_id)
        body = {
            "conversation_id": conversation_id,
            "generator": "AI-generated where author is agent or scripted",
            "messages": [message.model_dump(mode="json") for message in messages],
            "plan": None if plan is None else plan.model_dump(mode="json"),
        }
        return Response(json.dumps(body, ensure_ascii=False, indent=2), media_type="application/json", headers=headers)
    lines = [f"{message.created_at:%Y-%m-%d %H:%M} UTC  {_speaker(message)}\n{message.text}\n" for message in messages]
    return Response("\n".join(lines), media_type="text/plain; charset=utf-8", headers=headers)


@router.get("/{conversation_id}/events", summary="Live events: message, typing, status")
async def get_events(
    request: Request,
    conversation_id: OwnConversation,
    program: Serving,
    after: Annotated[int, Query(ge=0)] = 0,
) -> EventSourceResponse:
    """Server-sent events; after a break go on with `Last-Event-ID` or `?after=`."""
    last = request.headers.get("last-event-id", "")
    start = max(after, int(last) if last.isdigit() else 0)
    return EventSourceResponse(_events(program, conversation_id, start), ping=15)


def _take(
    program: Program, queue: Workflows, conversation_id: str, text: str, client_message_id: str | None
) -> Received:
    received = program.reception.receive(conversation_id, text, client_message_id)
    # Queueing is idempotent, so a message that came again after a crash is queued if it was not.
    queue.enqueue(conversation_id, received.message.id)
    return received


async def _answer_within(program: Program, received: Received, seconds: float) -> MessageAnswer | None:
    """The answer once it is delivered; None when it takes longer."""
    reader = ConversationReader(program.foundation)
    conversation_id = received.message.conversation_id
    deadline = time.monotonic() + seconds
    with program.hub.listening(conversation_id) as waiter:
        while True:
            replies = await run_in_threadpool(reader.replies, received.message)
            if replies is not None:
                return await run_in_threadpool(_answer, reader, received, replies)
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            await waiter.wait(min(left, _look_seconds(program)))


def _answer(reader: ConversationReader, received: Received, replies: list[MessageShape]) -> MessageAnswer:
    conversation_id = received.message.conversation_id
    return MessageAnswer(
        message=reader.message(received.message),
        replies=replies,
        state=reader.state(conversation_id),
        plan=reader.plan(conversation_id),
    )


def _look_seconds(program: Program) -> float:
    """How often a waiter looks for itself: seldom where this process does all the work and wakes it."""
    return 10.0 if program.foundation.database.is_sqlite else 1.0


async def _events(program: Program, conversation_id: str, after: int) -> AsyncIterator[ServerSentEvent]:
    reader = ConversationReader(program.foundation)
    state, typing = "", False
    with program.hub.listening(conversation_id) as waiter:
        while True:
            messages = await run_in_threadpool(reader.messages, conversation_id, after)
            for message in messages:
                after = message.seq
                data = json.dumps({"message": message.model_dump(mode="json")}, ensure_ascii=False)
                yield ServerSentEvent(event="message", id=str(after), data=data)
            now_typing = program.hub.is_typing(conversation_id)
            if now_typing != typing:
                typing = now_typing
                yield ServerSentEvent(event="typing", data=json.dumps({"on": typing}))
            now_state = await run_in_threadpool(reader.state, conversation_id)
            if now_state != state:
                state = now_state
                yield ServerSentEvent(event="status", data=json.dumps({"state": state}))
            await waiter.wait(_look_seconds(program))
            await asyncio.sleep(0)


def _speaker(message: MessageShape) -> str:
    names = {
        "borrower": ("You", "您"),
        "person": ("Colleague", "工作人员"),
    }
    english, chinese = names.get(message.author, ("Automated assistant (AI)", "智能助手（AI生成）"))
    return chinese if message.language == "zh" else english
