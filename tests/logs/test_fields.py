"""Our own lines: fixed events, and fields of a closed list with values of known forms."""

from __future__ import annotations

import ast
import json

import pytest
import structlog

from service.logs import configure_logging
from service.logs.outlet import FIELDS
from service.settings import PROJECT_FOLDER


def _line(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(capsys.readouterr().err)
    return found


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("conversation", "cnv_06f1v9k3c8w5hd2x7qat"),
        ("message", "opening-cnv_06f1v9k3c8w5hd2x7qat"),
        ("error", "service.workflows.StepFailed, sqlite3.OperationalError"),
        ("route", "/v1/conversations/{conversation_id}/messages"),
        ("reason", "disk is full"),
    ],
)
def test_what_an_operator_needs_stays(field: str, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO")
    structlog.get_logger("x").info("something happened", **{field: value})
    line = _line(capsys)
    assert (line["event"], line[field]) == ("something happened", value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("conversation", "Maria Delgado"),
        ("message", "13800138000"),
        ("error", "could not read 'Maria'"),
        ("route", "/v1/conversations/maria?token=x"),
        ("reason", "Key (name)=(Maria) already exists"),
        ("text", "Maria"),
        ("count", 13800138000),
        ("error", ValueError("Maria")),
    ],
)
def test_what_does_not_fit_is_left_out(field: str, value: object, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO")
    structlog.get_logger("x").info("something happened", **{field: value})
    assert _line(capsys)[field] == "…"


def test_an_event_that_was_put_together_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO")
    name = "Maria"
    structlog.get_logger("x").info(f"{name} wrote")
    assert _line(capsys)["event"] == "…"


def test_every_line_that_the_service_writes_is_of_the_list() -> None:
    """So that nothing which an operator needs is left out, and nobody finds out later."""
    found = 0
    for path in sorted((PROJECT_FOLDER / "service").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "_log"):
                continue
            found += 1
            place = f"{path.name}:{node.lineno}"
            assert node.func.attr in ("debug", "info", "warning", "error"), place
            assert [type(argument) for argument in node.args] == [ast.Constant], place
            assert {keyword.arg for keyword in node.keywords} <= set(FIELDS), place
    assert found >= 4
