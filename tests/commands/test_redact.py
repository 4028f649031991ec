"""`forbear redact --file`: whole files, and what is said of those that cannot be read."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from service.settings import PROJECT_FOLDER
from tests.commands.conftest import Forbear

LINES = (
    '{"c": 1, "text": "I am Ottoline Vandersloot, a@example.com", "n": 1.10}\n'
    '{"c": 2, "text": "b@example.com", "n": 2}\n'
    '{"c": 1, "text": "b@example.com"}\n'
)


def test_a_letter_is_redacted(forbear: Forbear, tmp_path: Path) -> None:
    letter, output = tmp_path / "in.txt", tmp_path / "out.txt"
    letter.write_text("我叫王小明，手机13800138000。\n\nMail a@example.com.\n我叫王小明。\n", encoding="utf-8")
    ended = forbear("redact", "--file", str(letter), "--output", str(output))
    assert (ended.code, ended.out) == (0, "")
    redacted = "我叫<PERSON_1>，手机<PHONE_NUMBER_1>。\n\nMail <EMAIL_ADDRESS_1>.\n我叫<PERSON_1>。\n"
    assert output.read_text(encoding="utf-8") == redacted
    assert "bytes read" in ended.err


def test_standard_input_and_output_are_a_file_each(forbear: Forbear) -> None:
    ended = forbear("redact", "-f", "-", "-o", "-", "-c", "text", typed=LINES)
    assert ended.code == 0
    assert [json.loads(line)["text"] for line in ended.out.splitlines()] == [
        "I am <PERSON_1>, <EMAIL_ADDRESS_1>",
        "<EMAIL_ADDRESS_2>",
        "<EMAIL_ADDRESS_2>",
    ]
    assert '"n": 1.10' in ended.out


@pytest.mark.parametrize(
    ("arguments", "mails"),
    [
        ((), [1, 2, 2]),
        (("--per-row",), [1, 1, 1]),
        (("--group-by", "c"), [1, 1, 2]),
    ],
    ids=["file", "row", "group"],
)
def test_pseudonyms_hold_as_far_as_asked(forbear: Forbear, arguments: tuple[str, ...], mails: list[int]) -> None:
    ended = forbear("redact", "--file", "-", "--column", "text", *arguments, typed=LINES)
    found = [json.loads(line)["text"] for line in ended.out.splitlines()]
    assert [text.endswith(f"<EMAIL_ADDRESS_{number}>") for text, number in zip(found, mails, strict=True)] == [True] * 3


@pytest.mark.parametrize("given", ["ending", "option"])
def test_a_csv_is_known_by_its_ending_or_by_the_option(forbear: Forbear, tmp_path: Path, given: str) -> None:
    content = "id,text,note\n7,a@example.com,a@example.com\n"
    file = tmp_path / "in.CSV"
    file.write_text(content, encoding="utf-8")
    if given == "ending":
        ended = forbear("redact", "--file", str(file), "-c", "text", "-c", "note")
    else:
        ended = forbear("redact", "--file", "-", "--format", "csv", "-c", "text", "-c", "note", typed=content)
    assert (ended.code, ended.out) == (0, "id,text,note\n7,<EMAIL_ADDRESS_1>,<EMAIL_ADDRESS_1>\n")


def test_a_bad_line_is_named_left_out_and_loses_no_other(forbear: Forbear, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    typed = LINES + '{"text": "Ottoline Vandersloot"\n{"mail": "Ottoline Vandersloot"}\n' + LINES
    ended = forbear("redact", "--file", "-", "-c", "text", "-o", str(output), typed=typed)
    assert ended.code == 2
    assert len(output.read_text(encoding="utf-8").splitlines()) == 6
    assert "-:4: not valid JSON" in ended.err
    assert "-:5: it has no column 'text'" in ended.err
    assert "2 lines left out" in ended.err
    assert "andersloot" not in ended.err + ended.out + output.read_text(encoding="utf-8")


def test_a_language_helps_where_a_text_shows_none(forbear: Forbear) -> None:
    for language in ("en", "zh"):
        ended = forbear("redact", "13800138000", "--language", language)
        assert ended.out == "<PHONE_NUMBER_1>\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "a file with --file"),
        (("text", "--file", "x.txt"), "not both"),
        (("--file", "x.txt", "--json"), "not both"),
        (("text", "--output", "x"), "with --file"),
        (("text", "--column", "x"), "with --file"),
        (("--file", "x.csv"), "--column text"),
        (("--file", "x.jsonl"), "--column text"),
        (("--file", "x.txt", "--format", "text", "--column", "a"), "has no columns"),
        (("--file", "x.txt", "--per-row"), "has no rows"),
        (("--file", "x.txt", "--group-by", "a"), "has no rows"),
        (("--file", "x.jsonl", "-c", "a", "--per-row", "--group-by", "b"), "not both"),
        (("--file", "x.jsonl", "-c", "a", "--group-by", "a"), "would be redacted"),
        (("--file", "x.jsonl", "-c", "a", "--language", "fr"), "use en or zh"),
        (("--file", "missing.txt"), "missing.txt: No such file"),
        (("--file", "."), "Is a directory"),
        (("--file", "here.txt", "--output", "here.txt"), "would overwrite"),
        (("--file", "here.txt", "--output", "no/such/folder"), "No such file"),
        (("--file", "here.txt", "--output", "."), "Is a directory"),
    ],
    ids=str,
)
def test_what_cannot_be_meant_is_refused(
    forbear: Forbear, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    (tmp_path / "here.txt").write_text("a@example.com", encoding="utf-8")
    ended = forbear("redact", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["here.txt"]
    assert (tmp_path / "here.txt").read_text(encoding="utf-8") == "a@example.com"


def test_a_file_without_a_header_is_refused_without_a_word_of_it(forbear: Forbear, tmp_path: Path) -> None:
    file, output = tmp_path / "in.csv", tmp_path / "out.csv"
    file.write_text("Ottoline,a@example.com\n", encoding="utf-8")
    output.write_text("as it was", encoding="utf-8")
    ended = forbear("redact", "--file", str(file), "-c", "text", "-o", str(output))
    assert (ended.code, ended.out) == (2, "")
    assert "does not name it" in ended.err
    assert "Ottoline" not in ended.err
    assert output.read_text(encoding="utf-8") == "as it was"
    assert {path.name for path in tmp_path.iterdir()} == {"in.csv", "out.csv"}


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "service.cli", "redact", *arguments]


def _environment(folder: Path) -> dict[str, str]:
    return os.environ | {"FORBEAR_DATA_DIR": str(folder / "var"), "PYTHONPATH": str(PROJECT_FOLDER), "TERM": "xterm"}


@pytest.mark.parametrize("to_file", [True, False])
def test_an_interrupt_leaves_whole_lines_or_nothing(tmp_path: Path, to_file: bool) -> None:
    """Ctrl-C in the middle of a stream that never ends by itself."""
    output = tmp_path / "out.jsonl"
    arguments = ["--file", "-", "-c", "text", *(["-o", str(output)] if to_file else [])]
    with subprocess.Popen(
        _command(*arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(tmp_path),
        cwd=tmp_path,
        bufsize=0,  # or a part of the output would lie in a buffer that `communicate` passes over
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write((LINES * 700).encode())  # more than the pipe holds: written once it is being read
        running.stdin.flush()
        first = b"" if to_file else running.stdout.readline()
        running.send_signal(signal.SIGINT)
        rest, told = running.communicate()
    assert running.returncode == 130
    assert b"interrupted" in told
    assert list(tmp_path.iterdir()) == []
    written = first + rest
    assert written == b"" if to_file else written.endswith(b"\n")
    assert all(json.loads(line)["text"] for line in written.decode().splitlines())


@pytest.mark.parametrize("on_terminal", [True, False])
def test_a_bar_is_shown_to_somebody_who_looks(tmp_path: Path, on_terminal: bool) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(LINES * 5, encoding="utf-8")
    ours, theirs = pty.openpty() if on_terminal else os.pipe()
    running = subprocess.Popen(
        _command("--file", str(file), "-c", "text", "-o", str(tmp_path / "out")),
        stderr=theirs,
        env=_environment(tmp_path) | {"COLUMNS": "120"},
        cwd=tmp_path,
    )
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 4096):
            shown += part
    except OSError:  # how a terminal says that nobody writes to it any more
        pass
    os.close(ours)
    assert running.wait() == 0
    assert (b"redacting" in shown) == on_terminal
    assert f"{file.stat().st_size} bytes read".encode() in shown


def test_a_long_file_is_never_held_in_memory(tmp_path: Path) -> None:
    """A line without an end, as long as the memory that the process may have for it on top of its models."""
    code = (
        "import resource, sys\n"
        "from service.privacy import warm_up; warm_up()\n"
        "from service.batch_redact import Pseudonymiser, redact_plain_text\n"
        "class Endless:\n"
        "    left = 60_000_000\n"
        "    def readline(self, size):\n"
        "        size = min(size, self.left); self.left -= size; return b'word ' * (size // 5) + b'x' * (size % 5)\n"
        "class Quick(Pseudonymiser):\n"
        "    def redacted_until(self, text, cuts):\n"
        "        end = cuts[0] if cuts else len(text)\n"
        "        return text[:end], end\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "written = sum(len(piece) for piece in redact_plain_text(Endless(), Quick()))\n"
        "print(written, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT_FOLDER, env=_environment(tmp_path), capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr
    written, grown = map(int, ended.stdout.split())
    assert written == 60_000_000
    assert grown < 20_000  # KiB
