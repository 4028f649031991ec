"""The helper program of the page on keys works as it stands there, and the page names what there is."""

from __future__ import annotations

import base64
import re
import sys
from pathlib import Path

import pytest

from service.privacy import CannotDecrypt
from service.privacy.key_cache import MOST_KEYS, SECONDS
from service.privacy.key_command import CommandKeyService
from service.reasons import LONGEST_REASON, SHORTEST_REASON
from service.settings import PROJECT_FOLDER, Settings
from service.tokens import LIFETIME

PAGE = (PROJECT_FOLDER / "docs" / "operations" / "keys-and-erasure.md").read_text(encoding="utf-8")


def test_the_helper_program_of_the_page_is_a_key_service(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    program = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len(program) == 1
    helper, key = tmp_path / "helper.py", tmp_path / "kms.key"
    helper.write_text(program[0])
    key.write_text(base64.b64encode(bytes(32)).decode())
    service = CommandKeyService([sys.executable, str(helper), str(key)], 60)
    assert service.unwrap(service.wrap(b"d" * 32)) == b"d" * 32
    with pytest.raises(CannotDecrypt):
        service.unwrap(b"no key of this service")
    service.close()
    assert capfd.readouterr().err.strip() == "InvalidTag"


@pytest.mark.parametrize("name", sorted(set(re.findall(r"FORBEAR_([A-Z_]+)", PAGE)) - {"NEW_MASTER_KEY_FILE"}))
def test_every_setting_of_the_page_exists(name: str) -> None:
    assert name.lower() in Settings.model_fields


@pytest.mark.parametrize(
    "words",
    [
        f"at most {SECONDS / 60:.0f} minutes",
        f"at most {MOST_KEYS:,} of\nthem",
        f"`FORBEAR_KEY_SERVICE_SECONDS` ({Settings.model_fields['key_service_seconds'].default:g})",
        f"they live for {LIFETIME.days} days",
        f"a reason of {SHORTEST_REASON} to {LONGEST_REASON} characters",
    ],
)
def test_the_numbers_of_the_page_are_those_of_the_program(words: str) -> None:
    assert words in PAGE
