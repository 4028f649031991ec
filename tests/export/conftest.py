"""Two people who talked with the scripted agent, in English and in Chinese, and one who never did."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from service.account_import import store_account
from service.domain.account import AccountImport
from service.program import Foundation, Program, build_program, lay_foundation
from service.samples import load_sample_accounts
from service.settings import Settings
from service.turn import take_turn

MARKUP = "<script>alert('x')</script> & <b>my</b> sister Anna Kowalski can help"
ENGLISH = (
    "I lost my job and my wife is in hospital with cancer. What do I owe?",
    "I could pay 100 a month starting next month",
    "Yes, I accept",
    MARKUP,
    "I want to complain: your letter was rude",
)
CHINESE = ("我失业了，又住院做手术，欠多少？", "每个月能还500", "可以，我接受", "这笔钱我有异议，不是我借的")


@dataclass(frozen=True)
class Talked:
    """What the records hold, in a folder of its own for each test."""

    foundation: Foundation
    english: AccountImport
    chinese: AccountImport
    silent: AccountImport

    def typed(self, account: AccountImport) -> list[str]:
        first = proof(account)
        return [first, *(ENGLISH if account is self.english else CHINESE)]


def proof(account: AccountImport) -> str:
    """What the borrower writes to show who they are."""
    return f"{account.borrower.name}, {account.borrower.date_of_birth}"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder after the talks; made once, because reading the models takes seconds."""
    folder = tmp_path_factory.mktemp("export") / "var"
    foundation = lay_foundation(_settings(folder))
    program = build_program(foundation)
    for account in load_sample_accounts():
        store_account(foundation, account)
    _talk(program, _account("us"), ENGLISH)
    _talk(program, _account("cn"), CHINESE)
    foundation.database.close()
    return folder


@pytest.fixture
def talked(template: Path, tmp_path: Path) -> Iterator[Talked]:
    folder = tmp_path / "var"
    shutil.copytree(template, folder)
    foundation = lay_foundation(_settings(folder))
    yield Talked(foundation, _account("us"), _account("cn"), _account("uk"))
    foundation.database.close()


def _settings(folder: Path) -> Settings:
    return Settings(data_dir=folder, log_level="ERROR", _env_file=None)


def _account(jurisdiction: str) -> AccountImport:
    return next(account for account in load_sample_accounts() if account.jurisdiction == jurisdiction)


def _talk(program: Program, account: AccountImport, lines: tuple[str, ...]) -> None:
    conversation = program.reception.open_conversation(account.id, "web", False)
    assert conversation is not None
    take_turn(conversation, program.stages)
    for number, line in enumerate((proof(account), *lines)):
        program.reception.receive(conversation, line, f"client-{number}")
        while take_turn(conversation, program.stages) is not None:
            pass
        program.delivery.deliver(conversation)
