"""Tokens that let a borrower into one conversation: signed, expiring, and revocable by version."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

LIFETIME = timedelta(days=30)


class TokenRefused(Exception):
    """A token that opens nothing: malformed, forged or expired."""


@dataclass(frozen=True)
class BorrowerToken:
    """What a valid token says."""

    conversation_id: str
    version: int


class BorrowerTokens:
    """Issues and reads borrower tokens.

    Args:
        master_key: the signing key is derived from it, so that one secret is enough.
        older: master keys whose signatures still hold; nothing is signed with them.
    """

    def __init__(self, master_key: bytes, older: Sequence[bytes] = ()) -> None:
        # The serializer reads with all of them and signs with the last.
        keys = [_signing_key(key) for key in (*older, master_key)]
        self._serializer = URLSafeTimedSerializer(keys, signer_kwargs={"digest_method": hashlib.sha256})

    def issue(self, conversation_id: str, version: int) -> str:
        return self._serializer.dumps([conversation_id, version])

    def read(self, token: str) -> BorrowerToken:
        """What the token says.

        Raises:
            TokenRefused: it is not ours, or older than 30 days.
        """
        try:
            conversation_id, version = self._serializer.loads(token, max_age=int(LIFETIME.total_seconds()))
        except SignatureExpired as error:
            raise TokenRefused("the link has expired") from error
        except (BadSignature, ValueError, TypeError) as error:
            raise TokenRefused("the link is not valid") from error
        return BorrowerToken(str(conversation_id), int(version))


def _signing_key(master_key: bytes) -> str:
    return hmac.new(master_key, b"borrower tokens", hashlib.sha256).hexdigest()
