"""Settings: what they default to, what they refuse, and the file that lists them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from service.settings import PROJECT_FOLDER, BadSettings, Settings, get_settings

EXAMPLE = PROJECT_FOLDER / ".env.example"
_LINE = re.compile(r"^(?P<off>#?)FORBEAR_(?P<name>[A-Z0-9_]+)=(?P<value>.*)$", re.MULTILINE)


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import os

    for name in [name for name in os.environ if name.startswith("FORBEAR_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    get_settings.cache_clear()


def test_the_example_lists_every_setting_once_and_nothing_else() -> None:
    listed = [found["name"].lower() for found in _LINE.finditer(EXAMPLE.read_text(encoding="utf-8"))]
    assert sorted(listed) == sorted(Settings.model_fields)


def test_the_example_as_it_stands_sets_every_default() -> None:
    assert Settings(_env_file=EXAMPLE) == Settings(_env_file=None)


def test_what_the_example_leaves_out_is_empty_or_found_by_the_program_itself() -> None:
    defaults = Settings(_env_file=None)
    for found in _LINE.finditer(EXAMPLE.read_text(encoding="utf-8")):
        if found["off"]:
            default = Settings.model_fields[found["name"].lower()].default
            empty = str(default) == ""
            folder = isinstance(default, Path) and default == PROJECT_FOLDER / found["value"]
            assert empty or folder, f"{found['name']} has the default {default!r}, which the example does not say"
    assert defaults.public_url == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("host", "port", "url"),
    [
        ("127.0.0.1", 9000, "http://127.0.0.1:9000"),
        ("0.0.0.0", 80, "http://127.0.0.1:80"),
        ("::", 8000, "http://127.0.0.1:8000"),
        ("::1", 8000, "http://[::1]:8000"),
        ("forbear.lan", 8000, "http://forbear.lan:8000"),
    ],
)
def test_links_lead_to_where_the_service_listens(host: str, port: int, url: str) -> None:
    assert Settings(host=host, port=port, _env_file=None).public_url == url
    assert Settings(_env_file=None).listening_at(host, port).public_url == url
    assert Settings(_env_file=None).listening_at("x", 1).listening_at(host, port).public_url == url


def test_an_address_that_was_given_stays() -> None:
    given = Settings(public_url="https://help.example.com/", _env_file=None)
    moved = given.listening_at("0.0.0.0", 80)
    assert (moved.public_url, moved.host, moved.port) == ("https://help.example.com", "0.0.0.0", 80)
    assert (given.host, given.port) == ("127.0.0.1", 8000)


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.setenv(f"FORBEAR_{name.upper()}", "")
    assert Settings(_env_file=None) == Settings.model_construct(**Settings(_env_file=None).model_dump())
    assert Settings(_env_file=None).public_url == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    "changes",
    [
        {"port": 70000},
        {"workers": 0},
        {"workers": 65},
        {"llm_timeout_seconds": 0},
        {"guard_seconds": -1},
        {"judge_base_url": "http://j/v1"},
        {"judge_model": "j"},
        {"judge_base_url": "http://j/v1", "judge_model": "j", "judge_seconds": 2.0},
        {"judge_base_url": "http://j/v1", "judge_model": "j", "guard_seconds": 1.0},
        {"queue_poll_seconds": 0},
        {"log_level": "LOUD"},
        {"writing_mode": "wild"},
        {"database_url": "mysql://db"},
        {"database_url": "forbear.sqlite"},
    ],
)
def test_what_makes_no_sense_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Settings(**changes, _env_file=None)  # type: ignore[arg-type]


def test_every_bad_variable_is_named_and_no_value_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORBEAR_PORT", "secret-1")
    monkeypatch.setenv("FORBEAR_DATABASE_URL", "mysql://forbear:secret-2@db")
    with pytest.raises(BadSettings) as caught:
        get_settings()
    assert "FORBEAR_PORT" in str(caught.value)
    assert "FORBEAR_DATABASE_URL" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_secrets_are_not_shown() -> None:
    shown = repr(Settings(master_key="secret-1", llm_api_key="secret-2", judge_api_key="secret-3", _env_file=None))
    assert "secret-" not in shown


def test_the_database_lies_in_the_data_folder_unless_it_is_named() -> None:
    assert Settings(data_dir=Path("x"), _env_file=None).database == "sqlite:///x/forbear.sqlite"
    assert Settings(database_url="postgresql://db/f", _env_file=None).database == "postgresql://db/f"


@pytest.mark.parametrize(
    ("url", "model", "uses"),
    [("", "", False), ("http://m/v1", "", False), ("", "m", False), ("http://m/v1", "m", True)],
)
def test_a_model_is_used_when_it_has_an_address_and_a_name(url: str, model: str, uses: bool) -> None:
    assert Settings(llm_base_url=url, llm_model=model, _env_file=None).uses_model is uses


def test_a_judge_is_used_when_it_has_an_address_and_a_name() -> None:
    whole = Settings(judge_base_url="http://j/v1/", judge_model="j", guard_seconds=9, judge_seconds=8, _env_file=None)
    assert (whole.uses_judge, whole.judge_base_url) == (True, "http://j/v1")
    assert not Settings(_env_file=None).uses_judge


@pytest.mark.parametrize(
    ("set_", "named"),
    [
        ({"FORBEAR_JUDGE_BASE_URL": "http://j/v1"}, "FORBEAR_JUDGE_MODEL: it goes together with"),
        (
            {"FORBEAR_JUDGE_BASE_URL": "http://j/v1", "FORBEAR_JUDGE_MODEL": "j", "FORBEAR_JUDGE_SECONDS": "5"},
            "FORBEAR_JUDGE_SECONDS: it must be below FORBEAR_GUARD_SECONDS",
        ),
    ],
)
def test_half_a_judge_or_one_without_time_is_refused_by_name(
    set_: dict[str, str], named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in set_.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings, match=named):
        get_settings()
