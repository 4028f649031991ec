"""Data keys are wrapped with one key, opened with any that is at hand, and kept in memory for a short time only."""

from __future__ import annotations

import base64
import threading
from dataclasses import dataclass, field

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from service.privacy import (
    BadMasterKey,
    CannotDecrypt,
    Cipher,
    ExternalKeys,
    Keyring,
    KeyServiceUnavailable,
    key_id_of,
    wrapped_with,
)
from service.privacy.key_cache import KeyCache
from service.privacy.sealing import seal

OLD, NEW, OTHER = (bytes([number]) * 32 for number in (1, 2, 3))


@dataclass
class CountingService:
    """A key service that turns bytes round, and counts."""

    unwrapped: int = 0
    down: bool = False
    gives: bytes | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def wrap(self, key: bytes) -> bytes:
        self._answer()
        return key[::-1]

    def unwrap(self, wrapped: bytes) -> bytes:
        self._answer()
        with self.lock:
            self.unwrapped += 1
        return wrapped[::-1] if self.gives is None else self.gives

    def _answer(self) -> None:
        if self.down:
            raise KeyServiceUnavailable("down")


def first_version(master_key: bytes, data_key: bytes) -> bytes:
    """A wrapped key as it was before wrapped keys named the key that wraps them."""
    return seal(AESGCM(master_key), data_key, b"forbear data key")


# Stored by the version before, under OLD: a data key, and a text that it seals.
STORED_KEY = base64.b64decode("Ad+H0pXXTLFEAX2ac3Kpi6YKGl5phqdV8UIQNeu41V0xcV9OlfaH2QWJRaQk1HrV9ZG3XA2zUeRse/P6bw==")
STORED_TEXT = base64.b64decode("AQb78zmKSxtpSQNSNvy4jFRGDbsRM00ehrH713fA1LRLky0YP8ShfQ==")


def test_what_the_version_before_stored_still_opens() -> None:
    assert Cipher(OLD).decrypt(STORED_KEY, STORED_TEXT, "message:m1") == "Maria Lopez"
    assert Cipher(Keyring(NEW, [OLD])).decrypt(STORED_KEY, STORED_TEXT, "message:m1") == "Maria Lopez"


@given(st.binary(min_size=32, max_size=32))
def test_an_old_and_a_new_format_open_beside_each_other(data_key: bytes) -> None:
    both = Keyring(NEW, [OLD])
    assert both.unwrap(first_version(OLD, data_key)) == data_key
    assert both.unwrap(Keyring(OLD).wrap(data_key)) == data_key
    assert both.unwrap(both.wrap(data_key)) == data_key


def test_what_is_wrapped_names_its_key_and_nothing_more() -> None:
    wrapped = Keyring(NEW, [OLD]).wrap(OTHER)
    assert wrapped_with(wrapped) == key_id_of(NEW) != key_id_of(OLD)
    assert NEW not in wrapped and OTHER not in wrapped
    assert NEW.hex() not in key_id_of(NEW)


@pytest.mark.parametrize(
    ("wrapped", "current"),
    [
        (Keyring(NEW).wrap(OTHER), True),
        (Keyring(OLD).wrap(OTHER), False),
        (first_version(NEW, OTHER), False),
        (Keyring(NEW, external=ExternalKeys("command", CountingService())).wrap(OTHER), False),
    ],
    ids=["new", "old", "first version", "key service"],
)
def test_a_rotation_knows_what_is_done(wrapped: bytes, current: bool) -> None:
    assert Keyring(NEW, [OLD]).is_current(wrapped) is current


def test_a_key_that_is_not_at_hand_is_named() -> None:
    with pytest.raises(CannotDecrypt, match=key_id_of(OTHER)):
        Keyring(NEW, [OLD]).unwrap(Keyring(OTHER).wrap(OLD))


@given(st.binary(max_size=80))
def test_no_bytes_are_a_wrapped_key_or_fail_in_another_way(wrapped: bytes) -> None:
    with pytest.raises(CannotDecrypt):
        Keyring(NEW, [OLD]).unwrap(wrapped)


@given(st.integers(0, 94), st.integers(1, 255))
def test_a_wrapped_key_with_any_byte_changed_does_not_open(place: int, change: int) -> None:
    ring = Keyring(NEW)
    wrapped = bytearray(ring.wrap(OTHER))
    wrapped[place % len(wrapped)] ^= change
    with pytest.raises(CannotDecrypt):
        ring.unwrap(bytes(wrapped))


