"""`forbear policies …`"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from service.settings import PROJECT_FOLDER, Settings, get_settings

RULE_PAGES = PROJECT_FOLDER / "docs" / "rules"

group = typer.Typer(help="Policies: everything that people edit, checked.", no_args_is_help=True)


@group.callback()
def _group() -> None:
    """Policies: everything that people edit, checked."""


@group.command("check")
def check() -> None:
    """Read every file that people edit and run the rules' examples; exits with 1 when something is wrong.

    Every statement is also read against every rule that it may be sent under.

    Rule packs, authority, creditors, help lines, retention, statements, prompts, rapport, documents and stories.

    Example:

        forbear policies check
    """
    from service.clock import utc_now
    from service.guard import check_packs

    settings = get_settings()
    problems = [*_statement_problems(settings)]
    _read_the_rest(settings)
    problems += [] if problems else _statement_refusals(settings)
    report = check_packs(settings.policies_dir, utc_now().date())
    problems += _reader_problems(settings)
    problems += [
        f"{failure.path}:{failure.line}: {failure.rule_id}: the {failure.expected} example {failure.text!r} "
        f"is judged otherwise (blocked by {', '.join(failure.found) or 'nothing'})"
        for failure in report.failures
    ]
    for warning in report.warnings:
        typer.echo(f"warning: {warning}", err=True)
    for problem in problems:
        typer.echo(problem, err=True)
    typer.echo(f"{report.rules} rules, {report.examples} examples, {len(problems)} problems")
    raise typer.Exit(1 if problems else 0)


@group.command("contact")
def contact() -> None:
    """Print the rules on contact (hours, caps, consents, bars) as a Markdown table, as docs/contact.md holds it.

    Example:

        forbear policies contact
    """
    from service.guard.contact_table import contact_table
    from service.guard.packs import load_packs

    typer.echo(contact_table(load_packs(get_settings().policies_dir)), nl=False)


@group.command("pages")
def pages(
    folder: Annotated[Path, typer.Option(file_okay=False, help="Where the pages are.")] = RULE_PAGES,
    only_compare: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 when a page is not as it should be.")
    ] = False,
) -> None:
    """Write a page for each rule, and an index, from the packs: what it demands, why, how it is found.

    Examples:

        forbear policies pages

        forbear policies pages --check
    """
    from service.rule_pages import all_pages, out_of_date, write_pages

    made = all_pages(get_settings().policies_dir)
    if not only_compare:
        changed, gone = write_pages(folder, made)
        typer.echo(f"{len(made)} pages: {changed} written, {gone} deleted, {len(made) - changed} as they were")
        return
    problems = list(out_of_date(folder, made))
    for problem in problems:
        typer.echo(f"{problem}. Run forbear policies pages", err=True)
    typer.echo(f"{len(made)} pages, {len(problems)} out of date")
    raise typer.Exit(1 if problems else 0)


def _statement_problems(settings: Settings) -> Iterator[str]:
    """All problems of the statements at once, not the first alone."""
    from service.writing import lint_library
    from service.writing.statements import read_library

    for problem in lint_library(read_library(settings.prompts_dir)):
        yield f"{problem.place.path}:{problem.place.line}: {problem.text}. {problem.fix}"


def _reader_problems(settings: Settings) -> list[str]:
    """Whether the reader was trained on today's corpus, and where the guard falls short on the test split."""
    from service.commands.quality_view import measured
    from service.guard import build_guard
    from service.guard.packs import load_packs
    from service.guard.quality import shortfalls
    from service.guard.reader import TRAIN, load_reader
    from service.guard.reader_training import training_hash
    from service.privacy import find_numbers, find_personal_data

    book = load_packs(settings.policies_dir)
    if load_reader(settings.policies_dir, book).trained_on != training_hash(settings.policies_dir, book):
        return [f"the reader was trained on other examples or patterns. {TRAIN}"]
    guard = build_guard(
        settings.policies_dir,
        settings.prompts_dir,
        find_personal_data,
        settings.guard_seconds,
        find_numbers=find_numbers,
    )
    judged = measured(guard, settings)
    guard.close()
    return list(shortfalls(judged, settings.policies_dir))


def _statement_refusals(settings: Settings) -> Iterator[str]:
    """What the rule packs object to in the statements."""
    from service.guard import load_packs
    from service.statement_review import review_statements
    from service.writing import load_creditors, load_help, load_library

    policies = settings.policies_dir
    found = review_statements(
        load_library(settings.prompts_dir),
        load_packs(policies, unverified=True),
        load_creditors(policies).values(),
        load_help(policies),
    )
    for refusal in found:
        yield (
            f"{refusal.place.path}:{refusal.place.line}: {refusal.statement_id} ({refusal.language}): "
            f"{refusal.rule_id} objects to {refusal.words!r} in {refusal.text!r} ({refusal.under}). "
            "Reword it, narrow when it may be said, or correct the rule's pattern"
        )


def _read_the_rest(settings: Settings) -> None:
    """Whatever needs no more than to be readable.

    Raises:
        DataFileError: a file is not.
    """
    from service.guard.judge import load_judge_prompts
    from service.guard.packs import load_packs
    from service.guard.rapport import load_rapport
    from service.guard.reader import load_reader
    from service.knowledge import load_documents
    from service.negotiation import load_authorities
    from service.retention import load_retention
    from service.samples.stories import STORIES_FOLDER, load_stories
    from service.writing import load_creditors, load_help
    from service.writing.prompt import load_prompt
    from service.zones import load_zones

    load_authorities(settings.policies_dir)
    load_zones(settings.policies_dir)
    load_creditors(settings.policies_dir)
    load_help(settings.policies_dir)
    load_retention(settings.policies_dir, load_creditors(settings.policies_dir))
    load_rapport(settings.policies_dir, settings.prompts_dir)
    load_reader(settings.policies_dir, load_packs(settings.policies_dir))
    load_documents(settings.knowledge_dir)
    load_judge_prompts(settings.prompts_dir)
    for path in sorted(settings.prompts_dir.glob("*.md")):
        if not path.name.startswith("judge."):
            load_prompt(path)
    if STORIES_FOLDER.is_dir():
        load_stories()
