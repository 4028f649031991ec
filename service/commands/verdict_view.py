"""A verdict as a person reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.text import Text

from service.domain.verdict import Finding, Verdict
from service.domain.vocabulary import Outcome

_COLOURS = {Outcome.ALLOW: "green", Outcome.HOLD: "yellow", Outcome.BLOCK: "red"}


def show_verdict(text: str, verdict: Verdict) -> None:
    """Print the verdict, the text with what was found in it underlined, and each finding with its words quoted."""
    console = Console(highlight=False)
    console.print(Text(verdict.outcome, style=f"bold {_COLOURS[verdict.outcome]}"))
    if verdict.findings and console.is_terminal:
        console.print(Text("\n").append_text(_underlined(text, verdict.findings)), soft_wrap=True)
    for group in _groups(verdict.findings):
        console.print()
        for line in _lines(text, group):
            console.print(line, soft_wrap=True)


def _underlined(text: str, findings: Iterable[Finding]) -> Text:
    shown = Text(text)
    for finding in findings:
        if finding.span is not None:
            shown.stylize(f"underline {_COLOURS[finding.outcome]}", *finding.span)
    return shown


def _groups(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings that say the same of several places belong together; in the order in which they were found."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in sorted(findings, key=lambda finding: finding.span or (0, 0)):
        groups.setdefault((finding.rule_id, finding.message), []).append(finding)
    return list(groups.values())


def _lines(text: str, group: list[Finding]) -> Iterator[Text]:
    first = group[0]
    yield Text("  ").append(first.rule_id, style="bold").append(f" ({first.family}, {first.outcome})")
    quoted = dict.fromkeys(text[slice(*finding.span)].strip() for finding in group if finding.span is not None)
    words = ", ".join(f"“{part}”" for part in quoted if part) or "the whole message"
    yield _line("words", words)
    yield _line("rule", first.message)
    yield _line("law", first.citation)
    if first.repair:
        yield _line("instead", first.repair)
    scores = [finding.score for finding in group if finding.score is not None]
    if scores:
        yield _line("score", ", ".join(f"{score:g}" for score in scores))


def _line(name: str, value: str) -> Text:
    return Text(f"    {name:<8}", style="dim").append(value, style="not dim")
