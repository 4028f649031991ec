"""Waking those who wait."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from service.live import LiveHub

LONG = 30.0  # seconds that no test waits to the end


def _in_another_thread(action: object, *arguments: object) -> None:
    assert callable(action)
    thread = threading.Thread(target=action, args=arguments)
    thread.start()
    thread.join()


def _seconds(scene: object) -> float:
    assert asyncio.iscoroutine(scene)
    start = time.monotonic()
    asyncio.run(scene)
    return time.monotonic() - start


def test_a_wake_up_before_the_wait_is_not_lost() -> None:
    async def scene() -> None:
        hub = LiveHub()
        with hub.listening("c") as waiter:
            _in_another_thread(hub.wake, "c")
            await waiter.wait(LONG)

    assert _seconds(scene()) < LONG / 2


def test_a_wake_up_during_the_wait_ends_it() -> None:
    async def scene() -> None:
        hub = LiveHub()
        with hub.listening("c") as waiter:
            waiting = asyncio.create_task(waiter.wait(LONG))
            await asyncio.sleep(0)
            await asyncio.to_thread(hub.set_typing, "c", True)
            await waiting
        assert hub.is_typing("c")

    assert _seconds(scene()) < LONG / 2


def test_every_waiter_of_a_conversation_is_woken_and_nobody_elses() -> None:
    async def scene() -> None:
        hub = LiveHub()
        with hub.listening("c") as one, hub.listening("c") as two, hub.listening("d") as other:
            _in_another_thread(hub.wake, "c")
            await asyncio.gather(one.wait(LONG), two.wait(LONG))
            start = time.monotonic()
            await other.wait(0.05)
            assert time.monotonic() - start >= 0.04

    assert _seconds(scene()) < LONG / 2


def test_one_wake_up_ends_one_wait() -> None:
    async def scene() -> None:
        hub = LiveHub()
        with hub.listening("c") as waiter:
            hub.wake("c")
            hub.wake("c")
            await waiter.wait(LONG)
            start = time.monotonic()
            await waiter.wait(0.05)
            assert time.monotonic() - start >= 0.04

    asyncio.run(scene())


@pytest.mark.parametrize("fails", [False, True])
def test_a_waiter_that_left_is_forgotten(fails: bool) -> None:
    hub = LiveHub()

    async def scene() -> None:
        with hub.listening("c"):
            assert set(hub._waiters) == {"c"}
            if fails:
                raise ConnectionError

    if fails:
        with pytest.raises(ConnectionError):
            asyncio.run(scene())
    else:
        asyncio.run(scene())
    assert not hub._waiters


def test_waking_after_the_loop_was_closed_does_no_harm() -> None:
    hub = LiveHub()

    async def leave_without_closing() -> object:
        listening = hub.listening("c")
        listening.__enter__()
        return listening

    kept = asyncio.run(leave_without_closing())
    hub.wake("c")
    assert kept is not None


def test_typing_ends() -> None:
    hub = LiveHub()
    hub.set_typing("c", True)
    hub.set_typing("c", True)
    assert (hub.is_typing("c"), hub.is_typing("d")) == (True, False)
    hub.set_typing("c", False)
    hub.set_typing("c", False)
    assert not hub.is_typing("c")
