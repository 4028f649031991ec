"""The Chroma collection behind the knowledge base: opened late, and again when another process changed it."""

from __future__ import annotations

import fcntl
import os
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast
from urllib.parse import urlsplit

from service.knowledge.embedding_function import embedding_function
from service.knowledge.errors import KnowledgeUnavailable

if TYPE_CHECKING:
    import httpx
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection
    from chromadb.config import Settings

# Names the embedding model and the layout of the records, so that vectors of two models are never mixed.
COLLECTION = "knowledge-usem3-1"

_SERVER_SECONDS = 10.0

Answer = TypeVar("Answer")


class Site(Protocol):
    """Where the vectors live."""

    @property
    def place(self) -> str:
        """The folder or the address, for messages."""

    def connect(self) -> Client: ...

    def disconnect(self, client: Client) -> None: ...

    def stamp(self) -> str:
        """Differs once what an open client keeps in memory may be out of date."""

    def only_writer(self) -> Iterator[None]:
        """Runs once, with no other process writing; then changes the stamp."""


class FolderSite:
    """A folder on this machine. An open client keeps its index in memory, and one process's writes break another's
    reads ("Error finding id"); the stamp file tells when to open again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamp = folder / "written"

    @property
    def place(self) -> str:
        return str(self._folder)

    def connect(self) -> Client:
        import chromadb

        self._folder.mkdir(parents=True, exist_ok=True)
        return cast("Client", chromadb.PersistentClient(str(self._folder), settings=_quiet_settings()))

    def disconnect(self, client: Client) -> None:
        client.close()

    def stamp(self) -> str:
        try:
            return self._stamp.read_text()
        except OSError:  # not written yet, or no folder: connecting says which
            return ""

    def only_writer(self) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "writer.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise KnowledgeUnavailable(
                    self.place, "another process is writing to it", "Wait until its sync has ended, then repeat"
                ) from error
            try:
                yield
            finally:
                self._stamp.write_text(uuid.uuid4().hex)


class ServerSite:
    """A Chroma server, which keeps its readers and writers apart by itself."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise KnowledgeUnavailable(url, "not an address of a server", "Write it like http://chroma:8000")
        self._host, self._secure = parts.hostname, parts.scheme == "https"
        self._port = parts.port or (443 if self._secure else 80)

    @property
    def place(self) -> str:
        return f"{'https' if self._secure else 'http'}://{self._host}:{self._port}"

    def connect(self) -> Client:
        import chromadb
        import httpx

        _reach_directly(self._host)
        # Chroma's client asks the server for its tenant while it is built, without a time limit: ask first, with one.
        httpx.get(f"{self.place}/api/v2/heartbeat", timeout=_SERVER_SECONDS).raise_for_status()
        client = chromadb.HttpClient(host=self._host, port=self._port, ssl=self._secure, settings=_quiet_settings())
        for session in _sessions(client):
            session.timeout = _SERVER_SECONDS
        return cast("Client", client)

    def disconnect(self, client: Client) -> None:
        sessions = _sessions(client)
        client.close()
        for session in sessions:
            session.close()

    def stamp(self) -> str:
        return ""

    def only_writer(self) -> Iterator[None]:
        yield


class Store:
    """Calls on the collection, one at a time: safe from several threads."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._lock = threading.RLock()
        self._client: Client | None = None
        self._collection: Collection | None = None
        self._stamp = ""

    @property
    def place(self) -> str:
        return self._site.place

    def call(self, ask: Callable[[Collection], Answer]) -> Answer:
        """What `ask` gives on the collection; tried once more on a fresh client when the open one has gone stale.

        Raises:
            KnowledgeUnavailable: the folder or server cannot be used.
        """
        with self._lock:
            if self._stamp != self._site.stamp():
                self.close()
            try:
                return ask(self._opened())
            except KnowledgeUnavailable:
                raise
            except Exception:
                self.close()
            try:
                return ask(self._opened())
            except KnowledgeUnavailable:
                raise
            except Exception as error:
                self.close()
                raise self._unavailable(error) from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keeps other writers away for as long as it is open."""
        try:
            with self._lock, contextmanager(self._site.only_writer)():
                yield
        except OSError as error:
            raise self._unavailable(error) from error
        self._stamp = self._site.stamp()

    def close(self) -> None:
        """Let go of the client; the next call opens another."""
        with self._lock:
            client, self._client, self._collection = self._client, None, None
            if client is not None:
                self._site.disconnect(client)

    def _opened(self) -> Collection:
        if self._collection is None:
            self._stamp = self._site.stamp()
            try:
                self._client = self._site.connect()
                self._collection = self._client.get_or_create_collection(
                    COLLECTION,
                    embedding_function=embedding_function(),
                    configuration={"hnsw": {"space": "cosine", "ef_search": 200}},
                )
            except Exception as error:
                self.close()
                raise self._unavailable(error) from error
        return self._collection

    def _unavailable(self, error: Exception) -> KnowledgeUnavailable:
        fix = "Check that it can be reached and written, then run `forbear knowledge sync`"
        return KnowledgeUnavailable(self.place, f"{type(error).__name__}: {error}", fix)


def _reach_directly(host: str) -> None:
    """Take the server out of whatever proxy the environment names: questions go to the server of the settings alone.

    Chroma builds its HTTP clients itself, and these read the environment.
    """
    for name in ("NO_PROXY", "no_proxy"):
        hosts = [one for one in os.environ.get(name, "").split(",") if one]
        if host not in hosts:
            os.environ[name] = ",".join([*hosts, host])


def _sessions(client: Any) -> list[httpx.Client]:
    """The HTTP sessions of a client. Chroma 1.5 gives them no time limit and leaves them open when it is closed."""
    servers = [getattr(owner, "_server", None) for owner in (client, getattr(client, "_admin_client", None))]
    sessions = {id(session): session for server in servers if (session := getattr(server, "_session", None))}
    return list(sessions.values())


def _quiet_settings() -> Settings:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)
