"""Who is asking: a creditor's system by key, a borrower by token."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Path, Request

from service.api.problems import Problem
from service.program import Foundation, Program
from service.records.keys import find_key
from service.records.models import ConversationRow
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
    return _key_of(foundation, authorization, ("creditor", "operator"))


def operator_key(foundation: Base, authorization: Annotated[str | None, Header()] = None) -> str:
    """The name behind an operator's key: for what a creditor must not see.

    Raises:
        Problem: 401 without a valid key, 403 with one of another role.
    """
    return _key_of(foundation, authorization, ("operator",))


def _key_of(foundation: Foundation, authorization: str | None, roles: tuple[str, ...]) -> str:
    secret = _bearer(authorization)
    with foundation.database.reading() as session:
        key = find_key(session, secret)
    if key is None:
        raise Problem(401, "No access", "This key is unknown or was revoked.", fix="Make one with `forbear keys add`.")
    if key.role not in roles:
        article = "an" if roles[0] == "operator" else "a"
        raise Problem(403, "No access", f"A {key.role} key cannot do this.", fix=f"Use {article} {roles[0]} key.")
    return key.name


def borrower_access(
    foundation: Base,
    conversation_id: Annotated[str, Path(max_length=64)],
    authorization: Annotated[str | None, Header()] = None,
) -> str:
    """The conversation that the borrower's token opens, which must be the one in the path.

    Raises:
        Problem: 401 without a valid token, 403 with the token of another conversation.
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
    if row is None or row.token_version != token.version:
        raise Problem(401, "No access", "This token was replaced by a newer one.", fix=fix)
    return conversation_id


CreditorKey = Annotated[str, Depends(creditor_key)]
OperatorKey = Annotated[str, Depends(operator_key)]
OwnConversation = Annotated[str, Depends(borrower_access)]


def _bearer(authorization: str | None) -> str:
    if authorization is None or not authorization.lower().startswith(_BEARER):
        raise Problem(401, "No access", "The Authorization header is missing.", fix="Send `Authorization: Bearer …`.")
    return authorization[len(_BEARER) :].strip()
