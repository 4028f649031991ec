"""The pages for people who use a keyboard, a screen reader, a small screen, or other colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from service.review import console_router
from service.web import chat_router
from tests.e2e.conftest import OpenChat, OpenContext
from tests.e2e.serving import RunningServer
from tests.e2e.test_chat_forms import plan
from tests.review.sample import CLEAR_NAME, KEY, ORIGINAL, MemorySource
from tests.web.fake_service import FakeConversation, FakeService

# WCAG 2.2 levels A and AA, and axe's own list of good practice.
_OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
}


def violations(page: Page) -> list[str]:
    """What axe finds, as short lines."""
    page.wait_for_load_state("load")  # a click may have led to a page whose style sheet is still on its way
    results = Axe().run(page, options=_OPTIONS).response
    return [f"{found['id']}: {node['html'][:160]}" for found in results["violations"] for node in found["nodes"]]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def fill(conversation: FakeConversation, language: str) -> None:
    """A conversation with everything that a chat can show."""
    conversation.language, conversation.state, conversation.plan = language, "agreed", plan()
    conversation.add("borrower", "https://example.org/" + "very-long-" * 30)
    conversation.add(
        "scripted",
        "Two ways:\n1. 每月还款\n2. See https://example.org/" + "help/" * 20,
        citations=[{"title": "Help", "source": "Policy of the bank", "url": "https://example.org/policy"}],
        quotes=[plan()],
    )
    conversation.add("person", "您好，我是工作人员。")


_OPENED: dict[str, Callable[[Page], None]] = {
    "conversation": lambda page: None,
    "stop dialog": lambda page: page.locator("#stop").click(),
    "save dialog": lambda page: page.locator("#save").click(),
    "typing": lambda page: page.evaluate("import('/static/chat/indicators.js').then(m => m.showTyping(true))"),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("opened", _OPENED)
def test_axe_finds_nothing_on_the_chat_page(
    open_chat: OpenChat, conversation: FakeConversation, opened: str, language: str, scheme: str
) -> None:
    fill(conversation, language)
    page = open_chat(color_scheme=scheme, reduced_motion="reduce")
    _OPENED[opened](page)
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_identity_form(open_chat: OpenChat, scheme: str) -> None:
    page = open_chat(color_scheme=scheme)
    page.get_by_role("button", name="Confirm it is me").click()
    page.get_by_role("dialog").get_by_role("button", name="Send").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_closed_page(
    open_context: OpenContext, server: RunningServer, conversation: FakeConversation, scheme: str
) -> None:
    page = open_context(color_scheme=scheme).new_page()
    page.goto(f"{server.url}/chat/{conversation.id}#token=old")
    page.get_by_role("heading", name="This link no longer works").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [320, 375, 414, 768, 1024, 1440])
def test_no_width_makes_the_chat_scroll_sideways(
    open_chat: OpenChat, conversation: FakeConversation, width: int, language: str
) -> None:
    fill(conversation, language)
    page = open_chat(viewport={"width": width, "height": 640})
    assert overflow(page) == 0
    assert int(page.get_by_role("log").evaluate("node => node.scrollWidth - node.clientWidth")) == 0
    expect(page.locator("#send")).to_be_in_viewport(ratio=1)
    expect(page.locator("#stop")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("height", [320, 480])
def test_on_a_low_screen_the_composer_stays_in_sight(open_chat: OpenChat, height: int) -> None:
    page = open_chat(viewport={"width": 640, "height": height})
    expect(page.locator("#text")).to_be_in_viewport(ratio=0.9)


def test_text_twice_as_large_still_fits(open_chat: OpenChat, conversation: FakeConversation) -> None:
    fill(conversation, "en")
    page = open_chat(viewport={"width": 640, "height": 900})
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert overflow(page) == 0
    expect(page.locator("#send")).to_be_in_viewport()


_FOCUSED = "(({id, className, tagName}) => id || className || tagName)(document.activeElement)"


def test_everything_can_be_reached_with_the_keyboard(open_chat: OpenChat, conversation: FakeConversation) -> None:
    conversation.plan = plan()
    page = open_chat()
    page.get_by_role("link", name="Skip to writing a message").focus()
    reached = []
    for _ in range(10):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(_FOCUSED))
    expected = ["language", "person", "save", "stop", "SUMMARY", "inside", "log", "identity-open", "text", "send"]
    assert reached == expected


def test_where_the_focus_is_can_be_seen(open_chat: OpenChat) -> None:
    page = open_chat()
    page.keyboard.press("Tab")
    width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert float(width.removesuffix("px")) >= 2


def test_the_skip_link_leads_to_writing(open_chat: OpenChat) -> None:
    page = open_chat()
    page.get_by_role("link", name="Skip to writing a message").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your message")).to_be_focused()


def test_new_messages_are_announced_and_old_ones_are_not(
    open_chat: OpenChat, fake: FakeService, conversation: FakeConversation
) -> None:
    page = open_chat()
    log = page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    fake.say(conversation, "scripted", "This is new.")
    expect(log.get_by_text("This is new.")).to_be_visible()
    log.evaluate(  # the silence is short: what is looked at afterwards is its record
        """node => new MutationObserver(() => {
                node.dataset.heard = (node.dataset.heard || "") + node.getAttribute("aria-live");
            }).observe(node, {attributes: true, attributeFilter: ["aria-live"]})"""
    )
    page.get_by_role("button", name="中文").click()
    # A new language must not read everything again.
    expect(log).to_have_attribute("data-heard", "offpolite")
    expect(log).to_have_attribute("aria-live", "polite")


def test_who_wants_less_motion_gets_none(open_chat: OpenChat) -> None:
    page = open_chat(reduced_motion="reduce")
    page.evaluate("import('/static/chat/indicators.js').then(m => m.showTyping(true))")
    dot = page.locator(".dots i").first
    expect(dot).to_be_attached()
    assert dot.evaluate("node => getComputedStyle(node).animationName") == "none"


@pytest.fixture
def console(open_context: OpenContext) -> Iterator[Callable[..., Page]]:
    """Opens the console as a signed-in reviewer."""

    def build() -> FastAPI:
        app = FastAPI()
        app.include_router(chat_router())
        app.include_router(console_router(MemorySource(), b"a secret of the tests, long enough"))
        return app

    running = RunningServer(build, lambda: None)
    running.start()

    def open_console(**options: object) -> Page:
        page = open_context(**options).new_page()
        page.goto(f"{running.url}/console")
        assert violations(page) == []
        page.get_by_label("Reviewer key").fill(KEY)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="Conversations").wait_for()
        return page

    yield open_console
    running.stop()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_console(console: Callable[..., Page], scheme: str) -> None:
    page = console(color_scheme=scheme)
    assert violations(page) == []
    page.get_by_role("link", name="cnv_1").click()
    page.get_by_text("Why: turn 1").click()
    page.get_by_text("us.threat.arrest").wait_for()
    for summary in page.locator("summary").all():
        if not summary.evaluate("node => node.parentElement.open"):
            summary.click()
    assert violations(page) == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 1100), ("dark", 320)])
def test_an_original_is_shown_for_a_reason_and_the_transcript_says_who_saw_it(
    console: Callable[..., Page], scheme: str, width: int
) -> None:
    page = console(color_scheme=scheme, viewport={"width": width, "height": 800})
    page.get_by_role("link", name="cnv_1").click()
    page.get_by_text("See the original").first.click()
    show = page.get_by_role("button", name="Show the original").first
    show.click()  # the browser itself refuses an empty reason
    expect(page.get_by_role("heading", name="Transcript")).to_be_visible()
    page.get_by_label("Why you need it").first.fill("complaint 118, amount is disputed")
    show.click()
    expect(page.get_by_text(ORIGINAL)).to_be_visible()
    assert (violations(page), overflow(page)) == ([], 0)
    page.get_by_role("link", name="Back to the conversation").click()
    expect(page.get_by_text("Original seen by Marie Okafor")).to_be_visible()
    expect(page.get_by_text(CLEAR_NAME)).to_have_count(0)
    assert (violations(page), overflow(page)) == ([], 0)


def test_the_console_filters_without_a_button_and_keeps_the_address(console: Callable[..., Page]) -> None:
    page = console()
    page.get_by_label("State").select_option("agreed")
    expect(page.get_by_role("link", name="cnv_1")).to_have_count(0)
    expect(page.get_by_role("link", name="cnv_2")).to_be_visible()
    assert "state=agreed" in page.url
    page.reload()
    expect(page.get_by_label("State")).to_have_value("agreed")
    expect(page.get_by_role("link", name="cnv_1")).to_have_count(0)


def test_the_console_searches_while_one_types(console: Callable[..., Page]) -> None:
    page = console()
    page.get_by_label("Conversation id").press_sequentially("cnv_2")
    expect(page.get_by_role("link", name="cnv_1")).to_have_count(0)
    page.get_by_label("Conversation id").fill("nothing")
    expect(page.get_by_text("Nothing matches")).to_be_visible()


def test_a_turn_has_a_page_of_its_own(console: Callable[..., Page]) -> None:
    page = console()
    page.goto(page.url + "/conversations/cnv_1/turns/1")
    expect(page.get_by_role("heading", name="Turn 1")).to_be_visible()
    expect(page.get_by_text("15 U.S.C. 1692e(4)")).to_be_visible()


@pytest.mark.parametrize("width", [320, 768])
def test_the_console_fits_a_small_screen(console: Callable[..., Page], width: int) -> None:
    page = console(viewport={"width": width, "height": 700})
    assert overflow(page) == 0
    page.get_by_role("link", name="cnv_1").click()
    page.get_by_text("Why: turn 1").click()
    page.get_by_text("us.threat.arrest").wait_for()
    assert overflow(page) == 0
