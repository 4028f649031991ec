"""A real browser, and the stand-in service behind the chat page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.e2e.serving import RunningServer
from tests.web.fake_service import FakeConversation, FakeService, create_fake_app

_SYSTEM_BROWSER = Path("/usr/bin/chromium")
_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

OpenContext = Callable[..., BrowserContext]


def launch(playwright: Playwright) -> Browser:
    """The system's Chromium where there is one, else the one that Playwright has installed."""
    path = _SYSTEM_BROWSER if _SYSTEM_BROWSER.exists() else None
    return playwright.chromium.launch(executable_path=path, args=_FLAGS)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def open_context(browser: Browser) -> Iterator[OpenContext]:
    """Opens separate visitors; a script error or a refused resource in any of their pages fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_one(**options: object) -> BrowserContext:
        settings = {"locale": "en-US", "viewport": {"width": 1100, "height": 800}, **options}
        context = browser.new_context(**settings)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        context.on("console", lambda message: _note_refusal(message.text, errors))
        contexts.append(context)
        return context

    yield open_one
    for context in contexts:
        context.close()
    assert errors == []


def _note_refusal(text: str, errors: list[str]) -> None:
    if "Content Security Policy" in text or "TrustedHTML" in text:
        errors.append(text)


@pytest.fixture(scope="package")
def fake() -> FakeService:
    return FakeService()


@pytest.fixture(scope="package")
def server(fake: FakeService) -> Iterator[RunningServer]:
    def hang_up() -> None:
        if fake.loop is not None:
            fake.loop.call_soon_threadsafe(fake.hang_up)

    running = RunningServer(lambda: create_fake_app(fake), hang_up)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def conversation(fake: FakeService, request: pytest.FixtureRequest) -> FakeConversation:
    """A fresh conversation whose borrower was greeted."""
    number = len(fake.conversations) + 1
    conversation = fake.open(FakeConversation(f"cnv_{number}", token=f"token-{number}"))
    conversation.add("scripted", "Hello, this is the automated assistant of Harbor Light Bank.", act="open")
    return conversation


OpenChat = Callable[..., Page]


@pytest.fixture
def open_chat(open_context: OpenContext, server: RunningServer, conversation: FakeConversation) -> OpenChat:
    """Opens the chat page as its borrower; keyword arguments are those of a browser context."""

    def open_page(of: FakeConversation = conversation, **options: object) -> Page:
        page = open_context(**options).new_page()
        page.goto(f"{server.url}/chat/{of.id}#token={of.token}")
        page.locator(".message").first.wait_for()
        return page

    return open_page
