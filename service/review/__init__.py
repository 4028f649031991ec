"""The console: where reviewers see conversations and why every word of them was said."""

from service.review.console import console_router
from service.review.views import (
    ConsoleSource,
    ConversationDetail,
    ConversationFilter,
    ConversationRow,
    Original,
    Page,
    RevealRecord,
    RevealRefused,
    Reviewer,
    TurnRecord,
)

__all__ = [
    "ConsoleSource",
    "ConversationDetail",
    "ConversationFilter",
    "ConversationRow",
    "Original",
    "Page",
    "RevealRecord",
    "RevealRefused",
    "Reviewer",
    "TurnRecord",
    "console_router",
]
