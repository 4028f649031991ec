"""Wrapping data keys: under a master key of this process, or by an external key service.

A wrapped key says in clear which key it was wrapped with, so that old and new ones can lie side by side while a
rotation goes on:

    version 2: 0x02, length of the key id (1 byte), key id (ASCII), the wrapped key
    version 1: 0x01 and the rest of a sealed value; it names no key, so every master key at hand is tried
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Protocol

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from service.privacy.key_cache import KeyCache
from service.privacy.sealing import KEY_BYTES, SEALED_VERSION, CannotDecrypt, seal, unseal

_VERSION_2 = b"\x02"
_FIRST_CONTEXT = b"forbear data key"
_SERVICE_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,30}")


class BadMasterKey(ValueError):
    """The master key is not 32 bytes in base64."""


class KeyServiceUnavailable(Exception):
    """The external key service did not answer, or not in a way that can be understood. Nothing was stored; try again.

    Its message never repeats what the service said: that could be a key.
    """


class KeyService(Protocol):
    """Wraps and unwraps data keys outside this process. Called from several threads.

    Both raise KeyServiceUnavailable when no answer can be had now; `unwrap` raises CannotDecrypt when the service says
    that it does not know the key.
    """

    def wrap(self, key: bytes) -> bytes:
        """The data key (32 bytes), wrapped: safe to store."""
        ...

    def unwrap(self, wrapped: bytes) -> bytes:
        """The data key that `wrap` was given."""
        ...


@dataclass(frozen=True)
class ExternalKeys:
    """A key service under the name by which wrapped keys remember it.

    Args:
        name: lower-case letters, digits, `_`, `.`, `-`, at most 31; another name means another service.
    """

    name: str
    service: KeyService

    def __post_init__(self) -> None:
        if _SERVICE_NAME.fullmatch(self.name) is None:
            raise ValueError(f"a key service cannot be called {self.name!r}: use up to 31 of a-z, 0-9, '_', '.', '-'")


class _LocalKey:
    """A master key in this process."""

    def __init__(self, master_key: bytes) -> None:
        if len(master_key) != KEY_BYTES:
            raise BadMasterKey(f"the master key has {len(master_key)} bytes; it needs {KEY_BYTES}")
        self._key = AESGCM(master_key)
        self.key_id = key_id_of(master_key)

    def wrap(self, key: bytes) -> bytes:
        return seal(self._key, key, self._context)

    def unwrap(self, wrapped: bytes) -> bytes:
        return unseal(self._key, wrapped, self._context)

    def unwrap_first_version(self, wrapped: bytes) -> bytes:
        return unseal(self._key, wrapped, _FIRST_CONTEXT)

    @property
    def _context(self) -> bytes:
        return _FIRST_CONTEXT + b" 2:" + self.key_id.encode()


def key_id_of(master_key: bytes) -> str:
    """A name for a master key that says nothing about it: safe to store, to print and to log."""
    return "local:" + hmac.new(master_key, b"forbear key id", hashlib.sha256).hexdigest()[:16]


class Keyring:
    """What data keys are wrapped with, and what else still opens them.

    Args:
        master_key: the local key; it wraps, unless there is an external service.
        older: further local keys that open and never wrap: those of before a rotation, or the one to come.
        external: a key service; when there is one, it wraps.
    """

    def __init__(self, master_key: bytes, older: Sequence[bytes] = (), external: ExternalKeys | None = None) -> None:
        self._local = {key.key_id: key for key in map(_LocalKey, (master_key, *older))}
        self._first = _LocalKey(master_key)
        self._external = external
        self._services = {} if external is None else {external.name: external.service}
        # A local key opens in microseconds, and then nothing more lies in memory than it must.
        self._cache = KeyCache()

    @property
    def current_id(self) -> str:
        """The id of the key that wraps."""
        return self._first.key_id if self._external is None else self._external.name

    @property
    def known_ids(self) -> frozenset[str]:
        """The ids of all keys that open."""
        return frozenset((*self._local, *self._services))

    def and_opens(self, master_key: bytes) -> Keyring:
        """A keyring that also opens what another master key wrapped."""
        wider = copy(self)
        wider._local = {**self._local, key_id_of(master_key): _LocalKey(master_key)}
        return wider

    def wrap(self, key: bytes) -> bytes:
        """A data key, wrapped with the current key.

        Raises:
            KeyServiceUnavailable: the external service does not answer.
        """
        wrapped = self._first.wrap(key) if self._external is None else self._external.service.wrap(key)
        name = self.current_id.encode()
        return _VERSION_2 + bytes([len(name)]) + name + wrapped

    def unwrap(self, wrapped: bytes) -> bytes:
        """The data key.

        Raises:
            CannotDecrypt: it was altered, or wrapped with a key that is not here.
            KeyServiceUnavailable: the external service does not answer.
        """
        key_id = wrapped_with(wrapped)
        if key_id is None:
            return self._unwrap_first_version(wrapped)
        body = wrapped[2 + len(key_id) :]
        if key_id in self._local:
            return self._local[key_id].unwrap(body)
        if key_id not in self._services:
            raise CannotDecrypt(f"the data key is wrapped with {key_id!r}, which is none of the keys at hand")
        return self._cache.get(wrapped, lambda: _of_full_length(self._services[key_id].unwrap(body)))

    def is_current(self, wrapped: bytes) -> bool:
        """Whether a data key is wrapped with the current key, in the current format."""
        return wrapped_with(wrapped) == self.current_id

    def forget(self, wrapped: bytes) -> None:
        """Drop a data key from memory: its borrower was erased."""
        self._cache.forget(wrapped)

    def check(self) -> None:
        """Ask the external service, where there is one, for a round trip with a throw-away key.

        Raises:
            KeyServiceUnavailable: it does not answer, or gives another key back.
        """
        if self._external is None:
            return
        key = AESGCM.generate_key(bit_length=8 * KEY_BYTES)
        try:
            same = self._external.service.unwrap(self._external.service.wrap(key)) == key
        except CannotDecrypt:
            same = False
        if not same:
            raise KeyServiceUnavailable("the key service does not give back what it wrapped")

    def _unwrap_first_version(self, wrapped: bytes) -> bytes:
        for key in self._local.values():
            try:
                return key.unwrap_first_version(wrapped)
            except CannotDecrypt:
                continue
        raise CannotDecrypt("the data key was altered, or wrapped with a key that is not here")


def wrapped_with(wrapped: bytes) -> str | None:
    """The id of the key that a data key was wrapped with; None for the first version, which names none.

    Raises:
        CannotDecrypt: it is no wrapped key.
    """
    if wrapped[:1] == SEALED_VERSION:
        return None
    length = wrapped[1] if len(wrapped) > 1 else 0
    if wrapped[:1] != _VERSION_2 or not length or len(wrapped) <= 2 + length:
        raise CannotDecrypt("the wrapped key is cut short or of an unknown version")
    return wrapped[2 : 2 + length].decode("ascii", errors="replace")


def _of_full_length(key: bytes) -> bytes:
    if len(key) != KEY_BYTES:
        raise KeyServiceUnavailable(f"the key service gave a key of {len(key)} bytes instead of {KEY_BYTES}")
    return key
