"""The console: where reviewers see conversations and why every word of them was said."""

from service.review.console import console_router
from service.review.views import (
    ConsoleSource,
    ConversationDetail,
    ConversationFilter,
    ConversationRow,
    Page,
    Reviewer,
    TurnRecord,
)

__all__ = [
    "ConsoleSource",
    "ConversationDetail",
    "ConversationFilter",
    "ConversationRow",
    "Page",
    "Reviewer",
    "TurnRecord",
    "console_router",
]
