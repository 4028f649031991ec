"""`forbear privacy …`: what the law owes a person about their data. Each command has a module of its own."""

from __future__ import annotations

import typer

from service.commands import privacy_export, privacy_retention

group = typer.Typer(help="Privacy: what is held about a person, and for how long.", no_args_is_help=True)


@group.callback()
def _group() -> None:
    """Privacy: what is held about a person, and for how long."""


group.command("export")(privacy_export.export)
group.command("retention")(privacy_retention.retention)
