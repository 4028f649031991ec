"""Sealing originals: AES-256-GCM under a data key per borrower, which the master key wraps.

Destroying a borrower's wrapped key makes all that was sealed with it unreadable for ever.
"""

from __future__ import annotations

import base64
import binascii
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12  # the 96 bits of NIST SP 800-38D, section 8.2.2: random, one per sealing
_TAG_BYTES = 16
_VERSION = b"\x01"
_WRAPPING_CONTEXT = b"forbear data key"


class CannotDecrypt(Exception):
    """A sealed value was altered, belongs to another context, or was sealed with another key."""


class BadMasterKey(ValueError):
    """The master key is not 32 bytes in base64."""


class Cipher:
    """Seals and opens the texts of borrowers whose data keys this master key wraps.

    A sealed value is: one version byte, a random nonce (12 bytes), the cipher text with its tag (16 bytes).
    """

    def __init__(self, master_key: bytes) -> None:
        if len(master_key) != KEY_BYTES:
            raise BadMasterKey(f"the master key has {len(master_key)} bytes; it needs {KEY_BYTES}")
        self._master = AESGCM(master_key)

    def new_data_key(self) -> bytes:
        """A fresh data key for one borrower, wrapped: safe to store."""
        return _seal(self._master, AESGCM.generate_key(bit_length=8 * KEY_BYTES), _WRAPPING_CONTEXT)

    def encrypt(self, wrapped_key: bytes, plaintext: str, context: str) -> bytes:
        """The sealed text.

        Args:
            context: where the value lives ("vault:borrower-7:name"); it opens with the same context only, so that a
                sealed value moved to another row does not open there.
        Raises:
            CannotDecrypt: the wrapped key does not belong to this master key.
        """
        return _seal(self._data_key(wrapped_key), plaintext.encode("utf-8", "surrogatepass"), context.encode())

    def decrypt(self, wrapped_key: bytes, sealed: bytes, context: str) -> str:
        """The text of a sealed value.

        Raises:
            CannotDecrypt: it was altered, or key or context are not those that it was sealed with.
        """
        return _open(self._data_key(wrapped_key), sealed, context.encode()).decode("utf-8", "surrogatepass")

    def rewrap(self, wrapped_key: bytes, new_cipher: Cipher) -> bytes:
        """The same data key under another master key; what was sealed with it stays as it is.

        Raises:
            CannotDecrypt: the wrapped key does not belong to this master key.
        """
        return _seal(new_cipher._master, _open(self._master, wrapped_key, _WRAPPING_CONTEXT), _WRAPPING_CONTEXT)

    def _data_key(self, wrapped_key: bytes) -> AESGCM:
        return AESGCM(_open(self._master, wrapped_key, _WRAPPING_CONTEXT))


def load_or_create_master_key(settings_value: str, path: Path) -> bytes:
    """The master key: from the settings (base64), else from a file that is made on first use.

    Args:
        settings_value: 32 bytes in base64, or empty.
        path: the file to use when the setting is empty; made with mode 0600, its folder too where it is missing.
    Raises:
        BadMasterKey: the setting or the file is not 32 bytes in base64.
    """
    if settings_value:
        return _decoded(settings_value, "FORBEAR_MASTER_KEY")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _decoded(path.read_text(encoding="ascii", errors="replace"), str(path))
    key = AESGCM.generate_key(bit_length=8 * KEY_BYTES)
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.b64encode(key) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return key


def _decoded(value: str, source: str) -> bytes:
    fix = "give 32 random bytes in base64, as `openssl rand -base64 32` prints them"
    try:
        key = base64.b64decode(value.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadMasterKey(f"the master key in {source} is not base64; {fix}") from error
    if len(key) != KEY_BYTES:
        raise BadMasterKey(f"the master key in {source} has {len(key)} bytes instead of {KEY_BYTES}; {fix}")
    return key


def _seal(key: AESGCM, plain: bytes, context: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return _VERSION + nonce + key.encrypt(nonce, plain, _VERSION + context)


def _open(key: AESGCM, sealed: bytes, context: bytes) -> bytes:
    if sealed[:1] != _VERSION or len(sealed) < 1 + _NONCE_BYTES + _TAG_BYTES:
        raise CannotDecrypt("the sealed value is cut short or of an unknown version")
    nonce = sealed[1 : 1 + _NONCE_BYTES]
    try:
        return key.decrypt(nonce, sealed[1 + _NONCE_BYTES :], _VERSION + context)
    except InvalidTag:
        raise CannotDecrypt("the sealed value was altered, or belongs to another key or context") from None
