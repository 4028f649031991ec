"""Sealed texts open with the right key and context only."""

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.privacy import BadMasterKey, CannotDecrypt, Cipher, load_or_create_master_key

CIPHER = Cipher(bytes(range(32)))
KEY = CIPHER.new_data_key()


@given(st.text(), st.text())
def test_what_was_sealed_opens_again(text: str, context: str) -> None:
    context = context.encode("utf-8", "replace").decode()
    assert CIPHER.decrypt(KEY, CIPHER.encrypt(KEY, text, context), context) == text


def test_a_sealed_text_shows_nothing_and_never_repeats() -> None:
    first, second = (CIPHER.encrypt(KEY, "Maria Lopez", "name") for _ in range(2))
    assert b"Maria" not in first
    assert first != second


def test_another_context_does_not_open_it() -> None:
    sealed = CIPHER.encrypt(KEY, "Maria Lopez", "vault:b-1:name")
    with pytest.raises(CannotDecrypt):
        CIPHER.decrypt(KEY, sealed, "vault:b-2:name")


def test_another_borrowers_key_does_not_open_it() -> None:
    sealed = CIPHER.encrypt(KEY, "Maria Lopez", "name")
    with pytest.raises(CannotDecrypt):
        CIPHER.decrypt(CIPHER.new_data_key(), sealed, "name")


@pytest.mark.parametrize("position", [0, 1, 12, 13, -1])
def test_a_changed_byte_does_not_open(position: int) -> None:
    sealed = bytearray(CIPHER.encrypt(KEY, "Maria Lopez", "name"))
    sealed[position] ^= 1
    with pytest.raises(CannotDecrypt):
        CIPHER.decrypt(KEY, bytes(sealed), "name")


@pytest.mark.parametrize("length", [0, 1, 12, 28])
def test_a_text_cut_short_does_not_open(length: int) -> None:
    with pytest.raises(CannotDecrypt):
        CIPHER.decrypt(KEY, CIPHER.encrypt(KEY, "Maria", "name")[:length], "name")


def test_a_rewrapped_key_opens_under_the_new_master_and_not_under_the_old() -> None:
    new = Cipher(bytes(32))
    sealed = CIPHER.encrypt(KEY, "Maria Lopez", "name")
    moved = CIPHER.rewrap(KEY, new)
    assert new.decrypt(moved, sealed, "name") == "Maria Lopez"
    with pytest.raises(CannotDecrypt):
        CIPHER.decrypt(moved, sealed, "name")


def test_a_master_key_of_the_settings_is_used_and_no_file_made(tmp_path: Path) -> None:
    setting = base64.b64encode(bytes(range(32))).decode()
    assert load_or_create_master_key(setting, tmp_path / "key") == bytes(range(32))
    assert not (tmp_path / "key").exists()


def test_a_master_key_is_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master"
    key = load_or_create_master_key("", path)
    assert len(key) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_or_create_master_key("", path) == key


@pytest.mark.parametrize(
    ("setting", "problem"),
    [("not base64!", "not base64"), (base64.b64encode(b"short").decode(), "5 bytes instead of 32")],
)
def test_a_wrong_master_key_is_refused_with_the_way_out(setting: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(BadMasterKey, match=problem) as caught:
        load_or_create_master_key(setting, tmp_path / "key")
    assert "openssl rand -base64 32" in str(caught.value)
    assert setting not in str(caught.value)


def test_a_damaged_key_file_is_refused_and_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text("???")
    with pytest.raises(BadMasterKey):
        load_or_create_master_key("", path)
    assert path.read_text() == "???"
