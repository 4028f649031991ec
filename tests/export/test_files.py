"""The two files: closed to others, and never written over by accident."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from service.export import ExportExists, MadeExport, write_export

MADE = MadeExport("exp_1", '{"name": "周雨桐"}', "<!doctype html>", "0" * 64)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_their_owner_can_read_them(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    written = write_export(MADE, folder)
    assert [path.name for path in written] == ["export.json", "export.html"]
    assert [_mode(path) for path in (*written, folder)] == [0o600, 0o600, 0o700]
    assert written[0].read_text(encoding="utf-8") == MADE.data
    assert sorted(path.name for path in folder.iterdir()) == ["export.html", "export.json"]


@pytest.mark.parametrize("there", ["export.json", "export.html"])
def test_what_is_there_is_not_written_over_unless_told(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("mine")
    with pytest.raises(ExportExists, match="--force"):
        write_export(MADE, tmp_path)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]
    (tmp_path / there).chmod(0o644)
    for path in write_export(MADE, tmp_path, overwrite=True):
        assert _mode(path) == 0o600
        assert path.read_text(encoding="utf-8") != "mine"


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("untouched")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "export.json").symlink_to(elsewhere)
    with pytest.raises(ExportExists):
        write_export(MADE, folder)
    write_export(MADE, folder, overwrite=True)
    assert elsewhere.read_text() == "untouched"
    assert not (folder / "export.json").is_symlink()
