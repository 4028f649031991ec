"""The whole story in a real browser through the real service: met, verified, heard, offered, agreed, and on record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from service.domain.account import AccountImport, Person
from service.domain.vocabulary import Act
from service.samples import load_sample_accounts
from service.samples.stories import Story, load_stories
from tests.e2e.conftest import OpenContext
from tests.e2e.program import RunningProgram, running_program

ACCOUNTS = {account.id: account for account in load_sample_accounts()}
STORIES = {story.id: story for story in load_stories()}
_ANSWERS_WITHIN = 30_000  # milliseconds, on a busy machine
_WORDS = {
    "en": {"label": "Your message", "open": "Confirm it is me", "send": "Send", "plan": "Your plan",
           "payments": "Payments", "day": "Day", "month": "Month", "year": "Year"},
    "zh": {"label": "您的消息", "open": "确认是本人", "send": "发送", "plan": "您的还款计划",
           "payments": "还款安排", "day": "日", "month": "月", "year": "年"},
}  # fmt: skip


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningProgram]:
    with running_program(tmp_path_factory.mktemp("story")) as running:
        yield running


def answers(page: Page) -> Locator:
    return page.locator(".message:not(.mine)")


def prove_identity(page: Page, person: Person, words: dict[str, str]) -> None:
    born = person.date_of_birth
    assert born is not None, "the sample borrower of this story proves who they are by date of birth"
    page.get_by_role("button", name=words["open"]).click()
    dialog = page.get_by_role("dialog")
    for part, value in (("day", born.day), ("month", born.month), ("year", born.year)):
        dialog.get_by_label(words[part], exact=True).fill(str(value))
    dialog.get_by_role("button", name=words["send"]).click()


def tell(page: Page, story: Story, person: Person) -> None:
    """The borrower's side of a story until the plan is agreed, each message after the answer to the one before."""
    words = _WORDS[story.language]
    expect(answers(page)).to_have_count(1, timeout=_ANSWERS_WITHIN)
    for number, turn in enumerate(story.turns):
        if Act.WELCOME_VERIFIED in turn.acts:  # Said with the page's form instead.
            prove_identity(page, person, words)
        else:
            page.get_by_label(words["label"]).fill(turn.says)
            page.get_by_label(words["label"]).press("Enter")
        expect(answers(page)).to_have_count(number + 2, timeout=_ANSWERS_WITHIN)


def amounts(text: str) -> list[Decimal]:
    return [Decimal(found.replace(",", "")) for found in re.findall(r"\d[\d,]*\.\d\d", text)]


def check_plan(page: Page, account: AccountImport, words: dict[str, str]) -> None:
    """Every payment is in sight, they add up to the total, and the total is not above what is owed."""
    expect(page.get_by_role("heading", name=words["plan"])).to_be_visible()
    rows = page.locator("#plan").get_by_role("table", name=words["payments"]).locator("tbody tr, tfoot tr")
    *payments, total = [amounts(text)[-1] for text in rows.all_inner_texts()]
    assert len(payments) > 1
    assert sum(payments) == total <= account.balance


@pytest.fixture(scope="module")
def reviewer_state(browser: Browser, program: RunningProgram) -> dict[str, Any]:
    """The cookies of a reviewer who came with the console link that the service printed; it works once."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(program.console_url)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Conversations").wait_for()
    state: dict[str, Any] = dict(context.storage_state())
    context.close()
    return state


def check_record(page: Page, story: Story, person: Person) -> None:
    """The record of every turn can be opened, explains it, and names nobody; what was accepted is what was offered."""
    expect(page.locator(".turn")).to_have_count(len(story.turns) + 1)
    for number, expected in enumerate((story.opening, *story.turns)):
        act = "|".join(each.replace("_", " ") for each in expected.acts)
        expect(page.locator(f"#turn-{number} .said.agent .by")).to_have_text(re.compile(rf"^scripted · ({act}) · "))
    for summary in page.locator(".opened > summary").all():
        summary.click()
    traces = page.locator(".trace")
    expect(traces).to_have_count(len(story.turns) + 1)
    for trace in traces.all():
        expect(trace).to_contain_text(re.compile(r"Audit hash\s*[0-9a-f]{64}"))
        expect(trace.locator(".verdict.allow")).not_to_have_count(0)
    agreed = page.locator(".turn", has_text="Accepted by the borrower")
    expect(agreed).to_have_count(1)
    terms = agreed.locator(".schedule caption code").first.inner_text()
    before = int((agreed.get_attribute("id") or "").removeprefix("turn-")) - 1
    expect(page.locator(f"#turn-{before} .schedule caption", has_text=terms)).not_to_have_count(0)
    shown = page.content()
    for private in (person.name, str(person.date_of_birth), person.phone, person.email):
        assert private is None or private not in shown


@pytest.mark.parametrize("story_id", ["us-en-job-loss", "cn-zh-job-loss", "uk-en-job-loss"])
def test_a_borrower_comes_to_a_plan_and_the_record_shows_how(
    open_context: OpenContext, program: RunningProgram, reviewer_state: dict[str, Any], story_id: str
) -> None:
    story = STORIES[story_id]
    account = ACCOUNTS[story.account]
    page = open_context().new_page()
    page.goto(program.chat_url(account.borrower.name))
    tell(page, story, account.borrower)
    check_plan(page, account, _WORDS[story.language])
    page.reload()
    expect(answers(page)).to_have_count(len(story.turns) + 1)
    check_plan(page, account, _WORDS[story.language])

    console = open_context(storage_state=reviewer_state).new_page()
    conversation_id = page.url.rsplit("/", 1)[-1]
    console.goto(f"{program.url}/console?state=agreed")
    console.get_by_role("link", name=conversation_id).click()
    check_record(console, story, account.borrower)
