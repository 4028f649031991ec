"""One running application for all interface tests: starting one takes seconds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.samples import load_sample_accounts
from service.settings import Settings
from tests.serving import Running, serving


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    settings = Settings(data_dir=tmp_path_factory.mktemp("api") / "var", log_level="ERROR", _env_file=None)
    with serving(settings) as started:
        for account in load_sample_accounts():
            started.add(account)
        yield started
