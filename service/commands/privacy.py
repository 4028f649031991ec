"""`forbear privacy …`: what the law owes a person about their data. Each command has a module of its own."""

from __future__ import annotations

import typer

from service.commands import privacy_erase, privacy_export, privacy_retention, privacy_rotate_key
from service.commands.privacy_score import score_files

group = typer.Typer(
    help="Privacy: what is held about a person, for how long, erasing them, the key, and how well redaction works.",
    no_args_is_help=True,
)


@group.callback()
def _group() -> None:
    """Privacy: what is held about a person, for how long, erasing them, the key, and how well redaction works."""


group.command("export")(privacy_export.export)
group.command("erase")(privacy_erase.erase)
group.command("retention")(privacy_retention.retention)
group.command("rotate-key")(privacy_rotate_key.rotate_key)
group.command("score")(score_files)
