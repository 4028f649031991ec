"""What a borrower can do on the chat page, in a real browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenChat, OpenContext
from tests.e2e.serving import RunningServer, wait_until
from tests.web.fake_service import FakeConversation, FakeService

REPLY = "Thank you for telling me. I have noted it."


def type_and_send(page: Page, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.get_by_label("Your message").press("Enter")


def borrower_texts(conversation: FakeConversation) -> list[str]:
    return [message["text"] for message in conversation.messages if message["author"] == "borrower"]


def test_the_token_leaves_the_address_bar_and_survives_a_reload(
    open_chat: OpenChat, conversation: FakeConversation
) -> None:
    page = open_chat()
    assert conversation.token not in page.url
    page.reload()
    expect(page.get_by_text("automated assistant of Harbor Light Bank")).to_be_visible()


def test_without_a_token_the_page_says_what_to_do(
    open_context: OpenContext, server: RunningServer, conversation: FakeConversation
) -> None:
    page = open_context().new_page()
    page.goto(f"{server.url}/chat/{conversation.id}")
    heading = page.get_by_role("heading", name="Please open the link from your message again")
    expect(heading).to_be_visible()
    expect(heading).to_be_focused()


def test_an_expired_token_shows_nothing_of_the_conversation(
    open_context: OpenContext, server: RunningServer, conversation: FakeConversation
) -> None:
    page = open_context().new_page()
    page.goto(f"{server.url}/chat/{conversation.id}#token=old")
    expect(page.get_by_role("heading", name="This link no longer works")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_count(0)


def test_an_erased_conversation_says_so_when_it_is_opened_and_when_one_writes(
    open_context: OpenContext, open_chat: OpenChat, server: RunningServer, conversation: FakeConversation
) -> None:
    writing = open_chat()
    conversation.erased = True
    writing.get_by_label("Your message").fill("Are you there?")
    writing.get_by_label("Your message").press("Enter")
    opening = open_context().new_page()
    opening.goto(f"{server.url}/chat/{conversation.id}#token={conversation.token}")
    for page in (writing, opening):
        expect(page.get_by_role("heading", name="This conversation was deleted")).to_be_visible()
        expect(page.get_by_role("textbox")).to_have_count(0)


def test_the_page_says_at_once_that_no_person_is_writing(open_chat: OpenChat) -> None:
    page = open_chat()
    expect(page.get_by_text("You are writing with an automated assistant, not a person.")).to_be_visible()
    expect(page.get_by_role("banner").get_by_text("Automated assistant")).to_be_visible()
    expect(page.get_by_text("Assistant (automated)")).to_be_visible()


def test_enter_sends_and_the_answer_comes(open_chat: OpenChat) -> None:
    page = open_chat()
    type_and_send(page, "I lost my job in September.")
    expect(page.get_by_text(REPLY)).to_be_visible()
    expect(page.locator(".mine")).to_have_count(1)
    expect(page.get_by_label("Your message")).to_have_value("")
    expect(page.get_by_label("Your message")).to_be_focused()


def test_shift_enter_starts_a_new_line(open_chat: OpenChat, conversation: FakeConversation) -> None:
    page = open_chat()
    field = page.get_by_label("Your message")
    field.press_sequentially("one")
    field.press("Shift+Enter")
    field.press_sequentially("two")
    field.press("Enter")
    expect(page.get_by_text(REPLY)).to_be_visible()
    assert borrower_texts(conversation) == ["one\ntwo"]


_PRESS = """init => {
  const event = new KeyboardEvent("keydown", {key: "Enter", bubbles: true, cancelable: true, ...init});
  document.getElementById("text").dispatchEvent(event);
  return event.defaultPrevented;
}"""


@pytest.mark.parametrize(
    ("event", "sends"),
    [
        ({"isComposing": True, "keyCode": 13}, False),
        ({"isComposing": False, "keyCode": 229}, False),
        ({"isComposing": False, "keyCode": 13}, True),
    ],
)
def test_enter_that_picks_a_word_in_an_input_method_sends_nothing(
    open_chat: OpenChat, event: dict[str, object], sends: bool
) -> None:
    page = open_chat()
    page.get_by_label("Your message").fill("我失业了")
    assert page.evaluate(_PRESS, event) is sends
    expect(page.get_by_label("Your message")).to_have_value("" if sends else "我失业了")


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_an_empty_message_is_not_sent(open_chat: OpenChat, conversation: FakeConversation, text: str) -> None:
    page = open_chat()
    type_and_send(page, text)
    expect(page.locator(".mine")).to_have_count(0)
    assert conversation.posts == 0


def test_a_message_that_is_too_long_is_kept_and_explained(open_chat: OpenChat, conversation: FakeConversation) -> None:
    page = open_chat()
    type_and_send(page, "长" * 4_012)
    expect(page.get_by_text("12 characters too many")).to_be_visible()
    assert conversation.posts == 0
    page.get_by_label("Your message").fill("长" * 3_990)
    expect(page.get_by_text("10 characters left")).to_be_visible()


def test_a_long_message_of_emoji_counts_as_the_service_counts(open_chat: OpenChat) -> None:
    page = open_chat()
    page.get_by_label("Your message").fill("🙂" * 3_999)
    expect(page.get_by_text("1 characters left")).to_be_visible()


def test_what_people_write_is_text_and_never_markup(
    open_chat: OpenChat, fake: FakeService, conversation: FakeConversation
) -> None:
    page = open_chat()
    nasty = "<img src=x onerror=alert(1)> <script>alert(2)</script> https://example.org/a?b=1"
    type_and_send(page, nasty)
    fake.say(conversation, "scripted", nasty)
    expect(page.locator(".bubble", has_text="<img src=x")).to_have_count(2)
    assert page.locator(".bubble img, .bubble script").count() == 0
    assert page.locator(".mine .bubble a").count() == 0
    link = page.locator(".theirs .bubble a")
    expect(link).to_have_attribute("href", "https://example.org/a?b=1")
    expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_a_dangerous_source_address_is_not_a_link(
    open_chat: OpenChat, fake: FakeService, conversation: FakeConversation
) -> None:
    page = open_chat()
    citation = {"title": "Help", "source": "policy", "url": "javascript:alert(1)"}
    fake.say(conversation, "scripted", "Here is the source.", citations=[citation])
    expect(page.get_by_text("Source: Help · policy")).to_be_visible()
    expect(page.locator(".citations a")).to_have_count(0)


def test_typing_shows_until_the_answer_is_there(
    open_chat: OpenChat, fake: FakeService, conversation: FakeConversation
) -> None:
    page = open_chat()
    fake.publish(conversation, "typing", {"on": True})
    expect(page.get_by_text("The assistant is writing")).to_be_visible()
    fake.say(conversation, "scripted", "Here I am.")
    expect(page.get_by_text("Here I am.")).to_be_visible()
    expect(page.get_by_text("The assistant is writing")).to_have_count(0)


def test_a_refused_send_is_tried_again_by_itself(open_chat: OpenChat, conversation: FakeConversation) -> None:
    page = open_chat()
    conversation.refuse_sends = 1
    type_and_send(page, "Are you there?")
    expect(page.get_by_text(REPLY)).to_be_visible()
    assert (conversation.posts, borrower_texts(conversation)) == (2, ["Are you there?"])


def test_a_send_whose_answer_got_lost_is_not_doubled(open_chat: OpenChat, conversation: FakeConversation) -> None:
    page = open_chat()
    conversation.lose_answers, conversation.mute = 1, True
    type_and_send(page, "Only once, please.")
    wait_until(lambda: conversation.posts == 2, "the message was sent again")
    expect(page.locator(".mine .meta time")).to_have_count(1)
    expect(page.locator(".mine")).to_have_count(1)
    assert borrower_texts(conversation) == ["Only once, please."]


@pytest.mark.parametrize("lost", [0, 9])
def test_a_message_that_the_live_stream_brings_first_is_shown_once_and_counts_as_sent(
    open_chat: OpenChat, conversation: FakeConversation, lost: int
) -> None:
    page = open_chat()
    conversation.answer_after, conversation.lose_answers = 0.6, lost
    type_and_send(page, "Faster than the answer.")
    expect(page.get_by_text(REPLY)).to_be_visible()
    assert page.locator(".mine").count() == 1
    expect(page.locator(".mine .meta time")).to_have_count(1)
    page.reload()
    expect(page.get_by_text(REPLY)).to_be_visible()
    assert page.locator(".mine").count() == 1


def test_what_cannot_be_sent_can_be_tried_again_in_order(open_chat: OpenChat, conversation: FakeConversation) -> None:
    page = open_chat()
    conversation.refuse_sends = 4
    type_and_send(page, "first")
    type_and_send(page, "second")
    expect(page.get_by_text("Not sent.")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("alert")).to_contain_text("Something went wrong on our side.")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".mine .meta time")).to_have_count(2)
    assert borrower_texts(conversation) == ["first", "second"]


def test_what_cannot_be_sent_can_be_removed(open_chat: OpenChat, conversation: FakeConversation) -> None:
    page = open_chat()
    conversation.refuse_sends = 4
    type_and_send(page, "never mind")
    page.get_by_role("button", name="Remove").click(timeout=15_000)
    expect(page.locator(".mine")).to_have_count(0)
    page.reload()
    expect(page.get_by_text("automated assistant of Harbor Light Bank")).to_be_visible()
    expect(page.locator(".mine")).to_have_count(0)


def test_offline_is_said_and_what_was_written_leaves_when_the_network_is_back(
    open_chat: OpenChat, conversation: FakeConversation
) -> None:
    page = open_chat()
    page.context.set_offline(True)
    expect(page.get_by_text("You are offline.")).to_be_visible()
    type_and_send(page, "written on the train")
    assert borrower_texts(conversation) == []
    page.context.set_offline(False)
    expect(page.get_by_text(REPLY)).to_be_visible(timeout=15_000)
    expect(page.get_by_text("You are offline.")).to_have_count(0)
    assert borrower_texts(conversation) == ["written on the train"]


def test_unsent_words_outlive_a_reload(open_chat: OpenChat, conversation: FakeConversation) -> None:
    page = open_chat()
    conversation.refuse_sends = 1_000
    type_and_send(page, "do not lose me")
    expect(page.get_by_text("Sending…")).to_be_visible()
    page.reload()
    expect(page.locator(".mine")).to_contain_text("do not lose me")
    conversation.refuse_sends = 0
    expect(page.get_by_text(REPLY)).to_be_visible(timeout=15_000)
    assert borrower_texts(conversation) == ["do not lose me"]


def test_after_a_restart_of_the_service_the_page_catches_up(
    open_chat: OpenChat, server: RunningServer, conversation: FakeConversation
) -> None:
    page = open_chat()
    server.stop()
    expect(page.get_by_text("Connection lost. Reconnecting…")).to_be_visible()
    conversation.add("scripted", "This came while you were away.")
    server.start()
    expect(page.get_by_text("This came while you were away.")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("Connection lost. Reconnecting…")).to_have_count(0)
    type_and_send(page, "still here")
    expect(page.get_by_text(REPLY)).to_be_visible()
    expect(page.locator(".message")).to_have_count(4)


def test_a_message_that_comes_twice_is_shown_once(
    open_chat: OpenChat, fake: FakeService, conversation: FakeConversation
) -> None:
    page = open_chat()
    message = fake.say(conversation, "scripted", "Once and again.")
    fake.publish(conversation, "message", message)
    fake.say(conversation, "scripted", "The end.")
    expect(page.get_by_text("The end.")).to_be_visible()
    expect(page.get_by_text("Once and again.")).to_have_count(1)


def test_two_messages_of_the_same_words_are_both_kept(open_chat: OpenChat, conversation: FakeConversation) -> None:
    page = open_chat()
    conversation.answer = False
    type_and_send(page, "ok")
    type_and_send(page, "ok")
    expect(page.locator(".mine .meta time")).to_have_count(2)
    assert borrower_texts(conversation) == ["ok", "ok"]
    expect(page.locator(".mine")).to_have_count(2)


def test_stopping_asks_once_and_can_be_taken_back(open_chat: OpenChat, conversation: FakeConversation) -> None:
    page = open_chat()
    page.get_by_role("button", name="Stop messages").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Your rights and your account stay as they are")
    dialog.get_by_role("button", name="Go back").click()
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Stop messages").click()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert conversation.state == "unverified"


def test_stopping_stops_and_the_borrower_may_still_write(open_chat: OpenChat, conversation: FakeConversation) -> None:
    page = open_chat()
    page.get_by_role("button", name="Stop messages").click()
    page.get_by_role("dialog").get_by_role("button", name="Stop messages").click()
    expect(page.get_by_text("Messages are stopped.")).to_be_visible()
    expect(page.get_by_role("button", name="Stop messages")).to_be_disabled()
    type_and_send(page, "one more thing")
    expect(page.get_by_text(REPLY)).to_be_visible()
    assert conversation.state == "stopped"


def test_a_person_is_one_press_away(open_chat: OpenChat, conversation: FakeConversation) -> None:
    page = open_chat()
    page.get_by_role("button", name="Talk to a person").click()
    expect(page.get_by_text("A colleague will answer you here.")).to_be_visible()
    assert conversation.state == "with_person"


def test_a_persons_message_says_that_it_is_one(
    open_chat: OpenChat, fake: FakeService, conversation: FakeConversation
) -> None:
    page = open_chat()
    fake.say(conversation, "person", "Good morning, this is Ruth.")
    expect(page.get_by_text("A colleague (a person)")).to_be_visible()


@pytest.mark.parametrize(("button", "kind"), [("As text", "txt"), ("As data (JSON)", "json")])
def test_the_transcript_can_be_saved(open_chat: OpenChat, tmp_path: Path, button: str, kind: str) -> None:
    page = open_chat()
    page.get_by_role("button", name="Save a copy").click()
    with page.expect_download() as started:
        page.get_by_role("dialog").get_by_role("button", name=button).click()
    target = tmp_path / "copy"
    started.value.save_as(target)
    assert started.value.suggested_filename == f"conversation.{kind}"
    content = target.read_text(encoding="utf-8")
    assert "automated assistant of Harbor Light Bank" in content
    if kind == "json":
        assert len(json.loads(content)["messages"]) == 1


def test_new_messages_do_not_tear_away_what_is_being_read(
    open_chat: OpenChat, fake: FakeService, conversation: FakeConversation
) -> None:
    for number in range(30):
        conversation.add("scripted", f"Paragraph {number} of a long explanation.")
    page = open_chat()
    page.get_by_role("log").evaluate("node => { node.scrollTop = 0; }")
    fake.say(conversation, "scripted", "Something new.")
    page.get_by_role("button", name="New messages").click()
    expect(page.get_by_text("Something new.")).to_be_in_viewport()
    expect(page.get_by_role("button", name="New messages")).to_be_hidden()


@pytest.mark.parametrize("what", ["typing", "a long draft", "a low window"])
def test_the_end_stays_in_sight_when_something_takes_its_room(
    open_chat: OpenChat, fake: FakeService, conversation: FakeConversation, what: str
) -> None:
    for number in range(30):
        conversation.add("scripted", f"Paragraph {number} of a long explanation.")
    page = open_chat()
    last = page.get_by_text("Paragraph 29")
    expect(last).to_be_in_viewport()
    if what == "typing":
        fake.publish(conversation, "typing", {"on": True})
        page.get_by_text("The assistant is writing").wait_for()
    elif what == "a long draft":
        page.get_by_label("Your message").fill("line\n" * 12)
    else:
        page.set_viewport_size({"width": 1100, "height": 420})
    expect(last).to_be_in_viewport(ratio=1)


def test_a_hidden_tab_counts_messages_without_saying_what_they_are(
    open_chat: OpenChat, fake: FakeService, conversation: FakeConversation
) -> None:
    page = open_chat()
    page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    fake.say(conversation, "scripted", "About the balance of $1,250.00")
    expect(page).to_have_title("(1) Private conversation")
