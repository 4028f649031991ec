"""What happens now, told to whoever waits in this process: a turn began, a message was delivered.

Only a hint: the database is the truth, and waiters look there again from time to time, so that another
process's work is seen too.
"""

from __future__ import annotations

import asyncio
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class LiveHub:
    """Wakes the waiters of a conversation; called from worker threads, waited on in the event loop."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiters: dict[str, set[Waiter]] = defaultdict(set)
        self._typing: set[str] = set()

    @contextmanager
    def listening(self, conversation_id: str) -> Iterator[Waiter]:
        """A waiter that is woken whenever something happens in the conversation."""
        waiter = Waiter(asyncio.get_running_loop())
        with self._lock:
            self._waiters[conversation_id].add(waiter)
        try:
            yield waiter
        finally:
            with self._lock:
                self._waiters[conversation_id].discard(waiter)
                if not self._waiters[conversation_id]:
                    del self._waiters[conversation_id]

    def set_typing(self, conversation_id: str, typing: bool) -> None:
        """Say that the agent began or ended an answer."""
        with self._lock:
            if typing:
                self._typing.add(conversation_id)
            else:
                self._typing.discard(conversation_id)
        self.wake(conversation_id)

    def is_typing(self, conversation_id: str) -> bool:
        with self._lock:
            return conversation_id in self._typing

    def wake(self, conversation_id: str) -> None:
        """Tell the waiters to look again."""
        with self._lock:
            waiters = list(self._waiters.get(conversation_id, ()))
        for waiter in waiters:
            waiter.wake()


class Waiter:
    """Waits in the event loop for a wake-up from any thread; one that came early is not lost."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop, self._event = loop, asyncio.Event()

    def wake(self) -> None:
        # The loop may be closed while the server shuts down; then nobody waits any more.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._event.set)

    async def wait(self, seconds: float) -> None:
        """Return when woken, or after so many seconds."""
        try:
            await asyncio.wait_for(self._event.wait(), timeout=seconds)
        except TimeoutError:
            return
        finally:
            self._event.clear()
