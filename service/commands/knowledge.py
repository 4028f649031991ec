"""`forbear knowledge …`"""

from __future__ import annotations

import typer

from service.settings import get_settings

group = typer.Typer(help="Knowledge: what the agent may cite.", no_args_is_help=True)


@group.callback()
def _group() -> None:
    """Knowledge: what the agent may cite."""


@group.command("sync")
def sync() -> None:
    """Add, update and delete what changed in the knowledge folder, by content hash.

    Example:

        forbear knowledge sync
    """
    from service.program import sync_knowledge
    from service.stages import open_knowledge

    settings = get_settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    report = sync_knowledge(open_knowledge(settings), settings.knowledge_dir)
    typer.echo(
        f"{report.added} added, {report.updated} updated, {report.deleted} deleted, {report.unchanged} unchanged"
    )
