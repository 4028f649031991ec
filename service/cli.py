"""`forbear`: the command line. A thin group; each command has a module of its own."""

from __future__ import annotations

from service.silence import silence_libraries

silence_libraries()

import sys  # noqa: E402

import typer  # noqa: E402
from rich.console import Console  # noqa: E402

from service import __version__  # noqa: E402
from service.commands import accounts, audit, chat, check, demo, keys, knowledge, policies, redact, serve  # noqa: E402
from service.datafiles import DataFileError  # noqa: E402
from service.records import DatabaseUnavailable  # noqa: E402

app = typer.Typer(
    name="forbear",
    help="An agent that negotiates overdue debts with borrowers, calmly and inside the law.",
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
    """Settings are environment variables `FORBEAR_*`; `.env.example` lists them all."""


app.command("serve")(serve.serve)
app.command("demo")(demo.demo)
app.command("chat")(chat.chat)
app.command("check")(check.check)
app.command("redact")(redact.redact_text)
app.add_typer(accounts.group, name="accounts")
app.add_typer(knowledge.group, name="knowledge")
app.add_typer(policies.group, name="policies")
app.add_typer(audit.group, name="audit")
app.add_typer(keys.group, name="keys")


def main() -> None:
    """Run the command line; errors that a person can put right are printed without a stack trace."""
    try:
        app()
    except (DataFileError, DatabaseUnavailable, OSError) as error:
        Console(stderr=True).print(f"[bold red]forbear:[/] {error}", highlight=False, soft_wrap=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
