"""The pictures of the README, taken of the real service: `python -m tests.e2e.pictures`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from service.settings import PROJECT_FOLDER
from tests.e2e.conftest import launch
from tests.e2e.program import RunningProgram, running_program
from tests.e2e.test_story import ACCOUNTS, STORIES, tell

_IMAGES = PROJECT_FOLDER / "docs" / "images"
_PHONE, _DESKTOP = (390, 844), (1180, 820)
# Which story is told on which screen, under which name.
_CHATS = {
    "chat-desktop": ("us-en-job-loss", _DESKTOP, "light"),
    "chat-phone-zh": ("cn-zh-job-loss", _PHONE, "light"),
    "chat-phone-dark": ("uk-en-job-loss", _PHONE, "dark"),
}


def take_pictures(folder: Path = _IMAGES) -> None:
    """Tells three stories and keeps a picture of each, and of what the console shows of one."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        running_program(Path(data)) as program,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        for name, (story_id, size, scheme) in _CHATS.items():
            _picture_chat(_open(browser, size, scheme), program, story_id, folder / f"{name}.png")
        _picture_console(_open(browser, _DESKTOP, "light"), program, folder)
        browser.close()


def _open(browser: Browser, size: tuple[int, int], scheme: str) -> Page:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="en-US",
        has_touch=size == _PHONE,
        is_mobile=size == _PHONE,
    )
    return context.new_page()


def _picture_chat(page: Page, program: RunningProgram, story_id: str, target: Path) -> None:
    story = STORIES[story_id]
    person = ACCOUNTS[story.account].borrower
    page.goto(program.chat_url(person.name))
    tell(page, story, person)
    page.evaluate("document.activeElement.blur()")
    page.screenshot(path=target)


def _picture_console(page: Page, program: RunningProgram, folder: Path) -> None:
    page.goto(program.console_url)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Conversations").wait_for()
    page.screenshot(path=folder / "console.png")
    page.locator("tr", has_text="agreed").get_by_role("link").first.click()
    opened = page.locator(".turn", has_text="restate proposal").or_(page.locator(".turn", has_text="offer plan")).first
    opened.locator(".opened > summary").click()
    opened.locator(".times").wait_for()
    page.set_viewport_size({"width": _DESKTOP[0], "height": 1240})
    opened.locator(".opened").evaluate("node => node.scrollIntoView()")
    page.screenshot(path=folder / "trace.png")


if __name__ == "__main__":
    take_pictures()
