"""`forbear policies …`"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer
from rich.progress import Progress
from rich.table import Table

from service.settings import Settings, get_settings

if TYPE_CHECKING:
    from service.guard.quality import Judged

group = typer.Typer(help="Policies: everything that people edit, checked.", no_args_is_help=True)


@group.callback()
def _group() -> None:
    """Policies: everything that people edit, checked."""


@group.command("check")
def check() -> None:
    """Read every file that people edit and run the rules' examples; exits with 1 when something is wrong.

    Rule packs, authority, creditors, help lines, statements, prompts, rapport, documents and stories.

    Example:

        forbear policies check
    """
    from service.clock import utc_now
    from service.guard import check_packs

    settings = get_settings()
    problems = [*_statement_problems(settings)]
    _read_the_rest(settings)
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


def _statement_problems(settings: Settings) -> Iterator[str]:
    """All problems of the statements at once, not the first alone."""
    from service.writing import lint_library
    from service.writing.statements import read_library

    for problem in lint_library(read_library(settings.prompts_dir)):
        yield f"{problem.place.path}:{problem.place.line}: {problem.text}. {problem.fix}"


def _reader_problems(settings: Settings) -> list[str]:
    """Whether the reader was trained on today's corpus, and how the guard fares on the test split; prints the table."""
    from rich.console import Console

    from service.guard import build_guard
    from service.guard.packs import load_packs
    from service.guard.quality import judge_all, shortfalls, test_split
    from service.guard.reader import TRAIN, load_reader
    from service.guard.reader_training import training_hash
    from service.privacy import find_personal_data

    book = load_packs(settings.policies_dir)
    if load_reader(settings.policies_dir, book).trained_on != training_hash(settings.policies_dir, book):
        return [f"the reader was trained on other examples or patterns. {TRAIN}"]
    guard = build_guard(settings.policies_dir, settings.prompts_dir, find_personal_data, settings.guard_seconds)
    examples = test_split(settings.policies_dir)
    console = Console(stderr=True)
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Judging the test split", total=len(examples))
        judged = judge_all(guard, examples, lambda done, _: progress.update(task, completed=done))
    guard.close()
    console.print(_quality_table(judged))
    return list(shortfalls(judged, settings.policies_dir))


def _quality_table(judged: list[Judged]) -> Table:
    from service.guard.quality import by_family, by_language

    table = Table(title="Messages that nothing was trained on, text alone (95 % intervals)", title_justify="left")
    for heading in ("family", "", "stopped", "blocked", "precision of blocks", "lawful blocked", "lawful held"):
        table.add_column(heading, no_wrap=True)
    for quality in [*by_family(judged), *by_language(judged)]:
        shares = (quality.stopped, quality.blocked, quality.precision, quality.false_blocks, quality.false_holds)
        table.add_row(str(quality.family or "all"), quality.language, *map(str, shares))
    return table


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
    from service.samples.stories import STORIES_FOLDER, load_stories
    from service.writing import load_creditors, load_help
    from service.writing.prompt import load_prompt
    from service.zones import load_zones

    load_authorities(settings.policies_dir)
    load_zones(settings.policies_dir)
    load_creditors(settings.policies_dir)
    load_help(settings.policies_dir)
    load_rapport(settings.policies_dir, settings.prompts_dir)
    load_reader(settings.policies_dir, load_packs(settings.policies_dir))
    load_documents(settings.knowledge_dir)
    load_judge_prompts(settings.prompts_dir)
    for path in sorted(settings.prompts_dir.glob("*.md")):
        if not path.name.startswith("judge."):
            load_prompt(path)
    if STORIES_FOLDER.is_dir():
        load_stories()
