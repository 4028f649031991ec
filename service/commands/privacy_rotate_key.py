"""`forbear privacy rotate-key`"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from service.settings import get_settings

if TYPE_CHECKING:
    from service.key_rotation import Rotation
    from service.privacy import Keyring
    from service.program import Foundation
    from service.settings import Settings

_SHOWN_BORROWERS = 10


def rotate_key(
    new_key_file: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="32 random bytes in base64. Else FORBEAR_NEW_MASTER_KEY."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again.")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Also what the key service wraps already, after it changed its own key.")
    ] = False,
) -> None:
    """Wrap every borrower's data key with a new master key, or with the key service that the settings name.

    Can be stopped at any point and run again. The service goes on meanwhile if it knows both keys: list the one that is
    not FORBEAR_MASTER_KEY in FORBEAR_OLD_MASTER_KEYS, and restart it, before this. Without a new key, everything goes
    to the key that the settings wrap with.

    Examples:

        openssl rand -base64 32 > new.key

        forbear privacy rotate-key --new-key-file new.key
    """
    from service.key_rotation import rotate_keys
    from service.key_services import new_master_key
    from service.privacy import Keyring
    from service.program import lay_foundation

    console = Console(highlight=False, soft_wrap=True)
    settings = get_settings()
    new_key = new_master_key(settings, new_key_file)
    foundation = lay_foundation(settings)
    current = foundation.vault.keyring
    new = current if new_key is None else Keyring(new_key)
    _refuse_nothing(settings, new_key is None)
    if new.current_id not in current.known_ids and not yes:
        console.print(
            f"The service, as these settings start it, does not know the new key ({new.current_id}): while it runs, it "
            "could not read the borrowers that are done. Stop it, or list the new key in FORBEAR_OLD_MASTER_KEYS and "
            "restart it."
        )
        typer.confirm("Go on?", abort=True)
    with Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console) as bar:
        task = bar.add_task("Wrapping data keys", total=None)
        opens = current if new_key is None else current.and_opens(new_key)
        done = rotate_keys(
            foundation.database, opens, new, lambda seen, total: bar.update(task, completed=seen, total=total),
            again=again,
        )  # fmt: skip
    _tell(console, done, new.current_id)
    if not done.unopened:
        _tell_next(console, foundation, new, new_key_file)
    raise typer.Exit(1 if done.unopened else 0)


def _refuse_nothing(settings: Settings, no_new_key: bool) -> None:
    if no_new_key and not settings.key_service and not settings.old_master_keys.get_secret_value():
        raise typer.BadParameter(
            "there is nothing to go to: give a new key, name a key service (FORBEAR_KEY_SERVICE), or list the key of "
            "before in FORBEAR_OLD_MASTER_KEYS",
            param_hint="--new-key-file",
        )


def _tell(console: Console, done: Rotation, key_id: str) -> None:
    already, failed = f"{done.current:,} were already", f"{len(done.unopened):,} could not be opened"
    console.print(f"{done.rewrapped:,} wrapped anew with {key_id}, {already}, {failed}.")
    for borrower, problem in list(done.unopened.items())[:_SHOWN_BORROWERS]:
        typer.echo(f"{borrower}: {problem}", err=True)
    if len(done.unopened) > _SHOWN_BORROWERS:
        typer.echo(f"… and {len(done.unopened) - _SHOWN_BORROWERS:,} more", err=True)
    if done.unopened:
        fix = "List the key that they need in FORBEAR_OLD_MASTER_KEYS and run this again."
        typer.echo(f"Those were left as they are. {fix}", err=True)


def _tell_next(console: Console, foundation: Foundation, new: Keyring, new_key_file: Path | None) -> None:
    if new is foundation.vault.keyring:
        console.print(
            "No other key is needed for data any more. Keys in FORBEAR_OLD_MASTER_KEYS are needed for the links that "
            "they signed, for 30 days; then take them out."
        )
        return
    console.print("\nNext:")
    for number, step in enumerate(_next_steps(foundation.settings, new_key_file), 1):
        console.print(f"  {number}. {step}")


def _next_steps(settings: Settings, new_key_file: Path | None) -> Iterator[str]:
    from service.key_services import MASTER_KEY_FILE

    if settings.key_service:
        yield "Stop the service and run this once more, for borrowers who came in meanwhile: it is quick now."
        yield "Take FORBEAR_KEY_SERVICE out of the settings of every process."
    if settings.master_key.get_secret_value():
        yield "Put the key that FORBEAR_MASTER_KEY holds into FORBEAR_OLD_MASTER_KEYS, for every process."
        yield "Set FORBEAR_MASTER_KEY to the new key, for every process."
    else:
        file = settings.data_dir / MASTER_KEY_FILE
        yield f"Put the key that {file} holds into FORBEAR_OLD_MASTER_KEYS, for every process."
        yield f"Put the new key into its place: install -m 600 {new_key_file or 'NEW_KEY_FILE'} {file}"
    yield "(Re)start the service. Links that borrowers have go on working; reviewers sign in again."
    if not settings.key_service:
        yield "Run `forbear privacy rotate-key` once more, for borrowers who came in meanwhile."
    yield (
        "After 30 days, when the last old link has expired, empty FORBEAR_OLD_MASTER_KEYS and destroy the key of "
        "before, unless a backup that you keep needs it."
    )
