from __future__ import annotations

import fcntl
import subprocess
import sys
from pathlib import Path

import pytest

from service.knowledge import KnowledgeBase, KnowledgeUnavailable
from service.settings import PROJECT_FOLDER
from tests.knowledge.samples import PLAN, STOP, TODAY, document

OTHER_PROCESS = """
import sys
from pathlib import Path
from service.knowledge import KnowledgeBase
from tests.knowledge.samples import STOP, document
KnowledgeBase.on_disk(Path(sys.argv[1])).sync([document("uk-two", STOP)])
"""


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    base = KnowledgeBase.on_disk(tmp_path / "file" / "chroma")
    for attempt in (lambda: base.search("can I pay", "en", "uk", TODAY), lambda: base.sync([document()])):
        with pytest.raises(KnowledgeUnavailable) as caught:
            attempt()
        assert str(tmp_path / "file") in str(caught.value)
        assert caught.value.fix


def test_a_damaged_store_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "chroma.sqlite3").write_bytes(b"no database" * 500)
    with pytest.raises(KnowledgeUnavailable, match="knowledge sync"):
        KnowledgeBase.on_disk(tmp_path).search("can I pay", "en", "uk", TODAY)


def test_a_store_that_another_process_writes_is_not_written(tmp_path: Path) -> None:
    base = KnowledgeBase.on_disk(tmp_path)
    with (tmp_path / "writer.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(KnowledgeUnavailable, match="another process is writing"):
            base.sync([document()])
    assert base.sync([document()]).added == 1
    base.close()


def test_what_another_process_synced_is_found_without_a_restart(tmp_path: Path) -> None:
    base = KnowledgeBase.on_disk(tmp_path)
    base.sync([document("uk-one", PLAN)])
    assert base.search("can I pay in instalments", "en", "uk", TODAY)[0].document == "uk-one"
    subprocess.run([sys.executable, "-c", OTHER_PROCESS, str(tmp_path)], check=True, cwd=PROJECT_FOLDER)
    assert base.search("stop texting me", "en", "uk", TODAY)[0].heading == STOP.heading
    assert base.search("can I pay in instalments", "en", "uk", TODAY) == ()
    base.close()


def test_a_store_that_was_deleted_is_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "chroma"
    base = KnowledgeBase.on_disk(folder)
    base.sync([document()])
    base.close()
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert base.search("can I pay in instalments", "en", "uk", TODAY) == ()
    assert base.sync([document()]).added == 1
    base.close()


@pytest.mark.parametrize("url", ["chroma:8000", "ftp://chroma", "", "http://"])
def test_an_address_that_is_none_is_refused_at_once(url: str) -> None:
    with pytest.raises(KnowledgeUnavailable, match="not an address"):
        KnowledgeBase.on_server(url)


def test_a_server_that_does_not_answer_is_named() -> None:
    base = KnowledgeBase.on_server("http://127.0.0.1:9")
    with pytest.raises(KnowledgeUnavailable, match=r"http://127\.0\.0\.1:9"):
        base.search("can I pay", "en", "uk", TODAY)
