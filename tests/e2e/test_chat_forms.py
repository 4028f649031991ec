"""The identity form, the plan and the languages of the chat page."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenChat
from tests.e2e.serving import wait_until
from tests.web.fake_service import FakeConversation, FakeService


def plan(currency: str = "USD") -> dict[str, Any]:
    """A plan as the service gives it: a down payment and two instalments."""
    amounts = ["250.00", "500.00", "500.01"]
    return {
        "id": "pln_1",
        "quote_id": "quo_1",
        "status": "active",
        "currency": currency,
        "total": "1250.01",
        "discount": "0.00",
        "agreed_at": "2026-11-02T09:00:00Z",
        "instalments": [
            {"number": number, "due_on": f"2027-0{number + 1}-04", "amount": amount, "status": "due"}
            for number, amount in enumerate(amounts)
        ],
    }


def open_identity(page: Page) -> Any:
    page.get_by_role("button", name="Confirm it is me").click()
    return page.get_by_role("dialog", name="Confirm that it is you")


def sent_texts(conversation: FakeConversation) -> list[str]:
    return [message["text"] for message in conversation.messages if message["author"] == "borrower"]


def test_a_date_of_birth_becomes_a_clear_message(open_chat: OpenChat, conversation: FakeConversation) -> None:
    page = open_chat()
    dialog = open_identity(page)
    expect(dialog.get_by_label("Day")).to_be_focused()
    dialog.get_by_label("Day").fill("4")
    dialog.get_by_label("Month").fill("3")
    dialog.get_by_label("Year").fill("1985")
    dialog.get_by_label("Year").press("Enter")
    expect(page.locator(".mine")).to_contain_text("My date of birth is 1985-03-04.")
    expect(page.get_by_label("Your message")).to_be_focused()
    assert sent_texts(conversation) == ["My date of birth is 1985-03-04."]


@pytest.mark.parametrize(("typed", "said"), [("4821", "4821"), (" 482x ", "482X")])
def test_the_last_four_become_a_clear_message(
    open_chat: OpenChat, conversation: FakeConversation, typed: str, said: str
) -> None:
    page = open_chat()
    dialog = open_identity(page)
    dialog.get_by_label("Last four of my ID").check()
    field = dialog.get_by_label("Last four characters of your ID number")
    field.evaluate("(node, value) => { node.value = value; }", typed)
    dialog.get_by_role("button", name="Send").click()
    wait_until(lambda: bool(sent_texts(conversation)), "the message arrived")
    assert sent_texts(conversation) == [f"The last four of my ID are {said}."]


@pytest.mark.parametrize(
    ("day", "month", "year", "wrong"),
    [
        ("31", "2", "1985", "Day"),
        ("4", "13", "1985", "Month"),
        ("4", "3", "85", "Year"),
        ("", "3", "1985", "Day"),
        ("4", "3", "2999", "Day"),
        ("4", "3", "1850", "Day"),
        ("x", "3", "1985", "Day"),
    ],
)
def test_a_date_that_cannot_be_is_explained_and_not_sent(
    open_chat: OpenChat, conversation: FakeConversation, day: str, month: str, year: str, wrong: str
) -> None:
    dialog = open_identity(open_chat())
    dialog.get_by_label("Day").fill(day)
    dialog.get_by_label("Month").fill(month)
    dialog.get_by_label("Year").fill(year)
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Please give a real date")
    expect(dialog.get_by_label(wrong)).to_be_focused()
    expect(dialog.get_by_label(wrong)).to_have_attribute("aria-invalid", "true")
    assert conversation.posts == 0


def test_what_was_typed_into_the_identity_form_is_gone_when_it_is_closed(open_chat: OpenChat) -> None:
    page = open_chat()
    dialog = open_identity(page)
    dialog.get_by_label("Year").fill("1985")
    page.keyboard.press("Escape")
    expect(open_identity(page).get_by_label("Year")).to_have_value("")


def test_closing_the_identity_form_gives_the_focus_back(open_chat: OpenChat) -> None:
    page = open_chat()
    open_identity(page).get_by_role("button", name="Go back").click()
    expect(page.get_by_role("button", name="Confirm it is me")).to_be_focused()


def test_once_verified_nothing_asks_for_identity(
    open_chat: OpenChat, fake: FakeService, conversation: FakeConversation
) -> None:
    page = open_chat()
    expect(page.get_by_role("button", name="Confirm it is me")).to_be_visible()
    conversation.state = "verified"
    fake.publish(conversation, "status", {"state": "verified"})
    expect(page.get_by_role("button", name="Confirm it is me")).to_be_hidden()


def test_an_agreed_plan_appears_with_every_payment(
    open_chat: OpenChat, fake: FakeService, conversation: FakeConversation
) -> None:
    page = open_chat()
    expect(page.get_by_role("heading", name="Your plan")).to_have_count(0)
    conversation.state, conversation.plan = "agreed", plan()
    fake.say(conversation, "scripted", "Your plan is set up.", act="confirm_plan")
    rows = page.get_by_role("table", name="Payments").get_by_role("row")
    expect(rows.nth(1)).to_have_text("FirstJanuary 4, 2027$250.00")
    expect(rows.nth(3)).to_have_text("2March 4, 2027$500.01")
    expect(rows.nth(4)).to_have_text("You pay in all$1,250.01")
    expect(page.get_by_text("3 payments, $1,250.01 in all")).to_be_visible()


def test_on_a_phone_the_plan_is_folded_until_it_is_wanted(open_chat: OpenChat, conversation: FakeConversation) -> None:
    conversation.state, conversation.plan = "agreed", plan()
    page = open_chat(viewport={"width": 360, "height": 640})
    expect(page.get_by_role("table", name="Payments")).to_be_hidden()
    page.get_by_text("3 payments, $1,250.01 in all").click()
    expect(page.get_by_role("table", name="Payments")).to_be_visible()


def test_dates_do_not_shift_with_the_time_zone(open_chat: OpenChat, conversation: FakeConversation) -> None:
    conversation.state, conversation.plan = "agreed", plan()
    page = open_chat(timezone_id="America/Los_Angeles")
    expect(page.get_by_role("table", name="Payments")).to_contain_text("January 4, 2027")


def test_the_terms_of_an_offer_can_be_unfolded(
    open_chat: OpenChat, fake: FakeService, conversation: FakeConversation
) -> None:
    page = open_chat()
    fake.say(conversation, "scripted", "Would this help?", act="offer_plan", quotes=[plan()])
    page.get_by_text("See every payment").click()
    expect(page.locator(".bubble").get_by_role("table", name="Payments")).to_contain_text("February 4, 2027")


def test_lists_in_a_message_are_lists(open_chat: OpenChat, fake: FakeService, conversation: FakeConversation) -> None:
    page = open_chat()
    fake.say(conversation, "scripted", "Two ways:\n1. Pay monthly\n2. Pay once\n\nNo rush.\n- one\n- two")
    bubble = page.locator(".bubble").last
    expect(bubble.locator("ol li")).to_have_text(["Pay monthly", "Pay once"])
    expect(bubble.locator("ul li")).to_have_text(["one", "two"])
    expect(bubble.locator("p")).to_have_text(["Two ways:", "No rush."])


def test_the_page_speaks_the_language_of_the_conversation(open_chat: OpenChat, conversation: FakeConversation) -> None:
    conversation.language, conversation.creditor = "zh", "安和消费金融"
    page = open_chat()
    expect(page.locator("html")).to_have_attribute("lang", "zh")
    expect(page.get_by_role("heading", level=1)).to_have_text("安和消费金融")
    expect(page.get_by_role("button", name="找人工客服")).to_be_visible()


def test_the_language_of_the_page_can_be_chosen_and_stays(open_chat: OpenChat, conversation: FakeConversation) -> None:
    conversation.state, conversation.plan = "agreed", plan("CNY")
    page = open_chat()
    page.get_by_role("button", name="中文").click()
    for shown in ("停止消息", "您的还款计划", "2027年1月4日", "助手（自动）"):
        expect(page.get_by_text(shown).first).to_be_visible()
    expect(page.get_by_label("您的消息")).to_have_attribute("placeholder", "输入消息")
    page.reload()
    expect(page.get_by_role("button", name="停止消息")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("button", name="Stop messages")).to_be_visible()


def test_each_message_is_marked_with_its_own_language(
    open_chat: OpenChat, fake: FakeService, conversation: FakeConversation
) -> None:
    page = open_chat()
    fake.say(conversation, "scripted", "好的，我们用中文。账户在 Harbor Light Bank。")
    expect(page.locator(".bubble").nth(0)).to_have_attribute("lang", "en")
    expect(page.locator(".bubble").nth(1)).to_have_attribute("lang", "zh")


def test_in_chinese_the_identity_form_asks_for_the_year_first(
    open_chat: OpenChat, conversation: FakeConversation
) -> None:
    conversation.language = "zh"
    page = open_chat()
    page.get_by_role("button", name="确认是本人").click()
    expect(page.get_by_label("年")).to_be_focused()
    page.keyboard.type("1990")
    for typed in ("11", "23"):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(page.locator(".mine")).to_contain_text("我的出生日期是1990-11-23。")
