"""`forbear check`"""

from __future__ import annotations

import json
from typing import Annotated

import typer

from service.domain.vocabulary import Language
from service.settings import get_settings


def check(
    text: Annotated[str, typer.Argument(help="The message to judge.")],
    jurisdiction: Annotated[str, typer.Option("--jurisdiction", "-j", help="us, uk, cn …")] = "us",
    language: Annotated[str | None, typer.Option("--language", "-l", help="en or zh; found out when left out.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole answer as JSON.")] = False,
) -> None:
    """Judge a text as the guard would: allow, hold or block. Exits with 1 unless it is allowed.

    Examples:

        forbear check "Pay today or officers will come to your door."

        forbear check "逾期不会坐牢。" -j cn --json
    """
    from service.api.tools import finding_shape
    from service.guard import build_guard
    from service.privacy import find_personal_data

    spoken = _language(language)
    settings = get_settings()
    guard = build_guard(settings.policies_dir, settings.prompts_dir, find_personal_data, settings.guard_seconds)
    verdict = guard.check_text(text, jurisdiction, spoken)
    if as_json:
        body = {"verdict": verdict.outcome, "findings": [finding_shape(finding) for finding in verdict.findings]}
        typer.echo(json.dumps(body, ensure_ascii=False, indent=2))
    else:
        typer.echo(verdict.outcome)
        for finding in verdict.findings:
            typer.echo(f"  {finding.rule_id} ({finding.family}): {finding.message} [{finding.citation}]")
    raise typer.Exit(0 if verdict.outcome == "allow" else 1)


def _language(given: str | None) -> Language | None:
    match given:
        case None:
            return None
        case "en":
            return "en"
        case "zh":
            return "zh"
        case _:
            raise typer.BadParameter(f"{given!r} is not a language of messages; use en or zh", param_hint="--language")
