"""A server that speaks the chat-completions protocol and answers what a test tells it to."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Stub:
    """Answers each call with the next of `answers`, the last one for ever; keeps what it was asked."""

    answers: list[Answer]
    asked: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers["Content-Length"])
        self.asked.append(json.loads(handler.rfile.read(length)))
        self.answers[min(len(self.asked), len(self.answers)) - 1](handler)


def says(content: str | None, **message: Any) -> Answer:
    """A well-formed chat completion with this content."""
    return body(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1_780_000_000,
            "model": "stub",
            "choices": [
                {
                    "index": 0,
                    "finish_reason": "stop",
                    "message": {"role": "assistant", "content": content, **message},
                }
            ],
            "usage": {"prompt_tokens": 10, "completion_tokens": 10, "total_tokens": 20},
        }
    )


def moves(*says_: str, rapport: str = "") -> Answer:
    """A good answer that chooses these statements."""
    return says(json.dumps({"rapport": rapport, "moves": [{"say": item, "wording": 0} for item in says_]}))


def body(content: Any, status: int = 200) -> Answer:
    """Any JSON body (or text, as it is) with a status."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        data = (content if isinstance(content, str) else json.dumps(content)).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def dripping(released: threading.Event) -> Answer:
    """Begins an answer and sends a byte now and then, until the test is over."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        end = time.monotonic() + 20
        while not released.wait(0.05) and time.monotonic() < end:
            handler.wfile.write(b" ")

    return answer


def silent(released: threading.Event) -> Answer:
    """Never answers, until the test is over."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        released.wait(20)

    return answer


def hanging_up(handler: BaseHTTPRequestHandler) -> None:
    """Closes the connection without a word."""
    handler.close_connection = True


@contextmanager
def serving(*answers: Answer) -> Iterator[Stub]:
    """The stub on a free port, in a thread."""
    stub = Stub(list(answers))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            try:
                stub.answer(self)
            except OSError:  # the client has gone, which is what some tests are about
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    stub.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
