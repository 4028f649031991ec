"""Every data key moves to the new master key, whatever happens meanwhile, and what it sealed stays readable."""

from __future__ import annotations

import base64
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from service.domain.account import AccountImport
from service.key_rotation import Progress, Rotation, rotate_keys
from service.key_services import keyring_of
from service.privacy import CannotDecrypt, Cipher, ExternalKeys, Keyring, KeyServiceUnavailable, wrapped_with
from service.program import Foundation, lay_foundation
from service.records.erasures import erase_borrower
from service.settings import Settings
from tests.conftest import MONDAY, fixed_clock
from tests.privacy.test_keyring import CountingService, first_version
from tests.service.people import borrower_id, in_files, readable, settle, wrapped_keys

OLD, NEW, NEWER = (bytes([number]) * 32 for number in (1, 2, 3))
PEOPLE = 23


def coded(*keys: bytes) -> str:
    return ",".join(base64.b64encode(key).decode() for key in keys)


@contextmanager
def opened(folder: Path, master_key: bytes, *older: bytes, url: str = "") -> Iterator[Foundation]:
    settings = Settings(
        data_dir=folder, database_url=url, master_key=coded(master_key), old_master_keys=coded(*older),
        log_level="ERROR", _env_file=None,
    )  # fmt: skip
    foundation = lay_foundation(settings, fixed_clock)
    yield foundation
    foundation.database.close()


@pytest.fixture
def folder(tmp_path: Path, card_account: AccountImport) -> Path:
    """A data folder with borrowers under the old key."""
    with opened(tmp_path / "var", OLD) as foundation:
        settle(foundation, card_account, PEOPLE)
    return tmp_path / "var"


def rotate(foundation: Foundation, new: bytes, batch: int = 5) -> Rotation:
    opens = foundation.vault.keyring.and_opens(new)
    return rotate_keys(foundation.database, opens, Keyring(new), lambda _seen, _total: None, batch=batch)


def test_after_a_rotation_the_new_key_alone_opens_everything(
    database_url: str, tmp_path: Path, card_account: AccountImport
) -> None:
    with opened(tmp_path / "var", OLD, url=database_url) as foundation:
        settle(foundation, card_account, PEOPLE)
        assert rotate(foundation, NEW) == Rotation(current=0, rewrapped=PEOPLE)
        with pytest.raises(CannotDecrypt):
            readable(foundation)
    with opened(tmp_path / "var", NEW, url=database_url) as foundation:
        assert readable(foundation) == PEOPLE


def test_a_second_run_changes_nothing(folder: Path) -> None:
    with opened(folder, NEW, OLD) as foundation:
        rotate(foundation, NEW)
        before = wrapped_keys(foundation)
        assert rotate(foundation, NEW) == Rotation(current=PEOPLE)
        assert wrapped_keys(foundation) == before


def test_rotating_twice_leads_from_key_to_key(folder: Path) -> None:
    with opened(folder, OLD) as foundation:
        rotate(foundation, NEW)
    with opened(folder, NEW, OLD) as foundation:
        assert rotate(foundation, NEWER).rewrapped == PEOPLE
    with opened(folder, NEWER) as foundation:
        assert readable(foundation) == PEOPLE


def test_a_rotation_that_was_never_finished_can_go_on_to_another_key(folder: Path) -> None:
    with opened(folder, OLD, NEW) as foundation:
        with pytest.raises(KeyboardInterrupt):
            rotate_keys(foundation.database, foundation.vault.keyring, Keyring(NEW), _interrupt_at(10), batch=5)
        assert rotate(foundation, NEWER) == Rotation(rewrapped=PEOPLE)
    with opened(folder, NEWER) as foundation:
        assert readable(foundation) == PEOPLE


def _interrupt_at(seen_at: int) -> Progress:
    def progress(seen: int, _total: int) -> None:
        if seen >= seen_at:
            raise KeyboardInterrupt

    return progress


_KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from service.key_rotation import rotate_keys
from service.key_services import keyring_of
from service.privacy import Keyring
from service.records import Database
from service.settings import Settings

settings = Settings(data_dir=Path(sys.argv[1]), master_key=sys.argv[2], old_master_keys=sys.argv[3], _env_file=None)
database, left = Database(settings.database), [int(sys.argv[4])]

