"""Personal data through the whole running service, in fair and foul weather: they are in the vault, and nowhere else.

A real process over HTTP, with a model and a judge at stub endpoints, everything that libraries know of debugging and
tracing switched on, and faults that quote what they were given. Then all that it left behind is searched.
"""

from __future__ import annotations

import base64
import json
import pickletools
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from service.domain.vocabulary import Act
from service.guard.packs import load_packs
from service.metrics import STAGES
from service.settings import PROJECT_FOLDER
from tests.leaks.lived import Day, live
from tests.leaks.search import files, found, leaks, postgres_values, sqlite_values
from tests.leaks.started import started, talkative
from tests.turn.canaries import CANARIES
from tests.turn.stub_model import serving_model

NEEDLES = tuple(dict.fromkeys(needle for canaries in CANARIES for needle in canaries.needles))
_GUARD_RULE = re.compile(r'"(guard\.[a-z_.]+)"')
# What DBOS keeps of a workflow: its id, which conversation, which message; the kind of an error and the step's name.
_OF_WORKFLOWS = re.compile(
    r"(?:(?:answer|deliver):)?(?:opening-)?(?:cnv|msg)_[0-9a-z]{20}"
    r"|(?:retention:)?[0-9]{4}-[0-9]{2}-[0-9]{2}"  # the day of a sweep
    r"|[A-Za-z_][A-Za-z0-9_.]*"  # modules, classes, functions
    r"|args|kwargs"
)


@dataclass(frozen=True)
class LeftBehind:
    """What the process wrote and sent, once it has ended."""

    data_dir: Path
    work: Path
    streams: bytes
    metrics: str
    to_model: bytes
    to_judge: bytes
    elsewhere: bytes
    asked: int
    judged: int
    day: Day


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LeftBehind]:
    folder = tmp_path_factory.mktemp("leaks")
    with serving_model() as model, serving_model() as judge, serving_model() as elsewhere:
        variables = talkative(elsewhere.url) | {
            "FORBEAR_LOG_LEVEL": "DEBUG",
            "FORBEAR_LLM_BASE_URL": model.url,
            "FORBEAR_LLM_MODEL": "stub-model",
            "FORBEAR_LLM_RETRIES": "0",
            "FORBEAR_JUDGE_BASE_URL": judge.url,
            "FORBEAR_JUDGE_MODEL": "stub-judge",
            "FORBEAR_JUDGE_SECONDS": "20",
            "FORBEAR_GUARD_SECONDS": "30",
        }
        with started(folder, tuple(canaries.account for canaries in CANARIES), **variables) as service:
            day = live(service, CANARIES, model, judge)
            with service.client() as client:
                metrics = client.get("/metrics").text
        yield LeftBehind(
            data_dir=service.data_dir,
            work=folder / "work",
            streams=b"".join(stream.read_bytes() for stream in service.streams),
            metrics=metrics,
            to_model=b"\n".join(model.received),
            to_judge=b"\n".join(judge.received),
            elsewhere=b"\n".join(elsewhere.received),
            asked=len(model.received),
            judged=len(judge.received),
            day=day,
        )


def test_the_day_was_full(left: LeftBehind) -> None:
    """Or the emptiness of what follows would prove nothing."""
    assert left.asked >= 20
    assert left.judged >= 2
    assert left.day.failures == 2 * [
        "model no JSON: 200",
        "model no chat answer: 200",
        "model another shape: 200",
        "model 500 with the prompt: 200",
        "model 400 with the prompt: 200",
        "model hangs up: 200",
        "thread: 200",
        "turn: 200",
        "outage: 503",
        "clash: 500",
    ]
    for canaries in CANARIES:
        transcript = left.day.transcripts[canaries.account.id]
        assert all(json.dumps(message)[1:-1] in json.dumps(json.loads(transcript)) for message in canaries.messages)


def test_no_table_holds_a_personal_datum(left: LeftBehind) -> None:
    for database in ("forbear.sqlite", "workflows.sqlite"):
        assert leaks(sqlite_values(left.data_dir / database), NEEDLES) == {}


def test_no_file_of_the_data_folder_holds_one_not_even_sealed_in_the_open(left: LeftBehind) -> None:
    names = {name for name, _ in files(left.data_dir)}
    assert {"forbear.sqlite", "workflows.sqlite", "chroma/chroma.sqlite3"} <= names
    assert leaks(files(left.data_dir), NEEDLES) == {}


