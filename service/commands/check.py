"""`forbear check`"""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.commands.options import language_given
from service.domain.vocabulary import Language
from service.settings import get_settings

if TYPE_CHECKING:
    from service.guard import Guard

# Nobody waits in a chat here: a slow machine must not make a lawful message look stopped.
PATIENCE_SECONDS = 60.0


def check(
    text: Annotated[str | None, typer.Argument(help="The message to judge.")] = None,
    jurisdiction: Annotated[str, typer.Option("--jurisdiction", "-j", help="us, uk, cn …")] = "us",
    language: Annotated[str | None, typer.Option("--language", "-l", help="en or zh; found out when left out.")] = None,
    borrower: Annotated[
        str | None, typer.Option("--borrower", "-b", help="The borrower's message that the text answers.")
    ] = None,
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

    The judge is asked too where one is configured (`FORBEAR_JUDGE_BASE_URL`); it is shown no personal data.

    With --file, judge one message a line, {"text", "jurisdiction"?, "language"?, "id"?, "context"?} as `POST /v1/check`
    takes it, and write one JSON line each; a summary comes last, on standard error. -j and -l hold for lines that name
    none. Exits with 0 when all are allowed, 1 when one is not, 2 when a line or the file cannot be read.

    Examples:

        forbear check "Pay today or officers will come to your door."

        forbear check "逾期不会坐牢。" -j cn --json

        forbear check "So what? The date stays." --borrower "My mother died on Monday."

        forbear check --file evals/samples/messages.jsonl --output answers.jsonl

        cat messages.jsonl | forbear check --file - -j uk
    """
    spoken = language_given(language)
    if file is not None:
        from service.commands.check_file import check_file

        if text is not None or as_json or borrower is not None:
            told = "give a text (with --borrower, --json) or --file, not both; --file always writes JSON"
            raise typer.BadParameter(told, param_hint="--file")
        raise typer.Exit(check_file(file, output, jurisdiction, spoken))
    if output is not None:
        raise typer.BadParameter("it goes with --file; a single text is answered here", param_hint="--output")
    if text is None:
        raise typer.BadParameter("give the message to judge, or a file of messages with --file", param_hint="TEXT")
    raise typer.Exit(_check_one(text, jurisdiction, spoken, borrower, as_json))


def patient_guard() -> Guard:
    """The guard as the service has it, judge included, with all the time that it needs."""
    from service.guard import build_guard
    from service.privacy import find_numbers, find_personal_data
    from service.stages import build_judge

    settings = get_settings()
    return build_guard(
        settings.policies_dir,
        settings.prompts_dir,
        find_personal_data,
        PATIENCE_SECONDS,
        judge=build_judge(settings),
        find_numbers=find_numbers,
    )


def _check_one(text: str, jurisdiction: str, language: Language | None, borrower: str | None, as_json: bool) -> int:
    """Judge one text and print the answer; the exit code."""
    from service.api.shapes import finding_shape
    from service.commands.verdict_view import show_verdict
    from service.privacy import PseudonymMap, redact

    answered = redact(borrower, None, PseudonymMap(), language)[0].text if borrower else None
    with closing(patient_guard()) as guard:
        verdict = guard.check_text(text, jurisdiction, language, answered=answered)
    if as_json:
        body = {"verdict": verdict.outcome, "findings": [finding_shape(finding) for finding in verdict.findings]}
        typer.echo(json.dumps(body, ensure_ascii=False, indent=2))
    else:
        show_verdict(text, verdict)
    return 0 if verdict.outcome == "allow" else 1
