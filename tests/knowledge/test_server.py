"""The same store behind a real Chroma server."""

from __future__ import annotations

import gc
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.knowledge import KnowledgeBase, KnowledgeUnavailable, SyncReport
from tests.knowledge.samples import PLAN, STOP, TODAY, document


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = _free_port()
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--host", "127.0.0.1", "--port", str(port)]
    folder = tmp_path_factory.mktemp("server")
    process = subprocess.Popen(
        [*command, "--path", str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder
    )
    pause = threading.Event()
    try:
        ready = any(_answers(port) or pause.wait(0.2) for _ in range(300))
        assert ready, "the Chroma server did not start"
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="module")
def server_url(server: tuple[str, subprocess.Popen[bytes]]) -> str:
    return server[0]


def test_documents_go_to_a_server_and_come_back_as_passages(server_url: str) -> None:
    base = KnowledgeBase.on_server(server_url)
    assert base.sync([document("uk-one", PLAN), document("uk-two", STOP)]).added == 2
    assert base.search("can I pay in instalments", "en", "uk", TODAY)[0].document == "uk-one"
    assert base.sync([document("uk-one", PLAN)]) == SyncReport(added=0, updated=0, deleted=1, unchanged=1)
    assert base.search("stop texting me", "en", "us", TODAY) == ()
    base.close()


def test_a_proxy_of_the_environment_gets_nothing(server_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "elsewhere.example")
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        proxy.settimeout(0)
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.getsockname()[1]}")
        base = KnowledgeBase.on_server(server_url)
        base.sync([document("uk-one", PLAN)])
        assert base.search("can I pay in instalments", "en", "uk", TODAY)
        base.close()
        with pytest.raises(BlockingIOError):
            proxy.accept()


def test_a_closed_base_leaves_no_connection_open(server_url: str) -> None:
    base = KnowledgeBase.on_server(server_url)
    base.search("can I pay in instalments", "en", "uk", TODAY)
    base.close()
    del base
    gc.collect()  # an open socket warns here, and warnings are errors


def test_a_server_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.knowledge.store._SERVER_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections, never answers
        base = KnowledgeBase.on_server(f"http://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(KnowledgeUnavailable, match="Timeout"):
            base.search("can I pay in instalments", "en", "uk", TODAY)
        base.close()


def test_a_server_that_hangs_once_connected_is_given_up(
    monkeypatch: pytest.MonkeyPatch, server: tuple[str, subprocess.Popen[bytes]]
) -> None:
    url, process = server
    base = KnowledgeBase.on_server(url)
    base.sync([document()])
    monkeypatch.setattr("service.knowledge.store._SERVER_SECONDS", 0.2)  # for the second try, on a fresh connection
    process.send_signal(signal.SIGSTOP)
    try:
        with pytest.raises(KnowledgeUnavailable, match="Timeout"):
            base.search("can I pay in instalments", "en", "uk", TODAY)
    finally:
        process.send_signal(signal.SIGCONT)
        base.close()
