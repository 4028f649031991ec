"""Unwrapped data keys in memory, for a short time: asking a key service for every message would be too slow.

A key is found by its wrapped bytes, which are read from the borrower's row every time. Where the row no longer holds
them (the borrower was erased, by whatever process), nothing here can be found any more.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

SECONDS = 300.0
MOST_KEYS = 1000


class KeyCache:
    """At most `most` keys, none older than `seconds`; the oldest leaves first, so that looking costs nothing.

    Args:
        now: seconds of a clock that never goes back.
    """

    def __init__(
        self, most: int = MOST_KEYS, seconds: float = SECONDS, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._seconds, self._now = most, seconds, now
        self._kept: OrderedDict[bytes, tuple[float, bytes]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, wrapped: bytes, unwrap: Callable[[], bytes]) -> bytes:
        """The key, unwrapped anew unless it is still here."""
        with self._lock:
            self._drop_old()
            if wrapped in self._kept:
                return self._kept[wrapped][1]
        key = unwrap()  # outside the lock: one slow answer must not hold up the others
        with self._lock:
            self._kept.pop(wrapped, None)  # two may have asked at once; the order stays that of the ages
            self._kept[wrapped] = (self._now() + self._seconds, key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return key

    def forget(self, wrapped: bytes) -> None:
        with self._lock:
            self._kept.pop(wrapped, None)

    def __len__(self) -> int:
        with self._lock:
            self._drop_old()
            return len(self._kept)

    def _drop_old(self) -> None:
        now = self._now()
        while self._kept and next(iter(self._kept.values()))[0] <= now:
            self._kept.popitem(last=False)
