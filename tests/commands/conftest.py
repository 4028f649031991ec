"""The command line run in this process, exactly as the installed script runs it, over an empty data folder."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from service.cli import main
from service.program import Foundation, lay_foundation
from service.settings import Settings, get_settings


@dataclass(frozen=True)
class Ended:
    """What a command left behind."""

    code: int
    out: str
    err: str


Forbear = Callable[..., Ended]


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty data folder, and nothing of the developer's own settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FORBEAR_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("COLUMNS", "200")
    get_settings.cache_clear()
    yield tmp_path / "var"
    get_settings.cache_clear()
    structlog.reset_defaults()


@pytest.fixture
def forbear(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Forbear:
    """Run `forbear ARGUMENTS`, typing `typed` into it."""

    def run(*arguments: str, typed: str = "") -> Ended:
        monkeypatch.setattr(sys, "argv", ["forbear", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8"))
        get_settings.cache_clear()
        capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        printed = capsys.readouterr()
        return Ended(code, printed.out, printed.err)

    return run


@pytest.fixture
def foundation(data_dir: Path) -> Iterator[Foundation]:
    """The database that the commands write to."""
    opened = lay_foundation(Settings(data_dir=data_dir, _env_file=None))
    yield opened
    opened.database.close()
