"""The scripted stories, turn by turn, through every stage: acts, states, and terms on the table."""

from __future__ import annotations

import pytest

from service.domain.trace import Trace
from service.program import Program
from service.reception import Reception
from service.records.models import ConversationRow
from service.samples.stories import Story, load_stories
from service.turn import take_turn

STORIES = load_stories()


def _next_turn(program: Program, conversation_id: str) -> Trace:
    trace = take_turn(conversation_id, program.stages)
    assert trace is not None
    program.delivery.deliver(conversation_id)
    return trace


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.id)
def test_story(story: Story, program: Program) -> None:
    reception: Reception = program.reception
    conversation_id = reception.open_conversation(story.account, "web", identity_verified=False)
    assert conversation_id is not None
    opening = _next_turn(program, conversation_id)
    assert opening.act in story.opening.acts
    for number, turn in enumerate(story.turns, 1):
        reception.receive(conversation_id, turn.says, None)
        trace = _next_turn(program, conversation_id)
        heard = sorted(trace.reading.signals) if trace.reading is not None else []
        where = f"{story.id} turn {number}: {turn.says!r} heard {heard}, said {trace.sent!r}"
        assert not trace.held, f"{where}: {[attempt.verdict.findings for attempt in trace.attempts]}"
        assert trace.act in turn.acts, where
        with program.foundation.database.reading() as session:
            state = session.get_one(ConversationRow, conversation_id).state
        assert state in turn.states, where
        if turn.offers is not None:
            assert bool(trace.decision.quotes or trace.decision.accepted) == turn.offers, where
