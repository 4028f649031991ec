"""One sealed value: AES-256-GCM with a random nonce, bound to a context."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12  # the 96 bits of NIST SP 800-38D, section 8.2.2: random, one per sealing
_TAG_BYTES = 16
SEALED_VERSION = b"\x01"


class CannotDecrypt(Exception):
    """A sealed value was altered, belongs to another context, or was sealed with another key."""


def seal(key: AESGCM, plain: bytes, context: bytes) -> bytes:
    """The value as one version byte, a random nonce (12 bytes) and the cipher text with its tag (16 bytes)."""
    nonce = os.urandom(_NONCE_BYTES)
    return SEALED_VERSION + nonce + key.encrypt(nonce, plain, SEALED_VERSION + context)


def unseal(key: AESGCM, sealed: bytes, context: bytes) -> bytes:
    """What was sealed with this key in this context.

    Raises:
        CannotDecrypt: it is cut short or was altered, or key or context are not those that it was sealed with.
    """
    if sealed[:1] != SEALED_VERSION or len(sealed) < 1 + _NONCE_BYTES + _TAG_BYTES:
        raise CannotDecrypt("the sealed value is cut short or of an unknown version")
    nonce = sealed[1 : 1 + _NONCE_BYTES]
    try:
        return key.decrypt(nonce, sealed[1 + _NONCE_BYTES :], SEALED_VERSION + context)
    except InvalidTag:
        raise CannotDecrypt("the sealed value was altered, or belongs to another key or context") from None
