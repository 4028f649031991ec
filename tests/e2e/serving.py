"""A web application on a real port, which can be stopped and started again on the same one."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

PATIENCE = 20.0  # seconds for a server to come or go


class RunningServer:
    """Serves an application on a thread.

    Args:
        build: makes the application; called anew at every start, as a new process would.
        before_stop: lets open streams end, called on any thread.
    """

    def __init__(self, build: Callable[[], FastAPI], before_stop: Callable[[], None]) -> None:
        self._build, self._before_stop = build, before_stop
        self._port = 0
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self._port))
        self._port = listener.getsockname()[1]
        config = uvicorn.Config(
            self._build(), log_level="error", ws="none", lifespan="off", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [listener]}, daemon=True)
        self._thread.start()
        wait_until(lambda: self._server is not None and self._server.started, "the server has started")

    def stop(self) -> None:
        if self._server is None or self._thread is None:
            return
        self._before_stop()
        self._server.should_exit = True
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), "the server did not stop"
        self._server = None


def wait_until(condition: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    """Returns once a condition holds.

    Raises:
        AssertionError: it did not hold in time.
    """
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, f"waited {patience:.0f} s in vain: {what}"
        time.sleep(0.02)
