"""Sealing originals: AES-256-GCM under a data key per borrower, which the keyring wraps.

Destroying a borrower's wrapped key makes all that was sealed with it unreadable for ever.
"""

from __future__ import annotations

import base64
import binascii
import os
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from service.privacy.keyring import BadMasterKey, Keyring
from service.privacy.sealing import KEY_BYTES, seal, unseal


class Cipher:
    """Seals and opens the texts of borrowers whose data keys this keyring wraps.

    Args:
        keys: the keyring, or one master key alone.
    """

    def __init__(self, keys: Keyring | bytes) -> None:
        self.keyring = Keyring(keys) if isinstance(keys, bytes) else keys

    def new_data_key(self) -> bytes:
        """A fresh data key for one borrower, wrapped: safe to store."""
        return self.keyring.wrap(AESGCM.generate_key(bit_length=8 * KEY_BYTES))

    def encrypt(self, wrapped_key: bytes, plaintext: str, context: str) -> bytes:
        """The sealed text.

        Args:
            context: where the value lives ("vault:borrower-7:name"); it opens with the same context only, so that a
                sealed value moved to another row does not open there.
        Raises:
            CannotDecrypt: the wrapped key belongs to none of the keys at hand.
            KeyServiceUnavailable: the external key service does not answer.
        """
        return seal(self._data_key(wrapped_key), plaintext.encode("utf-8", "surrogatepass"), context.encode())

    def decrypt(self, wrapped_key: bytes, sealed: bytes, context: str) -> str:
        """The text of a sealed value.

        Raises:
            CannotDecrypt: it was altered, or key or context are not those that it was sealed with.
            KeyServiceUnavailable: the external key service does not answer.
        """
        return unseal(self._data_key(wrapped_key), sealed, context.encode()).decode("utf-8", "surrogatepass")

    def rewrap(self, wrapped_key: bytes, new_cipher: Cipher) -> bytes:
        """The same data key under another keyring; what was sealed with it stays as it is.

        Raises:
            CannotDecrypt: the wrapped key belongs to none of the keys at hand.
            KeyServiceUnavailable: an external key service does not answer.
        """
        return new_cipher.keyring.wrap(self.keyring.unwrap(wrapped_key))

    def _data_key(self, wrapped_key: bytes) -> AESGCM:
        return AESGCM(self.keyring.unwrap(wrapped_key))


def load_or_create_master_key(settings_value: str, path: Path) -> bytes:
    """The master key: from the settings (base64), else from a file that is made on first use.

    Args:
        settings_value: 32 bytes in base64, or empty.
        path: the file to use when the setting is empty; made with mode 0600, its folder too where it is missing.
    Raises:
        BadMasterKey: the setting or the file is not 32 bytes in base64.
    """
    if settings_value:
        return decoded_key(settings_value, "FORBEAR_MASTER_KEY")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return decoded_key(path.read_text(encoding="ascii", errors="replace"), str(path))
    key = AESGCM.generate_key(bit_length=8 * KEY_BYTES)
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.b64encode(key) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return key


def decoded_key(value: str, source: str) -> bytes:
    """A master key from base64.

    Args:
        source: where it stands, for the error.
    Raises:
        BadMasterKey: it is not 32 bytes in base64.
    """
    fix = "give 32 random bytes in base64, as `openssl rand -base64 32` prints them"
    try:
        key = base64.b64decode(value.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadMasterKey(f"the master key in {source} is not base64; {fix}") from error
    if len(key) != KEY_BYTES:
        raise BadMasterKey(f"the master key in {source} has {len(key)} bytes instead of {KEY_BYTES}; {fix}")
    return key
