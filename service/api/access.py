"""Who is asking: a creditor's system or a reviewer by key, a borrower by token."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Path, Request

from service.api.problems import Problem
from service.program import Foundation, Program
from service.records.conversations import is_erased
from service.records.keys import Role, find_key
from service.records.models import ApiKeyRow, ConversationRow
from service.tokens import TokenRefused
from service.workflows import Workflows

_BEARER = "bearer "


def program_of(request: Request) -> Program:
    program: Program = request.app.state.program
    return program


def foundation_of(request: Request) -> Foundation:
    return program_of(request).foundation


def workflows_of(request: Request) -> Workflows:
    workflows: Workflows = request.app.state.workflows
    return workflows


Serving = Annotated[Program, Depends(program_of)]
Base = Annotated[Foundation, Depends(foundation_of)]
Queue = Annotated[Workflows, Depends(workflows_of)]


def creditor_key(foundation: Base, authorization: Annotated[str | None, Header()] = None) -> str:
    """The name behind a creditor's or an operator's key.

    Raises:
        Problem: 401 without a valid key, 403 with one of another role.
    """
    return _key_of_a_role(foundation, authorization, ("creditor", "operator")).name


def operator_key(foundation: Base, authorization: Annotated[str | None, Header()] = None) -> str:
    """The name behind an operator's key: for what a creditor must not see.

    Raises:
        Problem: 401 without a valid key, 403 with one of another role.
    """
    return _key_of_a_role(foundation, authorization, ("operator",)).name


def reviewer_key(foundation: Base, authorization: Annotated[str | None, Header()] = None) -> ApiKeyRow:
    """A reviewer's key: nobody else sees originals.

    Raises:
        Problem: 401 without a valid key, 403 with one of another role.
    """
    return _key_of_a_role(foundation, authorization, ("reviewer",))


def _key_of_a_role(foundation: Foundation, authorization: str | None, roles: tuple[Role, ...]) -> ApiKeyRow:
    secret = _bearer(authorization)
    with foundation.database.reading() as session:
        key = find_key(session, secret)
    if key is None:
        raise Problem(401, "No access", "This key is unknown or was revoked.", fix="Make one with `forbear keys add`.")
    if key.role not in roles:
        article = "an" if roles[0] == "operator" else "a"
        raise Problem(403, "No access", f"A {key.role} key cannot do this.", fix=f"Use {article} {roles[0]} key.")
    return key


def borrower_access(
    foundation: Base,
    conversation_id: Annotated[str, Path(max_length=64)],
    authorization: Annotated[str | None, Header()] = None,
) -> str:
    """The conversation that the borrower's token opens, which must be the one in the path.

    Raises:
        Problem: 401 without a valid token, 403 with the token of another conversation, 410 for an erased borrower.
    """
    fix = "Ask for a new link."
    try:
        token = foundation.tokens.read(_bearer(authorization))
    except TokenRefused as error:
        raise Problem(401, "No access", f"This token opens nothing: {error}.", fix=fix) from error
    if token.conversation_id != conversation_id:
        raise Problem(403, "No access", "This token belongs to another conversation.", fix=fix)
    with foundation.database.reading() as session:
        row = session.get(ConversationRow, conversation_id)
        erased = row is not None and is_erased(session, row)
    if row is None or row.token_version != token.version:
        raise Problem(401, "No access", "This token was replaced by a newer one.", fix=fix)
    if erased:
        raise Problem(
            410, "Erased", "This conversation was erased: what was said in it cannot be read any more.",
            fix="Turn to the company that wrote to you.",
        )  # fmt: skip
    return conversation_id


ReviewerKey = Annotated[ApiKeyRow, Depends(reviewer_key)]
CreditorKey = Annotated[str, Depends(creditor_key)]
OperatorKey = Annotated[str, Depends(operator_key)]
OwnConversation = Annotated[str, Depends(borrower_access)]


def _bearer(authorization: str | None) -> str:
    if authorization is None or not authorization.lower().startswith(_BEARER):
        raise Problem(401, "No access", "The Authorization header is missing.", fix="Send `Authorization: Bearer …`.")
    return authorization[len(_BEARER) :].strip()
