"""What the guard is told of a conversation, from the interface and from files alike."""

from __future__ import annotations

from datetime import date

from service.api.shapes import CheckContext, CheckRequest, guard_context

TODAY = date(2026, 11, 25)


def test_the_message_that_is_answered_is_told_without_personal_data() -> None:
    said = "My name is Maria Delgado and my number is (415) 555-0132, please stop."
    request = CheckRequest(text="Done.", jurisdiction="us", context=CheckContext(borrower_message=said))
    context = guard_context(request, TODAY)
    assert context is not None
    assert context.borrower_message is not None
    assert "Delgado" not in context.borrower_message
    assert "555-0132" not in context.borrower_message
    assert context.borrower_message.endswith("please stop.")


def test_nothing_said_is_no_context() -> None:
    assert guard_context(CheckRequest(text="Done.", jurisdiction="us"), TODAY) is None