def test_nothing_else_was_written(left: LeftBehind) -> None:
    assert [name for name, _ in files(left.work)] == []


def test_no_line_that_was_printed_holds_one(left: LeftBehind) -> None:
    assert b"Quoting" in left.streams  # the faults struck, and were told
    assert b"KeyError" in left.streams
    assert found(left.streams, NEEDLES) == []


def test_no_metric_holds_one(left: LeftBehind) -> None:
    assert found(left.metrics, NEEDLES) == []


def test_every_label_of_a_metric_is_of_a_closed_list(left: LeftBehind) -> None:
    guards = {
        name for path in (PROJECT_FOLDER / "service").rglob("*.py") for name in _GUARD_RULE.findall(path.read_text())
    }
    rules = {rule.id for pack in load_packs(PROJECT_FOLDER / "policies").packs for rule in pack.pack.rules} | guards
    closed = {
        "act": {act.value for act in Act},
        "author": {"agent", "scripted", "person"},
        "outcome": {"allow", "hold"},
        "stage": set(STAGES),
        "rule": rules | {"error", "timed_out"},
    }
    seen = set()
    for family in text_string_to_metric_families(left.metrics):
        for sample in family.samples if family.name.startswith("forbear_") else ():
            for label, value in sample.labels.items():
                if label == "le":
                    float(value)
                    continue
                seen.add(label)
                assert value in closed[label], f"{sample.name}: {label}={value!r}"
    assert {"act", "author", "outcome", "stage"} <= seen


def test_workflows_hold_ids_and_nothing_else(left: LeftBehind) -> None:
    with sqlite3.connect(left.data_dir / "workflows.sqlite") as connection:
        kept = [
            row[0]
            for column, table in (
                ("inputs", "workflow_input"),
                ("output", "workflow_output"),
                ("error", "workflow_output"),
                ("output", "operation_outputs"),
                ("error", "operation_outputs"),
            )
            for row in connection.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")
        ]
        ids = [row[0] for row in connection.execute("SELECT workflow_uuid FROM workflow_status")]
    connection.close()
    words = {word for one in kept for word in _strings_of(one)} | set(ids)
    assert len(words) > 50
    assert {word for word in words if not _OF_WORKFLOWS.fullmatch(word)} == set()


def _strings_of(pickled: str) -> Iterator[str]:
    """Every string in what DBOS pickled, without loading it."""
    for _, value, _ in pickletools.genops(base64.b64decode(pickled)):
        if isinstance(value, str):
            yield from value.split() if " " in value else (value,)


@pytest.mark.parametrize("endpoint", ["to_model", "to_judge", "elsewhere"])
def test_no_byte_that_was_sent_holds_one(endpoint: str, left: LeftBehind) -> None:
    assert found(getattr(left, endpoint), NEEDLES) == []


def test_nothing_was_sent_to_an_address_that_is_not_of_our_settings(left: LeftBehind) -> None:
    assert left.elsewhere == b""


def test_no_problem_document_echoes_one(left: LeftBehind) -> None:
    assert len(left.day.problems) >= 40
    assert leaks(((f"problem {number}", one) for number, one in enumerate(left.day.problems)), NEEDLES) == {}


def test_on_postgresql_no_table_holds_one(new_postgres: str, tmp_path: Path) -> None:
    """The same records, queues and outbox in another database; a shorter day with errors of every kind."""
    shorter = tuple(replace(canaries, messages=canaries.messages[:14]) for canaries in CANARIES)
    with serving_model() as model, serving_model() as judge:
        variables = {
            "FORBEAR_DATABASE_URL": new_postgres,
            "FORBEAR_LOG_LEVEL": "DEBUG",
            "FORBEAR_LLM_BASE_URL": model.url,
            "FORBEAR_LLM_MODEL": "stub-model",
            "FORBEAR_LLM_RETRIES": "0",
        }
        with started(tmp_path, tuple(canaries.account for canaries in CANARIES), **variables) as service:
            live(service, shorter, model, judge)
        values = list(postgres_values(new_postgres))
    tables = {name.rpartition(".")[0] for name, _ in values}
    assert {"public.vault", "public.messages", "public.turns", "dbos.workflow_status"} <= tables
    assert leaks(values, NEEDLES) == {}
    assert leaks([("streams", b"".join(stream.read_bytes() for stream in service.streams))], NEEDLES) == {}
