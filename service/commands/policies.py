"""`forbear policies …`"""

from __future__ import annotations

import typer

from service.settings import get_settings

group = typer.Typer(help="Policies: rule packs and authority files.", no_args_is_help=True)


@group.callback()
def _group() -> None:
    """Policies: rule packs and authority files."""


@group.command("check")
def check() -> None:
    """Read every policy and statement file and run the rules' examples; exits with 1 when something is wrong.

    Example:

        forbear policies check
    """
    from service.guard import check_packs
    from service.negotiation import load_authorities
    from service.writing import lint_library, load_creditors, load_help, load_library

    settings = get_settings()
    load_authorities(settings.policies_dir)
    load_creditors(settings.policies_dir)
    load_help(settings.policies_dir)
    problems = [str(problem) for problem in lint_library(load_library(settings.prompts_dir))]
    report = check_packs(settings.policies_dir)
    problems += [
        f"{failure.path}:{failure.line}: {failure.rule_id}: the {failure.expected} example {failure.text!r} "
        f"is judged otherwise (blocked by {', '.join(failure.found) or 'nothing'})"
        for failure in report.failures
    ]
    for problem in problems:
        typer.echo(problem, err=True)
    typer.echo(f"{report.rules} rules, {report.examples} examples, {len(problems)} problems")
    raise typer.Exit(1 if problems else 0)
