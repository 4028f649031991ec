"""The clock, identifiers, logs, metrics and the silencing of libraries."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
import structlog
from prometheus_client import REGISTRY, generate_latest

from service.clock import Stopwatch, utc_now
from service.identifiers import new_id
from service.logs import configure_logging
from service.metrics import count_turn
from service.settings import PROJECT_FOLDER
from service.silence import silence_libraries
from tests.review import sample


def test_now_is_aware_and_in_utc() -> None:
    assert utc_now().utcoffset() == timedelta(0)


def test_a_stage_that_runs_twice_or_fails_is_timed_all_the_same() -> None:
    watch = Stopwatch()
    with watch("read"):
        pass
    first = watch.milliseconds["read"]
    with pytest.raises(ZeroDivisionError), watch("read"):
        raise ZeroDivisionError
    assert watch.milliseconds["read"] >= first >= 0
    assert set(watch.milliseconds) == {"read"}


def test_identifiers_are_many_and_say_what_they_name() -> None:
    made = [new_id("msg") for _ in range(2000)]
    assert len(set(made)) == len(made)
    assert all(identifier.startswith("msg_") and len(identifier) == 24 for identifier in made)


def test_later_identifiers_sort_later(monkeypatch: pytest.MonkeyPatch) -> None:
    times = [1_000_000, 1_700_000_000_000, 1_700_000_000_001, 4_000_000_000_000]
    made = []
    for milliseconds in times:
        monkeypatch.setattr("service.identifiers.time.time_ns", lambda now=milliseconds: now * 1_000_000)
        made.append(new_id("x"))
    assert made == sorted(made)


def test_libraries_are_silenced_whatever_was_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {"LANGSMITH_TRACING": "true", "OTEL_SDK_DISABLED": "false", "HOME": "/x"})
    silence_libraries()
    assert os.environ["LANGSMITH_TRACING"] == "false"
    assert os.environ["OTEL_SDK_DISABLED"] == "true"
    assert os.environ["HOME"] == "/x"


def test_importing_the_service_silences_them_first() -> None:
    code = "import service, os, json; print(json.dumps([os.environ[n] for n in ('HF_HUB_OFFLINE', 'DO_NOT_TRACK')]))"
    ended = subprocess.run([sys.executable, "-c", code], cwd=PROJECT_FOLDER, capture_output=True, text=True, check=True)
    assert json.loads(ended.stdout) == ["1", "1"]


def test_a_log_line_is_json_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO")
    try:
        log = structlog.get_logger("x")
        log.debug("left out")
        log.info("turn finished", conversation="cnv_1")
    finally:
        structlog.reset_defaults()
    printed = capsys.readouterr()
    assert printed.out == ""
    line = json.loads(printed.err)
    assert (line["event"], line["level"], line["conversation"]) == ("turn finished", "info", "cnv_1")
    assert datetime.fromisoformat(line["timestamp"]).tzinfo is not None


def test_a_finished_turn_is_counted_by_kind_and_never_by_word() -> None:
    stopped, passed = sample.stopped_attempt(), sample.passed_attempt()
    trace = sample.trace().model_copy(update={"attempts": (stopped, passed), "milliseconds": {"read": 7.0}})
    labels = {"act": trace.act, "author": trace.author, "outcome": "allow"}
    rule = {"author": stopped.draft.author, "rule": stopped.verdict.findings[0].rule_id}

    def counted() -> list[float]:
        return [
            REGISTRY.get_sample_value("forbear_turns_total", labels) or 0,
            REGISTRY.get_sample_value("forbear_drafts_stopped_total", rule) or 0,
            REGISTRY.get_sample_value("forbear_stage_seconds_count", {"stage": "read"}) or 0,
        ]

    before = counted()
    count_turn(trace)
    assert [after - earlier for after, earlier in zip(counted(), before, strict=True)] == [1, 1, 1]
    told = generate_latest().decode()
    assert sample.CLEAR_NAME not in told
    assert stopped.draft.text not in told


def test_a_guard_that_failed_without_a_finding_is_counted_by_its_status() -> None:
    stopped = sample.stopped_attempt()
    verdict = stopped.verdict.model_copy(update={"findings": (), "status": "timed_out"})
    trace = sample.trace().model_copy(update={"attempts": (stopped.model_copy(update={"verdict": verdict}),)})
    labels = {"author": "agent", "rule": "timed_out"}
    before = REGISTRY.get_sample_value("forbear_drafts_stopped_total", labels) or 0
    count_turn(trace)
    assert REGISTRY.get_sample_value("forbear_drafts_stopped_total", labels) == before + 1


def test_a_label_that_is_of_no_closed_list_is_counted_as_other() -> None:
    words = "my name is Maria"
    stopped = sample.stopped_attempt()
    finding = stopped.verdict.findings[0].model_copy(update={"rule_id": words})
    attempt = stopped.model_copy(update={"verdict": stopped.verdict.model_copy(update={"findings": (finding,)})})
    trace = sample.trace().model_copy(update={"act": words, "attempts": (attempt,), "milliseconds": {words: 7.0}})
    labels = {"act": "other", "author": trace.author, "outcome": "hold" if trace.held else "allow"}
    before = REGISTRY.get_sample_value("forbear_turns_total", labels) or 0
    count_turn(trace)
    assert REGISTRY.get_sample_value("forbear_turns_total", labels) == before + 1
    assert "Maria" not in generate_latest().decode()
