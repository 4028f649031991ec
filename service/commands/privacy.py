"""`forbear privacy …`: each command has a module of its own."""

from __future__ import annotations

import typer

from service.commands import privacy_erase, privacy_rotate_key

group = typer.Typer(help="Personal data: erase a borrower, change the key that everything is locked with.",
                    no_args_is_help=True)  # fmt: skip


@group.callback()
def _group() -> None:
    """Personal data: erase a borrower, change the key that everything is locked with."""


group.command("erase")(privacy_erase.erase)
group.command("rotate-key")(privacy_rotate_key.rotate_key)