def burn(*_):
    left[0] -= 1
    if left[0] <= 0:
        os.kill(os.getpid(), signal.SIGKILL)

event.listen(database.engine, "begin", burn)
event.listen(database.engine, "commit", burn)
ring = keyring_of(settings)
rotate_keys(database, ring, ring, lambda seen, total: None, batch=5)
"""


@pytest.mark.parametrize("events", [2, 5, 6, 11])
def test_killed_in_the_middle_it_serves_with_both_keys_and_finishes_later(folder: Path, events: int) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _KILLED, str(folder), coded(NEW), coded(OLD), str(events)], check=False
    )
    assert ended.returncode == -signal.SIGKILL
    with opened(folder, NEW, OLD) as foundation:
        moved = sum(foundation.vault.keyring.is_current(stored.wrapped) for stored in wrapped_keys(foundation))
        assert moved < PEOPLE
        assert readable(foundation) == PEOPLE
        assert rotate(foundation, NEW) == Rotation(current=moved, rewrapped=PEOPLE - moved)
    with opened(folder, NEW) as foundation:
        assert readable(foundation) == PEOPLE


def test_some_of_the_kills_leave_it_half_done(folder: Path) -> None:
    """The kills above would prove nothing if all fell before the first batch."""
    subprocess.run([sys.executable, "-c", _KILLED, str(folder), coded(NEW), coded(OLD), "11"], check=False)
    with opened(folder, NEW, OLD) as foundation:
        assert 0 < sum(foundation.vault.keyring.is_current(one.wrapped) for one in wrapped_keys(foundation)) < PEOPLE


def test_a_wrong_key_changes_nothing_and_names_whom_it_cannot_open(folder: Path) -> None:
    with opened(folder, NEWER) as foundation:
        before = wrapped_keys(foundation)
        done = rotate(foundation, NEW)
        assert (done.rewrapped, sorted(done.unopened)) == (0, [borrower_id(number) for number in range(PEOPLE)])
        assert wrapped_keys(foundation) == before


def test_keys_of_the_first_version_are_moved_too(folder: Path) -> None:
    with opened(folder, OLD) as foundation:
        ring = foundation.vault.keyring
        with foundation.database.engine.begin() as connection:
            for stored in wrapped_keys(foundation):
                first = first_version(OLD, ring.unwrap(stored.wrapped))
                connection.exec_driver_sql("UPDATE borrowers SET data_key=? WHERE id=?", (first, stored.borrower_id))
        assert readable(foundation) == PEOPLE
        assert rotate(foundation, OLD).rewrapped == PEOPLE
        assert {wrapped_with(stored.wrapped) for stored in wrapped_keys(foundation)} == {ring.current_id}
        assert readable(foundation) == PEOPLE


def test_borrowers_who_come_in_meanwhile_are_found(folder: Path, card_account: AccountImport) -> None:
    with opened(folder, OLD, NEW) as foundation:
        came: list[bool] = []

        def progress(seen: int, _total: int) -> None:
            if seen >= PEOPLE and not came:
                came.append(True)
                settle(foundation, card_account, 3, first=100)

        done = rotate_keys(foundation.database, foundation.vault.keyring, Keyring(NEW), progress, batch=30)
        assert done.rewrapped == PEOPLE + 3


def test_a_borrower_who_is_erased_meanwhile_stays_erased(folder: Path) -> None:
    with opened(folder, OLD) as foundation:

        class Erasing(CountingService):
            def wrap(self, key: bytes) -> bytes:
                with foundation.database.writing() as session:
                    erase_borrower(session, borrower_id(7), "test", "", MONDAY)
                return super().wrap(key)

        new = Keyring(OLD, external=ExternalKeys("kms", Erasing()))
        rotate_keys(foundation.database, foundation.vault.keyring, new, lambda _seen, _total: None, batch=50)
        assert borrower_id(7) not in {stored.borrower_id for stored in wrapped_keys(foundation)}
        assert len(wrapped_keys(foundation)) == PEOPLE - 1


def test_a_service_that_knows_both_keys_loses_nothing_during_a_rotation(folder: Path) -> None:
    over = threading.Event()
    failures: list[Exception] = []
    written: list[str] = []

    def serve() -> None:
        with opened(folder, OLD, NEW) as serving:
            while not over.is_set():
                subject = f"late-{len(written)}"
                borrower = borrower_id(len(written) % PEOPLE)
                try:
                    with serving.database.writing() as session:
                        serving.vault.put(session, borrower, "message", subject, subject, MONDAY)
                    with serving.database.reading() as session:
                        assert serving.vault.get(session, borrower, "message", subject) == subject
                except Exception as error:
                    failures.append(error)
                    return
                written.append(subject)

    thread = threading.Thread(target=serve)
    thread.start()
    with opened(folder, OLD) as foundation:
        while len(written) <= PEOPLE and not failures:
            for new, old in ((NEW, OLD), (OLD, NEW), (NEW, OLD)):
                ring = Keyring(new, [old])
                rotate_keys(foundation.database, ring, ring, lambda _seen, _total: None, batch=2)
    over.set()
    thread.join()
    assert failures == []
    assert len(written) > PEOPLE
    with opened(folder, NEW) as foundation:
        assert readable(foundation) == PEOPLE
        with foundation.database.reading() as session:
            for number, subject in enumerate(written):
                assert foundation.vault.get(session, borrower_id(number % PEOPLE), "message", subject) == subject


def test_the_old_wrapped_keys_are_gone_from_the_files(folder: Path) -> None:
    with opened(folder, OLD) as foundation:
        before = wrapped_keys(foundation)
        # The last file handle to go would empty the log by itself: the service is still running.
        assert any(in_files(folder, stored.wrapped) for stored in before)
        rotate(foundation, NEW)
        assert [stored for stored in before if in_files(folder, stored.wrapped)] == []


def test_everything_can_move_to_a_key_service_and_back(folder: Path) -> None:
    service = CountingService()
    external = Keyring(OLD, external=ExternalKeys("kms", service))
    with opened(folder, OLD) as foundation:
        assert rotate_keys(foundation.database, external, external, lambda *_: None).rewrapped == PEOPLE
        assert {wrapped_with(stored.wrapped) for stored in wrapped_keys(foundation)} == {"kms"}
        with pytest.raises(CannotDecrypt, match="kms"):
            readable(foundation)
        back = rotate_keys(foundation.database, external.and_opens(NEW), Keyring(NEW), lambda *_: None)
        assert back.rewrapped == PEOPLE
    with opened(folder, NEW) as foundation:
        assert readable(foundation) == PEOPLE


def test_a_key_service_that_goes_away_leaves_what_is_done(folder: Path) -> None:
    service = CountingService()
    external = Keyring(OLD, external=ExternalKeys("kms", service))

    def progress(seen: int, _total: int) -> None:
        service.down = seen >= 10

    with opened(folder, OLD) as foundation:
        with pytest.raises(KeyServiceUnavailable):
            rotate_keys(foundation.database, external, external, progress, batch=5)
        service.down = False
        assert rotate_keys(foundation.database, external, external, lambda *_: None) == Rotation(
            current=10, rewrapped=PEOPLE - 10
        )


def test_again_wraps_anew_what_the_service_wraps_already(folder: Path) -> None:
    external = Keyring(OLD, external=ExternalKeys("kms", CountingService()))
    with opened(folder, OLD) as foundation:
        rotate_keys(foundation.database, external, external, lambda *_: None)
        done = rotate_keys(foundation.database, external, external, lambda *_: None, again=True)
        assert done == Rotation(rewrapped=PEOPLE)


def test_progress_counts_to_the_whole(folder: Path) -> None:
    told: list[tuple[int, int]] = []
    with opened(folder, OLD) as foundation:
        rotate_keys(
            foundation.database, foundation.vault.keyring, foundation.vault.keyring,
            lambda seen, total: told.append((seen, total)), batch=10,
        )  # fmt: skip
    assert told == [(0, PEOPLE), (10, PEOPLE), (20, PEOPLE), (PEOPLE, PEOPLE)]


def test_a_keyring_from_the_settings_rotates_to_its_own_first_key(folder: Path) -> None:
    with opened(folder, NEW, OLD) as foundation:
        ring = keyring_of(foundation.settings)
        assert rotate_keys(foundation.database, ring, ring, lambda *_: None).rewrapped == PEOPLE
        assert {wrapped_with(one.wrapped) for one in wrapped_keys(foundation)} == {Cipher(NEW).keyring.current_id}
