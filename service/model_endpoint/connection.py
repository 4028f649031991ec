"""A model behind an OpenAI-compatible endpoint, through LangChain; imported late, and told to report to nobody."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import httpx

from service.model_endpoint.tracing import Tracing

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

_MAX_ANSWER_BYTES = 1_000_000


class _DeadlineStream(httpx.SyncByteStream):
    """A response body that must be complete in time: a server that drips cannot hold a turn."""

    def __init__(self, stream: httpx.SyncByteStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for chunk in self._stream:
            size += len(chunk)
            if time.monotonic() > self._deadline:
                raise httpx.ReadTimeout("the answer was not complete in time")
            if size > _MAX_ANSWER_BYTES:
                raise httpx.ReadError("the answer is too long")
            yield chunk

    def close(self) -> None:
        self._stream.close()


class DeadlineTransport(httpx.HTTPTransport):
    """HTTP whose read time-out counts for the whole answer and not for each piece of it."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        seconds = request.extensions.get("timeout", {}).get("read")
        deadline = time.monotonic() + seconds if seconds else float("inf")
        response = super().handle_request(request)
        if isinstance(response.stream, httpx.SyncByteStream):
            response.stream = _DeadlineStream(response.stream, deadline)
        return response


def open_client() -> httpx.Client:
    """A client that talks to the endpoint itself: no proxy or netrc of the environment."""
    return httpx.Client(transport=DeadlineTransport(), trust_env=False)


def silence_tracing() -> None:
    """LangChain would send traces to a service when these were set; they must be off before it is imported."""
    os.environ["LANGSMITH_TRACING"] = "false"
    os.environ["LANGCHAIN_TRACING_V2"] = "false"


def chat_model(
    base_url: str, model: str, api_key: str, max_tokens: int, client: httpx.Client, tracing: Tracing | None = None
) -> ChatOpenAI:
    """The model. Retries are the writer's own, because they share the turn's time.

    Args:
        tracing: where calls are traced to; nowhere when it is None, whatever the environment says.
    """
    silence_tracing()
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    arguments: dict[str, Any] = {
        "base_url": base_url,
        "model": model,
        "api_key": SecretStr(api_key or "none"),  # local servers want none, the client refuses an empty one
        "max_tokens": max_tokens,
        "max_retries": 0,
        "http_client": client,
        "use_responses_api": False,
        "callbacks": [] if tracing is None else [tracing.tracer()],
        "cache": False,
    }
    return ChatOpenAI(**arguments)
