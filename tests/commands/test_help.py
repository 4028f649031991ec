"""Every command says what it does and shows how it is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from service import __version__
from service.commands.chat import chat
from service.samples import load_sample_accounts
from tests.commands.conftest import Forbear

COMMANDS = [
    ("serve",),
    ("demo",),
    ("chat",),
    ("check",),
    ("redact",),
    ("replay",),
    ("accounts", "import"),
    ("knowledge", "sync"),
    ("policies", "check"),
    ("policies", "pages"),
    ("privacy", "score"),
    ("audit", "verify"),
    ("keys", "add"),
    ("privacy", "export"),
    ("privacy", "erase"),
    ("privacy", "retention"),
    ("privacy", "rotate-key"),
]
GROUPS = ["accounts", "knowledge", "policies", "audit", "keys", "privacy"]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_has_a_sentence_and_an_example(forbear: Forbear, command: tuple[str, ...]) -> None:
    ended = forbear(*command, "--help")
    assert ended.code == 0
    assert "." in ended.out
    assert "Example" in ended.out
    assert f"forbear {' '.join(command)}" in ended.out.split("Example", 1)[1]


def test_help_touches_nothing(forbear: Forbear, data_dir: Path) -> None:
    forbear("serve", "--help")
    assert not data_dir.exists()


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_lists_its_commands(forbear: Forbear, group: str) -> None:
    ended = forbear(group, "--help")
    command = next(name for first, *rest in COMMANDS if first == group for name in rest)
    assert (ended.code, command in ended.out) == (0, True)


def test_the_first_page_names_every_command_and_where_settings_are(forbear: Forbear) -> None:
    ended = forbear("--help")
    assert ended.code == 0
    for command in COMMANDS:
        assert command[0] in ended.out
    assert "FORBEAR_" in ended.out


def test_the_version(forbear: Forbear) -> None:
    assert forbear("--version").out.strip() == f"forbear {__version__}"


def test_the_account_of_the_chat_example_exists() -> None:
    assert any(f"forbear chat {sample.id} " in str(chat.__doc__) for sample in load_sample_accounts())


@pytest.mark.parametrize("arguments", [("dance",), ("keys", "dance"), ("serve", "--dance"), ("check",)])
def test_what_does_not_exist_is_refused_with_a_hint(forbear: Forbear, arguments: tuple[str, ...]) -> None:
    ended = forbear(*arguments)
    assert ended.code == 2
    assert "--help" in ended.err
    assert "Traceback" not in ended.err
