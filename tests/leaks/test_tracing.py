"""Traces of model calls: none unless the operator names a place, and then without personal data, come what may."""

from __future__ import annotations

import importlib
import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from service.model_endpoint.calls import CallFailed, ask
from service.model_endpoint.connection import chat_model, open_client
from service.model_endpoint.prompt_files import ModelSettings, Prompt, PromptHead
from service.model_endpoint.tracing import LEFT_OUT, Tracing
from service.settings import Settings
from service.stages import tracing_of
from tests.leaks.search import found
from tests.leaks.started import talkative
from tests.turn.canaries import CANARIES
from tests.writing.stub_endpoint import Answer, body, says, serving

_HEAD = PromptHead(id="x", version=1, purpose="a test", language="en", model=ModelSettings(temperature=0))
_PROMPT = Prompt(head=_HEAD, system="You answer messages.", message="")
_SCHEMA = {"title": "x", "type": "object", "properties": {"a": {"type": "string"}}}


@dataclass
class Collector:
    """A place that takes traces and keeps every byte."""

    url: str = ""
    received: list[bytes] = field(default_factory=list)


@pytest.fixture
def collector() -> Iterator[Collector]:
    collector = Collector()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _take(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            collector.received.append(f"{self.requestline}\n{self.headers}".encode() + self.rfile.read(size))
            self.send_response(404 if self.command == "GET" else 202)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        do_GET = do_POST = do_PATCH = _take  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    collector.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield collector
    server.shutdown()
    server.server_close()
    thread.join()


def _called(tracing: Tracing | None, message: str, answer: Answer) -> None:
    """One call of a model, with this for the borrower's words: as if redaction had not been there."""
    with serving(answer) as stub, open_client() as client:
        model = chat_model(stub.url, "stub", "the-models-key", 100, client, tracing)
        with suppress(CallFailed):
            ask(model, _PROMPT, message, _SCHEMA, 5.0)
        for handler in model.callbacks or []:  # type: ignore[union-attr]
            handler.client.flush()  # type: ignore[union-attr]


@pytest.mark.parametrize("canaries", CANARIES, ids=lambda canaries: canaries.account.id)
def test_even_a_prompt_that_was_not_redacted_leaves_without_personal_data(
    canaries: Any, collector: Collector, tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path, trace_url=collector.url, trace_api_key="the-traces-key", _env_file=None)
    # By itself a text without a known borrower; what only their account gives away is not looked for here.
    message = canaries.messages[7]
    quoted = body({"error": {"message": message}}, 400)
    for answer in (says(json.dumps({"a": message}, ensure_ascii=False)), says(message), quoted):
        _called(tracing_of(settings), message, answer)
    sent = b"\n".join(collector.received)
    assert found(message, canaries.needles)
    assert found(sent, canaries.needles) == []
    assert b"<PHONE_NUMBER_1>" in sent or b"<ACCOUNT_NUMBER_1>" in sent or b"<WECHAT_ID_1>" in sent
    assert sent.count(b"POST /runs") >= 3
    assert b"the-models-key" not in sent


def test_none_is_sent_when_none_was_asked_for(collector: Collector, monkeypatch: pytest.MonkeyPatch) -> None:
    asked_of_environment: Any = importlib.import_module("langsmith.utils").get_env_var  # remembers what it was told
    for name, value in talkative(collector.url).items():
        if name.startswith(("LANG", "OPENAI")) and name != "LANGCHAIN_TRACING":
            monkeypatch.setenv(name, value)
    asked_of_environment.cache_clear()
    try:
        _called(tracing_of(Settings(_env_file=None)), "hello", says('{"a": "b"}'))
    finally:
        asked_of_environment.cache_clear()
    assert collector.received == []


def test_a_place_that_is_down_fails_no_call(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, trace_url="http://127.0.0.1:9", _env_file=None)
    with serving(says('{"a": "b"}')) as stub, open_client() as client:
        model = chat_model(stub.url, "stub", "", 100, client, tracing_of(settings))
        assert ask(model, _PROMPT, "hello", _SCHEMA, 5.0) == '{"a": "b"}'


def test_what_cannot_be_anonymised_is_left_out() -> None:
    def failing(text: str) -> str:
        raise ValueError(text)

    tracing = Tracing("http://127.0.0.1:9", "", "p", failing)
    value = {"a": ["Maria", 1, None, {"b": object()}], "c": True}
    assert tracing.anonymiser()(value) == {"a": [LEFT_OUT, 1, None, {"b": LEFT_OUT}], "c": True}
    assert "secret" not in repr(Tracing("u", "secret", "p", failing))
