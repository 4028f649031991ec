"""`forbear check`: one message for a person to read, and whole files of them."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from service.settings import PROJECT_FOLDER
from tests.commands.conftest import Forbear
from tests.writing.stub_endpoint import says, serving

SAMPLE = PROJECT_FOLDER / "evals" / "samples" / "messages.jsonl"
BAD = "Pay today or officers will come to your door."
GOOD = "Thank you for writing. You can answer whenever it suits you."


def _lines(*rows: dict[str, Any] | str) -> str:
    return "".join((row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)) + "\n" for row in rows)


def _answers(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_a_person_reads_words_rule_law_and_repair(forbear: Forbear) -> None:
    ended = forbear("check", BAD)
    body = json.loads(forbear("check", BAD, "--json").out)
    assert ended.code == 1
    for finding in body["findings"]:
        words = BAD[slice(*finding["span"])].strip() if finding["span"] else "the whole message"
        for told in (words, finding["rule_id"], finding["family"], finding["message"], finding["citation"]):
            assert told in ended.out
        assert finding["repair"] in ended.out


def _score(forbear: Forbear, *options: str) -> float:
    body = json.loads(forbear("check", "So what? The date stays.", "--json", *options).out)
    return next(float(finding["score"]) for finding in body["findings"] if finding["rule_id"] == "guard.reader")


def test_what_the_borrower_wrote_before_counts(forbear: Forbear) -> None:
    assert _score(forbear, "--borrower", "My mother died on Monday.") > _score(forbear)


def test_the_configured_judge_is_asked_and_shown_nobody(forbear: Forbear, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = {"violations": [{"words": "whenever it suits you", "why": "a test", "family": "tone"}]}
    with serving(says(json.dumps(answer))) as stub:
        monkeypatch.setenv("FORBEAR_JUDGE_BASE_URL", stub.url)
        monkeypatch.setenv("FORBEAR_JUDGE_MODEL", "stub")
        ended = forbear("check", GOOD, "--json", "--borrower", "It is Ottoline Vandersloot, on 614 555 0187.")
    assert ended.code == 1
    assert [one["rule_id"] for one in json.loads(ended.out)["findings"]] == ["guard.judge"]
    assert len(stub.asked) == 1
    assert not {word for word in ("Vandersloot", "0187") if word in json.dumps(stub.asked)}


def test_a_text_full_of_markup_is_shown_as_it_is(forbear: Forbear) -> None:
    text = "Officers [/bold] will come to your house [red]."
    spans = [finding["span"] for finding in json.loads(forbear("check", text, "--json").out)["findings"]]
    assert any("[/bold]" in text[slice(*span)] for span in spans if span)
    assert all(text[slice(*span)].strip() in forbear("check", text).out for span in spans if span)


def test_the_sample_is_answered_line_by_line(forbear: Forbear, tmp_path: Path) -> None:
    output = tmp_path / "answers.jsonl"
    ended = forbear("check", "--file", str(SAMPLE), "--output", str(output))
    given = [json.loads(line) for line in SAMPLE.read_text(encoding="utf-8").splitlines()]
    answers = _answers(output.read_text(encoding="utf-8"))
    assert (ended.code, ended.out) == (1, "")
    assert [(one["id"], one["line"]) for one in answers] == [(one["id"], n) for n, one in enumerate(given, 1)]
    assert all(set(one) == {"id", "line", "verdict", "status", "findings"} for one in answers)
    assert {one["status"] for one in answers} == {"checked"}
    assert {"allow", "block"} <= {one["verdict"] for one in answers}
    for verdict in ("allow", "hold", "block"):
        assert verdict in ended.err
    assert f"{len(given)} messages, " in ended.err
    rules = {finding["rule_id"] for one in answers for finding in one["findings"]}
    families = {finding["family"] for one in answers for finding in one["findings"]}
    assert all(name in ended.err for name in rules | families)


def test_a_file_is_judged_like_single_texts(forbear: Forbear) -> None:
    typed = _lines({"text": BAD}, {"text": GOOD}, {"text": "逾期不会坐牢。", "jurisdiction": "cn"})
    answers = _answers(forbear("check", "--file", "-", typed=typed).out)
    for answer, arguments in zip(answers, [(BAD,), (GOOD,), ("逾期不会坐牢。", "-j", "cn")], strict=True):
        alone = json.loads(forbear("check", *arguments, "--json").out)
        assert (answer["verdict"], answer["findings"]) == (alone["verdict"], alone["findings"])


def test_the_context_of_a_line_counts(forbear: Forbear) -> None:
    text = "Your card balance is overdue."
    typed = _lines(
        {"id": 1, "text": text, "context": {"verified": False}},
        {"id": 2, "text": text, "context": {"verified": True, "actor_role": "original_creditor"}},
    )
    answers = _answers(forbear("check", "-f", "-", typed=typed).out)
    found = [{finding["rule_id"] for finding in one["findings"]} for one in answers]
    assert ["core.verify.no_debt" in rules for rules in found] == [True, False]


@pytest.mark.parametrize(
    ("typed", "code", "answered"),
    [
        (_lines({"text": GOOD}), 0, 1),
        (_lines({"text": GOOD}, {"text": BAD}), 1, 2),
        (_lines({"text": BAD}, "nonsense", {"text": GOOD}), 2, 2),
        ("", 0, 0),
    ],
    ids=["allowed", "stopped", "unreadable", "nothing"],
)
def test_it_ends_with_the_worst_that_was_met(forbear: Forbear, typed: str, code: int, answered: int) -> None:
    ended = forbear("check", "--file", "-", typed=typed)
    assert (ended.code, len(_answers(ended.out))) == (code, answered)
    assert ("-:2: not valid JSON" in ended.err) == (code == 2)


def test_a_csv_is_known_by_its_ending(forbear: Forbear, tmp_path: Path) -> None:
    file = tmp_path / "messages.CSV"
    file.write_text(f'id,text\n7,"{BAD}"\n', encoding="utf-8")
    ended = forbear("check", "--file", str(file))
    (answer,) = _answers(ended.out)
    assert (ended.code, answer["id"], answer["line"], answer["verdict"]) == (1, "7", 2, "block")


def test_a_header_that_means_nothing_ends_it(forbear: Forbear, tmp_path: Path) -> None:
    file = tmp_path / "messages.csv"
    file.write_text("message\nhello\n", encoding="utf-8")
    ended = forbear("check", "--file", str(file))
    assert (ended.code, ended.out) == (2, "")
    assert f"{file}: the first line must name the columns" in ended.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "--file"),
        (("text", "--file", "x.jsonl"), "not both"),
        (("--file", "x.jsonl", "--json"), "not both"),
        (("text", "--output", "x"), "goes with --file"),
        (("--file", "missing.jsonl"), "missing.jsonl: No such file"),
        (("--file", "."), "Is a directory"),
        (("--file", str(SAMPLE), "--output", str(SAMPLE)), "overwrite the messages"),
        (("--file", str(SAMPLE), "--output", "no/such/folder"), "No such file"),
    ],
    ids=str,
)
def test_what_cannot_be_meant_is_refused(forbear: Forbear, arguments: tuple[str, ...], says: str) -> None:
    before = SAMPLE.read_bytes()
    ended = forbear("check", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err
    assert SAMPLE.read_bytes() == before


def test_an_interrupt_leaves_whole_lines(tmp_path: Path) -> None:
    """Ctrl-C in the middle of a stream that never ends by itself."""
    command = [sys.executable, "-m", "service.cli", "check", "--file", "-"]
    environment = os.environ | {"FORBEAR_DATA_DIR": str(tmp_path / "var"), "PYTHONPATH": str(PROJECT_FOLDER)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=tmp_path
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(_lines(*[{"text": BAD}] * 200).encode())
        running.stdin.flush()
        first = running.stdout.readline()
        running.send_signal(signal.SIGINT)
        rest, told = running.communicate()
    answers = _answers((first + rest).decode())
    assert running.returncode == 130
    assert [one["line"] for one in answers] == list(range(1, len(answers) + 1))
    assert (first + rest).endswith(b"\n")
    assert b"interrupted" in told
    assert f"{len(answers)} messages".encode() in told


@pytest.mark.parametrize("on_terminal", [True, False])
def test_a_bar_is_shown_to_somebody_who_looks(tmp_path: Path, on_terminal: bool) -> None:
    command = [sys.executable, "-m", "service.cli", "check", "--file", str(SAMPLE), "--output", str(tmp_path / "out")]
    environment = os.environ | {"FORBEAR_DATA_DIR": str(tmp_path / "var"), "PYTHONPATH": str(PROJECT_FOLDER)}
    environment |= {"TERM": "xterm", "COLUMNS": "120"}
    ours, theirs = pty.openpty() if on_terminal else os.pipe()
    running = subprocess.Popen(command, stderr=theirs, env=environment, cwd=tmp_path)
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 4096):
            shown += part
    except OSError:  # how a terminal says that nobody writes to it any more
        pass
    os.close(ours)
    assert running.wait() == 1
    assert (b"checking" in shown) == on_terminal
    assert b"36 messages" in shown
