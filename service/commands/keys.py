"""`forbear keys …`"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from service.settings import get_settings

LONGEST_NAME = 100  # what the column of names holds
group = typer.Typer(help="API keys.", no_args_is_help=True)


class KeyRole(StrEnum):
    creditor = "creditor"
    operator = "operator"
    reviewer = "reviewer"


@group.callback()
def _group() -> None:
    """API keys."""


@group.command("add")
def add(
    name: Annotated[str, typer.Argument(help="Whose key it is.")],
    role: Annotated[KeyRole, typer.Option(help="What it may do.")] = KeyRole.creditor,
) -> None:
    """Make a key and print it once; only its hash is kept.

    Example:

        forbear keys add "Harbor Light Bank" --role creditor
    """
    from service.program import lay_foundation
    from service.records.keys import add_key

    if not name.strip() or len(name) > LONGEST_NAME:
        raise typer.BadParameter(f"give a name of at most {LONGEST_NAME} characters", param_hint="NAME")
    foundation = lay_foundation(get_settings())
    with foundation.database.writing() as session:
        secret = add_key(session, name, role.value, foundation.clock())
    typer.echo(secret)
