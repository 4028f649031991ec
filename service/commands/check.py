"""`forbear check`"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from service.commands.options import language_given
from service.domain.vocabulary import Language
from service.settings import get_settings

# Nobody waits in a chat here: a slow machine must not make a lawful message look stopped.
PATIENCE_SECONDS = 60.0


def check(
    text: Annotated[str | None, typer.Argument(help="The message to judge.")] = None,
    jurisdiction: Annotated[str, typer.Option("--jurisdiction", "-j", help="us, uk, cn …")] = "us",
    language: Annotated[str | None, typer.Option("--language", "-l", help="en or zh; found out when left out.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole answer as JSON.")] = False,
    file: Annotated[
        Path | None,
        typer.Option("--file", "-f", help="Many messages: JSON Lines, or CSV by its ending; - for standard input."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where the answers to --file go; standard output if left out.")
    ] = None,
) -> None:
    """Judge a text as the guard would: allow, hold or block. Exits with 1 unless it is allowed.

    With --file, judge one message a line, {"text", "jurisdiction"?, "language"?, "id"?, "context"?} as `POST /v1/check`
    takes it, and write one JSON line each; a summary comes last, on standard error. -j and -l hold for lines that name
    none. Exits with 0 when all are allowed, 1 when one is not, 2 when a line or the file cannot be read.

    Examples:

        forbear check "Pay today or officers will come to your door."

        forbear check "逾期不会坐牢。" -j cn --json

        forbear check --file evals/samples/messages.jsonl --output answers.jsonl

        cat messages.jsonl | forbear check --file - -j uk
    """
    spoken = language_given(language)
    if file is not None:
        from service.commands.check_file import check_file

        if text is not None or as_json:
            raise typer.BadParameter("give a text or --file, not both; --file always writes JSON", param_hint="--file")
        raise typer.Exit(check_file(file, output, jurisdiction, spoken))
    if output is not None:
        raise typer.BadParameter("it goes with --file; a single text is answered here", param_hint="--output")
    if text is None:
        raise typer.BadParameter("give the message to judge, or a file of messages with --file", param_hint="TEXT")
    raise typer.Exit(_check_one(text, jurisdiction, spoken, as_json))


def _check_one(text: str, jurisdiction: str, language: Language | None, as_json: bool) -> int:
    """Judge one text and print the answer; the exit code."""
    from service.api.shapes import finding_shape
    from service.commands.verdict_view import show_verdict
    from service.guard import build_guard
    from service.privacy import find_personal_data

    settings = get_settings()
    guard = build_guard(settings.policies_dir, settings.prompts_dir, find_personal_data, PATIENCE_SECONDS)
    verdict = guard.check_text(text, jurisdiction, language)
    if as_json:
        body = {"verdict": verdict.outcome, "findings": [finding_shape(finding) for finding in verdict.findings]}
        typer.echo(json.dumps(body, ensure_ascii=False, indent=2))
    else:
        show_verdict(text, verdict)
    return 0 if verdict.outcome == "allow" else 1
