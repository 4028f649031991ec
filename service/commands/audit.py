"""`forbear audit …`"""

from __future__ import annotations

import typer

from service.settings import get_settings

group = typer.Typer(help="Audit: prove that the record was not altered.", no_args_is_help=True)


@group.callback()
def _group() -> None:
    """Audit: prove that the record was not altered."""


@group.command("verify")
def verify() -> None:
    """Recompute every hash of the audit chain; exits with 1 when a link or a trace was altered.

    Example:

        forbear audit verify
    """
    from sqlalchemy import func, select

    from service.program import lay_foundation
    from service.records.audit import broken_links
    from service.records.models import AuditRow

    foundation = lay_foundation(get_settings())
    with foundation.database.reading() as session:
        total = session.scalar(select(func.count()).select_from(AuditRow)) or 0
        broken = list(broken_links(session))
    for link in broken:
        typer.echo(f"{link.conversation_id} link {link.position}: {link.problem}", err=True)
    typer.echo(f"{total} links, {len(broken)} broken")
    raise typer.Exit(1 if broken else 0)
