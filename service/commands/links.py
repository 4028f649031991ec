"""The sample links as people like to read them."""

from __future__ import annotations

from rich.console import Console

from service.demonstration import Demonstration


def print_demonstration(demonstration: Demonstration) -> None:
    """Print a chat link for each sample borrower, what proves who they are, and the console link."""
    console = Console(soft_wrap=True, highlight=False)
    console.print("\n[bold]Chat as a sample borrower[/] (everybody here is made up)")
    for link in demonstration.links:
        console.print(f"\n  [bold]{link.name}[/]  {link.about}")
        console.print(f"  to prove it is you: {link.proof}")
        console.print(f"  {link.url}", style="cyan")
    console.print("\n[bold]Console[/] (the link works once)")
    console.print(f"  {demonstration.console_url}\n", style="cyan")
