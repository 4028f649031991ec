"""`/v1/review`: what reviewers do. So far: see an original, with a reason."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from pydantic import Field

from service.api.access import Base, ReviewerKey
from service.api.problems import Problem
from service.api.shapes import Shape
from service.reasons import LONGEST_REASON, SHORTEST_REASON, ReasonRefused
from service.revealing import NoSuchMessage, OriginalGone, Revealer

router = APIRouter(prefix="/v1/review", tags=["review"])

Identifier = Annotated[str, Path(max_length=64)]


class RevealRequest(Shape):
    reason: str = Field(
        max_length=10_000,
        description=f"Why the original is needed: {SHORTEST_REASON} to {LONGEST_REASON} characters. Kept, redacted.",
    )


@router.post(
    "/conversations/{conversation_id}/messages/{message_id}/reveal",
    summary="See the original of a message, with a reason",
)
def reveal_message(
    conversation_id: Identifier, message_id: Identifier, request: RevealRequest, response: Response, foundation: Base,
    reviewer: ReviewerKey,
) -> dict[str, Any]:  # fmt: skip
    """Each call is a link of the conversation's audit chain: who, when, which message, and a hash of the reason."""
    revealer = Revealer(foundation.database, foundation.vault, foundation.clock)
    try:
        revealed = revealer.reveal(conversation_id, message_id, reviewer.id, reviewer.name, request.reason)
    except ReasonRefused as refused:
        raise Problem(
            422, "A reason is needed", str(refused), field="reason", fix="Say what you need the original for."
        ) from refused
    except NoSuchMessage as missing:
        raise Problem(
            404, "Not found", f"There is no message {message_id!r} in {conversation_id!r}.",
            fix="Take both ids from the conversation.",
        ) from missing  # fmt: skip
    except OriginalGone as gone:
        raise Problem(
            410, "Gone", str(gone)[0].upper() + str(gone)[1:] + ".", fix="Read the redacted text: nothing else is left."
        ) from gone
    response.headers["Cache-Control"] = "no-store"
    return {
        "conversation_id": conversation_id,
        "message_id": message_id,
        "text": revealed.text,
        "reviewer": revealed.reviewer,
        "reason": revealed.reason,
        "revealed_at": revealed.revealed_at.isoformat(),
        "audit_hash": revealed.link_hash,
    }
