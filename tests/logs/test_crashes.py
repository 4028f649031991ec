"""A process that dies of something that nobody planned says what and where, and not a word that was typed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from service.settings import PROJECT_FOLDER

WORDS = "my name is Maria Delgado"
_BEGIN = "from service.logs.crashes import keep_words_out_of_crashes; keep_words_out_of_crashes()\n"
_KINDS = {
    "the main thread": "raise ValueError(words)",
    "a thread": "import threading; t = threading.Thread(target=lambda: {}[words]); t.start(); t.join()",
    "a finaliser": "class A:\n  def __del__(self): raise ValueError(words)\na = A(); del a",
    "a cause": "try:\n  {}[words]\nexcept KeyError as e:\n  raise ValueError(words) from e",
    "a group": "raise ExceptionGroup(words, [ValueError(words), KeyError(words)])",
    "a note": "e = ValueError(words); e.add_note(words); raise e",
    "no standard error": "import sys; sys.stderr.close(); raise ValueError(words)",
}


def _ran(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    program = folder / "program.py"
    program.write_text(f"import sys\nwords = sys.argv[1]\n{_BEGIN}{code}\n", encoding="utf-8")
    environment = {"PYTHONPATH": str(PROJECT_FOLDER), "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        [sys.executable, str(program), WORDS], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("code", _KINDS.values(), ids=_KINDS)
def test_an_uncaught_error_is_told_without_its_words(code: str, tmp_path: Path) -> None:
    ended = _ran(code, tmp_path)
    assert "Maria" not in ended.stdout + ended.stderr
    if "close()" not in code:
        assert "Error" in ended.stderr or "ExceptionGroup" in ended.stderr
        assert "program.py" in ended.stderr


def test_an_interpreter_that_is_killed_leaves_no_memory_image(tmp_path: Path) -> None:
    asked = (
        "import ctypes, os, resource\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), flush=True)\n"
        "import faulthandler; faulthandler.enable(); os.abort()"
    )
    ended = _ran(asked, tmp_path)
    assert ended.returncode < 0
    assert ended.stdout == "(0, 0) 0\n"
    assert "Maria" not in ended.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["program.py"]
