"""One program without a server, for tests of whole turns."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.account_import import store_account
from service.program import Program, build_program, lay_foundation
from service.samples import load_sample_accounts
from service.settings import Settings


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("turn") / "var", log_level="ERROR", _env_file=None)
    foundation = lay_foundation(settings)
    for account in load_sample_accounts():
        store_account(foundation, account)
    yield build_program(foundation)
    foundation.database.close()
