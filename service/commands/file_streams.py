"""Long files in and out of a command: opened with an error that names the option, shown as a bar, never half a line."""

from __future__ import annotations

import os
import secrets
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, BinaryIO

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

STANDARD_STREAM = Path("-")
INTERRUPTED = 130


def opened(file: Path) -> AbstractContextManager[BinaryIO]:
    """The file for reading; "-" for standard input."""
    if file == STANDARD_STREAM:
        return nullcontext(sys.stdin.buffer)
    try:
        return file.open("rb")
    except OSError as error:
        raise typer.BadParameter(f"{file}: {error.strerror}", param_hint="--file") from error


def written(output: Path | None, file: Path, overwrites: str) -> AbstractContextManager[BinaryIO]:
    """The output for writing, line by line; standard output when there is none.

    Args:
        overwrites: what to say when it is the input.
    """
    if output is None or output == STANDARD_STREAM:
        return nullcontext(sys.stdout.buffer)
    refuse_same(output, file, overwrites)
    try:
        return output.open("wb")
    except OSError as error:
        raise typer.BadParameter(f"{output}: {error.strerror}", param_hint="--output") from error


def written_at_once(output: Path | None, file: Path, overwrites: str) -> AbstractContextManager[BinaryIO]:
    """The output for writing, which appears under its name when it is whole; standard output when there is none."""
    if output is None or output == STANDARD_STREAM:
        return nullcontext(sys.stdout.buffer)
    refuse_same(output, file, overwrites)
    if output.is_dir():
        raise typer.BadParameter(f"{output}: Is a directory", param_hint="--output")
    return _replacing(output)


def refuse_same(output: Path, file: Path, overwrites: str) -> None:
    if output.exists() and file.exists() and output.samefile(file):
        raise typer.BadParameter(overwrites, param_hint="--output")


@contextmanager
def _replacing(output: Path) -> Iterator[BinaryIO]:
    part = output.with_name(f".{output.name}.{secrets.token_hex(4)}.part")
    try:
        stream = part.open("xb")
    except OSError as error:
        raise typer.BadParameter(f"{output}: {error.strerror}", param_hint="--output") from error
    try:
        with stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(output)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait until the line is written, so that no half line is left."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[int] = []

    def wait(number: int, _frame: FrameType | None) -> None:
        waiting.append(number)

    before = signal.signal(signal.SIGINT, wait)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if waiting:
        signal.raise_signal(signal.SIGINT)


@contextmanager
def progress(file: Path, console: Console, doing: str) -> Iterator[Progress]:
    """How much of the file is read, on standard error, where somebody looks at it."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn(doing), BarColumn(), DownloadColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        bar.add_task("", total=file.stat().st_size if file.is_file() else None)
        yield bar
