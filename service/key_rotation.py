"""Rotating the master key: every data key is wrapped anew, and nothing that it sealed is touched.

Each wrapped key names the key that it was wrapped with, so the work can be cut off at any point and begun again: what
is done is seen to be done. A service that knows both keys goes on serving all the while.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from service.privacy import CannotDecrypt, Keyring
from service.records import Database
from service.records.data_keys import StoredKey, count_keys, keys_after, replace_keys

BATCH = 200
# Borrowers who come in while the work goes on are wrapped with the service's key; they are looked for again.
_MOST_PASSES = 5
_BEFORE_ALL = ""


@dataclass
class Rotation:
    """What became of the data keys.

    Args:
        current: how many were wrapped with the new key already.
        rewrapped: how many were wrapped anew.
        unopened: borrowers whose data key none of the keys at hand opens; it was left as it is. With the reason.
    """

    current: int = 0
    rewrapped: int = 0
    unopened: dict[str, str] = field(default_factory=dict)


Progress = Callable[[int, int], None]


def rotate_keys(
    database: Database, old: Keyring, new: Keyring, progress: Progress, batch: int = BATCH, again: bool = False
) -> Rotation:
    """Wrap every data key that `new` does not wrap yet.

    Args:
        old: opens the data keys.
        progress: told how many data keys were looked at, and how many there are.
        batch: data keys a transaction.
        again: also those that `new` wraps already, for a key service that has a new key behind the same name.
    Raises:
        KeyServiceUnavailable: a key service does not answer; what was done so far stands.
    """
    done = Rotation()
    for number in range(_MOST_PASSES):
        once = _Pass(old, new, done, first=number == 0, again=again)
        if not once.through(database, progress, batch) or again:
            break
    # The old wrapped keys must not be left in the files: whoever has the old key could open them.
    database.overwrite_deleted()
    return done


@dataclass
class _Pass:
    """Once through all data keys."""

    old: Keyring
    new: Keyring
    done: Rotation
    first: bool
    again: bool

    def through(self, database: Database, progress: Progress, batch: int) -> int:
        """How many were wrapped anew."""
        with database.reading() as session:
            total = count_keys(session)
        after, seen, changed = _BEFORE_ALL, 0, 0
        progress(0, total)
        while True:
            with database.reading() as session:
                stored = keys_after(session, after, batch)
            if not stored:
                return changed
            # Outside a transaction: a key service takes its time, and nobody must wait for it to store a message.
            changes = [change for one in stored if (change := self._change(one)) is not None]
            if changes:
                with database.writing() as session:
                    replaced = replace_keys(session, changes)
                changed, self.done.rewrapped = changed + replaced, self.done.rewrapped + replaced
            after, seen = stored[-1].borrower_id, seen + len(stored)
            progress(seen, max(seen, total))

    def _change(self, one: StoredKey) -> tuple[StoredKey, bytes] | None:
        try:
            if self.new.is_current(one.wrapped) and not self.again:
                self.done.current += self.first
                return None
            return one, self.new.wrap(self.old.unwrap(one.wrapped))
        except CannotDecrypt as problem:
            self.done.unopened[one.borrower_id] = str(problem)
            return None
