"""`forbear`: the command line. A thin group; each command has a module of its own."""

from __future__ import annotations

import sys

import typer
from rich.console import Console
from rich.markup import escape

from service import __version__
from service.commands import (
    accounts,
    audit,
    chat,
    check,
    demo,
    keys,
    knowledge,
    policies,
    privacy,
    redact,
    replay,
    serve,
)
from service.commands.failures import explanation
from service.logs.crashes import keep_words_out_of_crashes
from service.logs.faults import described

app = typer.Typer(
    name="forbear",
    help="An agent that negotiates overdue debts with borrowers, calmly and inside the law.",
    epilog="Settings are environment variables `FORBEAR_*`; `.env.example` lists them all.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"forbear {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:
    """What stands before a command."""


app.command("serve")(serve.serve)
app.command("demo")(demo.demo)
app.command("chat")(chat.chat)
app.command("check")(check.check)
app.command("redact")(redact.redact_text)
app.command("replay")(replay.replay)
app.add_typer(accounts.group, name="accounts")
app.add_typer(knowledge.group, name="knowledge")
app.add_typer(policies.group, name="policies")
app.add_typer(privacy.group, name="privacy")
app.add_typer(audit.group, name="audit")
app.add_typer(keys.group, name="keys")
app.add_typer(privacy.group, name="privacy")


def main() -> None:
    """Run the command line; errors that a person can put right are printed without a stack trace, others without
    their words, which could quote what was typed."""
    keep_words_out_of_crashes()
    try:
        app()
    except Exception as error:
        told = explanation(error)
        if told is None:
            sys.stderr.write(f"{described(error)}\n")
            sys.exit(1)
        Console(stderr=True).print(f"[bold red]forbear:[/] {escape(told)}", highlight=False, soft_wrap=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