@pytest.mark.parametrize("key", [b"", b"short", b"x" * 33])
def test_a_master_key_of_another_length_is_refused(key: bytes) -> None:
    with pytest.raises(BadMasterKey):
        Keyring(NEW, [key])


def test_a_key_service_wraps_and_local_keys_still_open() -> None:
    ring = Keyring(NEW, [OLD], ExternalKeys("vault-7", CountingService()))
    assert wrapped_with(ring.wrap(OTHER)) == "vault-7"
    assert ring.unwrap(ring.wrap(OTHER)) == OTHER
    assert ring.unwrap(Keyring(OLD).wrap(OTHER)) == OTHER


def test_a_key_service_is_asked_once_while_a_key_is_kept() -> None:
    service = CountingService()
    cipher = Cipher(Keyring(NEW, external=ExternalKeys("kms", service)))
    key = cipher.new_data_key()
    sealed = cipher.encrypt(key, "Maria Lopez", "name")
    assert [cipher.decrypt(key, sealed, "name") for _ in range(5)] == ["Maria Lopez"] * 5
    assert service.unwrapped == 1


def test_a_forgotten_key_is_asked_for_again() -> None:
    service = CountingService()
    ring = Keyring(NEW, external=ExternalKeys("kms", service))
    wrapped = ring.wrap(OTHER)
    ring.unwrap(wrapped)
    ring.forget(wrapped)
    service.down = True
    with pytest.raises(KeyServiceUnavailable):
        ring.unwrap(wrapped)


@pytest.mark.parametrize("gives", [b"", b"short", b"x" * 33])
def test_a_key_of_another_length_is_refused_and_not_kept(gives: bytes) -> None:
    ring = Keyring(NEW, external=ExternalKeys("kms", CountingService(gives=gives)))
    with pytest.raises(KeyServiceUnavailable, match="bytes instead of 32"):
        ring.unwrap(ring.wrap(OTHER))


@pytest.mark.parametrize("service", [CountingService(down=True), CountingService(gives=b"x" * 32)])
def test_the_check_notices_a_service_that_is_down_or_mixes_keys_up(service: CountingService) -> None:
    with pytest.raises(KeyServiceUnavailable):
        Keyring(NEW, external=ExternalKeys("kms", service)).check()


@pytest.mark.parametrize("name", ["", "Upper", "local:abc", "a b", "x" * 32])
def test_a_key_service_has_a_name_that_can_be_stored(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be called"):
        ExternalKeys(name, CountingService())


class Time:
    """A clock that is set by hand."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_key_is_kept_for_its_time_and_not_longer() -> None:
    time = Time()
    cache = KeyCache(seconds=300, now=time)
    cache.get(b"w", lambda: b"first")
    time.seconds = 299
    assert cache.get(b"w", lambda: b"second") == b"first"
    time.seconds = 300  # being used does not make it live longer
    assert len(cache) == 0
    assert cache.get(b"w", lambda: b"second") == b"second"


def test_only_so_many_are_kept_and_the_oldest_leaves_first() -> None:
    cache = KeyCache(most=2)
    for wrapped in (b"a", b"b", b"c"):
        cache.get(wrapped, lambda: b"first")
    assert cache.get(b"c", lambda: b"again") == cache.get(b"b", lambda: b"again") == b"first"
    assert cache.get(b"a", lambda: b"again") == b"again"
    assert len(cache) == 2


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 40), st.booleans()), max_size=60))
def test_whatever_is_asked_no_key_is_too_old_and_there_are_never_too_many(
    steps: list[tuple[int, int, bool]],
) -> None:
    time, made = Time(), dict[bytes, float]()
    cache = KeyCache(most=3, seconds=100, now=time)

    def unwrap(wrapped: bytes) -> bytes:
        made[wrapped] = time.seconds
        return wrapped[::-1]

    for which, passed, forgets in steps:
        time.seconds += passed
        wrapped = bytes([which, 7])
        if forgets:
            cache.forget(wrapped)
            made.pop(wrapped, None)
        assert cache.get(wrapped, lambda: unwrap(bytes([which, 7]))) == wrapped[::-1]  # noqa: B023  (called at once)
        assert time.seconds - made[wrapped] < 100
        assert len(cache) <= 3


def test_a_failure_is_not_kept() -> None:
    cache = KeyCache()

    def fail() -> bytes:
        raise KeyServiceUnavailable("down")

    with pytest.raises(KeyServiceUnavailable):
        cache.get(b"w", fail)
    assert cache.get(b"w", lambda: b"key") == b"key"
