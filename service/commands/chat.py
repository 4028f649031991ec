"""`forbear chat`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from service.settings import get_settings

if TYPE_CHECKING:
    from service.demonstration import SampleLink
    from service.program import Foundation

_LEAVING = {"/quit", "/exit", "/q"}


def chat(
    account: Annotated[
        str | None, typer.Argument(help="Account id; without it, the sample accounts are listed.")
    ] = None,
    verified: Annotated[bool, typer.Option("--verified", help="Skip the identity check.")] = False,
    trace: Annotated[bool, typer.Option("--trace", help="Show what was read and decided.")] = False,
) -> None:
    """Talk as a borrower, in the terminal: the same turn as on the chat page.

    Examples:

        forbear chat

        forbear chat us-card-1001 --trace
    """
    from service.demonstration import demonstrate
    from service.logs import configure_logging
    from service.program import build_program, lay_foundation
    from service.terminal import TerminalConversation

    console = Console(highlight=False)
    settings = get_settings()
    configure_logging("ERROR")
    foundation = lay_foundation(settings)
    if account is None:
        _list_samples(console, demonstrate(foundation).links)
        return
    if not _exists(foundation, account):
        typer.echo(f"There is no account {account!r}. `forbear chat` without a name lists the samples.", err=True)
        raise typer.Exit(1)
    with console.status("Loading the models…"):
        program = build_program(foundation)
    conversation = TerminalConversation.open(program, account, verified)
    console.print("[dim]/quit leaves.[/]\n")
    _show(console, conversation.say(None), trace)
    while (text := _asked(console)) is not None:
        with console.status("…"):
            lines = conversation.say(text)
        _show(console, lines, trace)


def _exists(foundation: Foundation, account_id: str) -> bool:
    from service.records.accounts import find_account

    with foundation.database.reading() as session:
        return find_account(session, account_id) is not None


def _asked(console: Console) -> str | None:
    """What the borrower types next; None at the end."""
    try:
        text = console.input("[bold cyan]you>[/] ").strip()
    except UnicodeDecodeError:
        return ""  # answered like an empty message: with what to do
    except (EOFError, KeyboardInterrupt):
        console.print()
        return None
    return None if text in _LEAVING else text


def _show(console: Console, lines: list[tuple[str, str]], trace: bool) -> None:
    for said, why in lines:
        console.print(f"[bold green]forbear>[/] {escape(said)}")
        if trace:
            console.print(f"[dim]{escape(why)}[/]")
        console.print()


def _list_samples(console: Console, links: tuple[SampleLink, ...]) -> None:
    console.print("Sample accounts:\n")
    for link in links:
        console.print(f"  [bold]{link.account_id}[/]  {link.name}, {link.about}")
        console.print(f"      [dim]to prove it is you: {link.proof}[/]")
    console.print("\nThen: forbear chat ACCOUNT")
