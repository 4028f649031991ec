"""`forbear check --file`: a stream of messages in, a stream of answers out, and a table of counts at the end."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import typer

from service.commands.file_streams import INTERRUPTED, opened, progress, uninterrupted, written
from service.domain.vocabulary import Language, Outcome

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from service.batch_check import Tally


def check_file(file: Path, output: Path | None, jurisdiction: str, language: Language | None) -> int:
    """Judge every message of a file; the exit code.

    Args:
        file: JSON Lines, or CSV by its ending; "-" for standard input.
        output: None for standard output.
        jurisdiction, language: of lines that name none.
    """
    from rich.console import Console

    from service.batch_check import Tally, UnreadableMessages

    console, tally = Console(stderr=True, highlight=False), Tally()
    code, started = INTERRUPTED, time.perf_counter()
    try:
        with opened(file) as stream, written(output, file, "the answers would overwrite the messages") as answers:
            started = _check(stream, answers, tally, file, jurisdiction, language, console)
        code = tally.exit_code
    except KeyboardInterrupt:
        console.print("interrupted: every line that was written is whole")
    except UnreadableMessages as error:
        typer.echo(f"{file}: {error}", err=True)
        return 2
    _summarise(tally, time.perf_counter() - started, console)
    return code


def _check(
    stream: BinaryIO,
    answers: BinaryIO,
    tally: Tally,
    file: Path,
    jurisdiction: str,
    language: Language | None,
    console: Console,
) -> float:
    """Read, judge, write, line by line; when the first message was reached, for the messages a second."""
    from service.batch_check import BadLine, check_messages, read_messages
    from service.commands.check import patient_guard

    with progress(file, console, "checking") as bar:
        lines = read_messages(
            stream,
            is_csv=file.suffix.lower() == ".csv",
            jurisdiction=jurisdiction,
            language=language,
            read=lambda size: bar.advance(bar.task_ids[0], size),
        )
        guard = patient_guard()
        started = time.perf_counter()
        with closing(guard):
            for answer in check_messages(guard, lines, datetime.now(UTC).date()):
                tally.add(answer)
                if isinstance(answer, BadLine):
                    bar.console.print(f"{file}:{answer.line}: {answer.reason}", markup=False, soft_wrap=True)
                    continue
                with uninterrupted():
                    answers.write(answer.as_json().encode() + b"\n")
                    answers.flush()
    return started


def _summarise(tally: Tally, seconds: float, console: Console) -> None:
    if tally.messages:
        console.print(_table(tally, "families", tally.by_family))
        if tally.by_rule:
            console.print(_table(tally, "rules", tally.by_rule))
    rate = tally.messages / seconds if seconds > 0 else 0.0
    unreadable = f", {tally.bad_lines} unreadable lines" if tally.bad_lines else ""
    console.print(f"{tally.messages} messages{unreadable}, {rate:.0f} messages a second", soft_wrap=True)


def _table(tally: Tally, heading: str, rows: dict[str, Counter[Outcome]]) -> Table:
    from rich.table import Table

    table = Table(heading, box=None, pad_edge=False)
    for outcome in Outcome:
        table.add_column(outcome.value, justify="right")
    table.add_row("all messages", *(str(tally.outcomes[outcome]) for outcome in Outcome), style="bold")
    for name, counts in sorted(rows.items()):
        table.add_row(name, str(tally.passed(counts)), str(counts[Outcome.HOLD]), str(counts[Outcome.BLOCK]))
    return table
