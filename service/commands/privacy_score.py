"""`forbear privacy score`"""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from service.privacy_scoring import LabelledMessage, Scored


class Finder(StrEnum):
    """What is measured."""

    OURS = "ours"
    PRESIDIO = "presidio"


def score_files(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Labelled messages: YAML, or JSON Lines. The project's own test split when left out."),
    ] = None,
    finder: Annotated[
        Finder, typer.Option("--detector", help="ours: redaction as it runs; presidio: Presidio as it comes.")
    ] = Finder.OURS,
    as_json: Annotated[bool, typer.Option("--json", help="Print the scores as JSON.")] = False,
    errors: Annotated[
        bool, typer.Option("--errors", help="List every miss and every false find by message, without its words.")
    ] = False,
    show_text: Annotated[
        bool, typer.Option("--show-text", help="With --errors: the words too. They are personal data.")
    ] = False,
    floor: Annotated[
        Path | None, typer.Option("--floor", dir_okay=False, help="Exit with 1 when a score is below this file's.")
    ] = None,
) -> None:
    """Measure redaction on labelled messages: recall, precision, what stays in clear, by language and type.

    YAML: `messages`, each {text, entities: [{TYPE: words}]} or a bare text that holds nothing personal. JSON Lines:
    {"text", "language"?, "entities": [{"type", "start", "end"}]}, offsets in code points. Nothing leaves the machine.

    Examples:

        forbear privacy score

        forbear privacy score my-messages.jsonl --errors

        forbear privacy score --detector presidio --json

        forbear privacy score --floor evals/privacy/floors.yaml
    """
    from service.privacy_scoring import TEST_SPLIT, load_labelled, shortfalls

    if show_text and not errors:
        raise typer.BadParameter("it goes with --errors, whose words it shows", param_hint="--show-text")
    messages = load_labelled(files or TEST_SPLIT)
    if not messages:
        raise typer.BadParameter("there is no message in it", param_hint="FILES")
    scored = _scored(messages, finder)
    if as_json:
        _print_json(scored, finder, errors, show_text)
    else:
        from service.commands.privacy_score_view import show_scores, show_slips

        show_scores(scored)
        if errors:
            show_slips(scored, show_text)
    problems = list(shortfalls(scored, floor)) if floor is not None else []
    for problem in problems:
        typer.echo(f"below the floor: {problem}", err=True)
    raise typer.Exit(1 if problems else 0)


def _scored(messages: list[LabelledMessage], finder: Finder) -> list[Scored]:
    """The messages with what was found, behind a progress bar where somebody looks at it."""
    from rich.console import Console
    from rich.progress import Progress

    from service.privacy_scoring import detector, score

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("Redacting", total=len(messages))
        return score(messages, detector(finder.value), lambda done, _: progress.update(task, completed=done))


def _print_json(scored: list[Scored], finder: Finder, errors: bool, show_text: bool) -> None:
    from service.privacy_scoring.report import all_slips, as_data, slip_data

    data = {"detector": finder.value, **as_data(scored)}
    if errors:
        data["errors"] = [slip_data(slip, show_text) for slip in all_slips(scored)]
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
