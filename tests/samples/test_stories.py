"""The stories: complete, about sample accounts, and possible."""

import re
from pathlib import Path

import pytest

from service.datafiles import DataFileError
from service.domain.vocabulary import Act, State
from service.samples import load_sample_accounts
from service.samples.stories import STORIES_FOLDER, Story, load_stories

STORIES = load_stories()
ACCOUNTS = {account.id: account for account in load_sample_accounts()}
each_story = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.id)

# Acts that speak of the debt: impossible as long as nobody was verified.
DEBT_ACTS = {Act.STATE_BALANCE, Act.OFFER_PLAN, Act.COUNTER_PROPOSAL, Act.RESTATE_PROPOSAL, Act.CONFIRM_PLAN}
FINAL_STATES = {State.STOPPED, State.CLOSED}


@each_story
def test_story_is_about_a_sample_account(story: Story) -> None:
    assert story.account in ACCOUNTS


@each_story
def test_story_begins_unverified(story: Story) -> None:
    assert story.opening.acts == (Act.OPEN,)
    assert story.opening.states == (State.UNVERIFIED,)


@each_story
def test_messages_are_in_the_language_of_the_story(story: Story) -> None:
    said = " ".join(turn.says for turn in story.turns)
    has_chinese = re.search(r"[\u3400-\u9fff]", said) is not None
    assert has_chinese == (story.language == "zh")


@each_story
def test_debt_is_not_spoken_of_before_somebody_is_verified(story: Story) -> None:
    states = story.opening.states
    for turn in story.turns:
        if states == (State.UNVERIFIED,):
            assert not DEBT_ACTS & set(turn.acts), turn.says
        states = turn.states


@each_story
def test_a_plan_is_agreed_exactly_where_it_is_confirmed(story: Story) -> None:
    states = story.opening.states
    for turn in story.turns:
        becomes_agreed = turn.states == (State.AGREED,) and states != (State.AGREED,)
        assert becomes_agreed == (Act.CONFIRM_PLAN in turn.acts), turn.says
        states = turn.states


@each_story
def test_terms_are_on_the_table_before_a_plan_is_confirmed(story: Story) -> None:
    offered = False
    for turn in story.turns:
        assert offered or Act.CONFIRM_PLAN not in turn.acts, turn.says
        offered = offered or bool(turn.offers)


@each_story
def test_nothing_is_offered_once_the_conversation_has_ended(story: Story) -> None:
    ended = False
    for turn in story.turns:
        assert not (ended and turn.offers), turn.says
        ended = ended or set(turn.states) <= FINAL_STATES


@pytest.mark.parametrize(
    "act",
    [
        Act.LOG_DISPUTE,
        Act.CONFIRM_STOP,
        Act.SUPPORT_CRISIS,
        Act.APOLOGISE_WRONG_PERSON,
        Act.CONNECT_PERSON,
        Act.CHECK_PAYMENT,
        Act.CONFIRM_AUTOMATED,
        Act.DECLINE_INSTRUCTIONS,
        Act.ANSWER_QUESTION,
        Act.INFORM_TIME_BARRED,
        Act.COUNTER_PROPOSAL,
        Act.LOCK_VERIFICATION,
    ],
)
def test_some_story_expects_the_act(act: Act) -> None:
    assert any(act in turn.acts for story in STORIES for turn in story.turns)


@pytest.mark.parametrize(("jurisdiction", "language"), [("us", "en"), ("us", "zh"), ("uk", "en"), ("cn", "zh")])
def test_a_story_reaches_a_plan_in(jurisdiction: str, language: str) -> None:
    agreed = [story for story in STORIES if any(turn.states == (State.AGREED,) for turn in story.turns)]
    assert any((ACCOUNTS[s.account].jurisdiction, s.language) == (jurisdiction, language) for s in agreed)


def test_an_unknown_act_is_named_with_file_and_line(tmp_path: Path) -> None:
    text = (STORIES_FOLDER / "us-en-human.yaml").read_text(encoding="utf-8")
    path = tmp_path / "us-en-human.yaml"
    path.write_text(text.replace("acts: [connect_person]", "acts: [threaten]"), encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        load_stories(tmp_path)
    assert caught.value.path == path
    assert caught.value.line == text[: text.index("acts: [connect_person]")].count("\n") + 1


def test_a_file_named_after_another_story_is_refused(tmp_path: Path) -> None:
    text = (STORIES_FOLDER / "us-en-human.yaml").read_text(encoding="utf-8")
    (tmp_path / "another.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match="us-en-human"):
        load_stories(tmp_path)


def test_a_folder_without_stories_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="no story"):
        load_stories(tmp_path)
