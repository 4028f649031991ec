"""A model for whole turns: a server that keeps every byte it gets, and a borrower who talks to it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from service.domain.trace import Trace
from service.domain.vocabulary import WritingMode
from service.program import Program
from service.records.models import ConversationRow, MessageRow
from service.settings import PROJECT_FOLDER
from service.stages import Stages, Writer
from service.turn import take_turn
from service.writing import AgentWriter
from tests.writing.stub_endpoint import Answer, says

# What a model is asked for: the parsed request goes in, an answer of the protocol comes out.
Mind = Callable[[dict[str, Any]], Answer]


@dataclass
class Model:
    """A chat-completions endpoint. `mind` answers; `received` keeps request lines, headers and bodies as bytes."""

    url: str = ""
    mind: Mind = field(default=lambda asked: says("{}"))
    asked: list[dict[str, Any]] = field(default_factory=list)
    received: list[bytes] = field(default_factory=list)

    def thinks(self, mind: Mind) -> Model:
        """From now on answer so, and forget what was asked."""
        self.asked.clear()
        self.received.clear()
        self.mind = mind
        return self

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        head = f"{handler.requestline}\n{handler.headers}".encode()
        content = handler.rfile.read(int(handler.headers["Content-Length"]))
        self.received.append(head + content)
        self.asked.append(json.loads(content))
        self.mind(self.asked[-1])(handler)


def menu(asked: dict[str, Any]) -> list[str]:
    """The statement ids that the model may choose from."""
    schema = asked["response_format"]["json_schema"]["schema"]
    ids: list[str] = schema["properties"]["moves"]["items"]["properties"]["say"]["enum"]
    return ids


def rapport(words: str) -> Mind:
    """A model that takes the first statements of the menu and says these free words."""

    def mind(asked: dict[str, Any]) -> Answer:
        moves = [{"say": statement, "wording": 0} for statement in menu(asked)[:3]]
        return says(json.dumps({"rapport": words, "moves": moves}, ensure_ascii=False))

    return mind


def everything(words: str = "") -> Mind:
    """A model that chooses the whole menu, each statement in its last wording."""

    def mind(asked: dict[str, Any]) -> Answer:
        moves = [{"say": statement, "wording": 9} for statement in menu(asked)]
        return says(json.dumps({"rapport": words, "moves": moves}, ensure_ascii=False))

    return mind


def always(answer: Answer) -> Mind:
    """A model that answers the same whatever it is asked."""
    return lambda asked: answer


def sentences(*words: str) -> Mind:
    """A model in free mode."""
    return always(says(json.dumps({"sentences": words}, ensure_ascii=False)))


@contextmanager
def serving_model() -> Iterator[Model]:
    """The model on a free port, in a thread."""
    model = Model()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            try:
                model.answer(self)
            except OSError:  # the client has gone
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False  # a hanging answer ends with its own test
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    model.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def agent(url: str, mode: WritingMode = "assembled", **changes: Any) -> AgentWriter:
    """The service's own writer, with pauses that no test waits for."""
    settings: dict[str, Any] = {
        "base_url": url,
        "model": "stub-model",
        "api_key": "",
        "timeout_seconds": 5.0,
        "turn_seconds": 10.0,
        "max_tokens": 200,
        "retries": 1,
        "prompts_dir": PROJECT_FOLDER / "prompts",
        "mode": mode,
        "pause": lambda seconds: None,
    }
    return AgentWriter(**{**settings, **changes})


def with_agent(program: Program, writer: Writer, mode: WritingMode = "assembled") -> Stages:
    """The program's stages, with this writer."""
    return replace(program.stages, agent=writer, writing_mode=mode)


@dataclass
class Talk:
    """One borrower's side of a conversation, turn by turn."""

    program: Program
    stages: Stages
    id: str

    def hear(self, text: str) -> Trace:
        """Send a message, take the turn, deliver its answer."""
        self.program.reception.receive(self.id, text, None)
        return self.turn()

    def turn(self) -> Trace:
        trace = take_turn(self.id, self.stages)
        assert trace is not None
        self.program.delivery.deliver(self.id)
        return trace

    def row(self) -> ConversationRow:
        with self.program.foundation.database.reading() as session:
            return session.get_one(ConversationRow, self.id)

    def delivered(self, trace: Trace) -> str:
        """The message of a turn as the borrower reads it."""
        assert trace.outbound_id is not None
        with self.program.foundation.database.reading() as session:
            row = session.get_one(MessageRow, trace.outbound_id)
            assert row.status == "delivered"
            clear = self.program.foundation.vault.get(session, row.borrower_id, "message", row.id)
        assert clear is not None
        return clear


def talk(program: Program, account: str, *, verified: bool, stages: Stages | None = None) -> Talk:
    """A new conversation whose opening is done, by the scripted writer; from then on `stages` answer."""
    conversation = program.reception.open_conversation(account, "web", identity_verified=verified)
    assert conversation is not None
    opened = Talk(program, program.stages, conversation)
    opened.turn()
    opened.stages = stages or program.stages
    return opened
