"""Who is signed in: a signed cookie that scripts cannot read and other sites cannot use."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from urllib.parse import urlsplit

from fastapi import HTTPException, Request, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer

from service.review.views import Reviewer

COOKIE = "forbear_console"
LIFETIME = timedelta(hours=8)


class Sessions:
    """Signs reviewers in and out.

    Args:
        secret: a secret of the service; the cookie's key is derived from it.
    """

    def __init__(self, secret: bytes) -> None:
        key = hmac.new(secret, b"console sessions", hashlib.sha256).hexdigest()
        self._serializer = URLSafeTimedSerializer(key, signer_kwargs={"digest_method": hashlib.sha256})

    def sign_in(self, request: Request, response: Response, reviewer: Reviewer) -> None:
        response.set_cookie(
            COOKIE,
            self._serializer.dumps([reviewer.id, reviewer.name]),
            max_age=int(LIFETIME.total_seconds()),
            path="/console",
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )

    def sign_out(self, response: Response) -> None:
        response.delete_cookie(COOKIE, path="/console", httponly=True, samesite="strict")

    def reviewer(self, request: Request) -> Reviewer | None:
        """The reviewer whose cookie came with the request; None without a good one."""
        cookie = request.cookies.get(COOKIE)
        if not cookie:
            return None
        try:
            reviewer_id, name = self._serializer.loads(cookie, max_age=int(LIFETIME.total_seconds()))
        except (BadSignature, ValueError, TypeError):
            return None
        return Reviewer(id=str(reviewer_id), name=str(name))


def refuse_other_sites(request: Request) -> None:
    """A form that another site sent is refused, even from a browser that ignores SameSite."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    foreign = site not in (None, "same-origin", "none")
    if origin is not None and site is None:
        foreign = urlsplit(origin).netloc != request.headers.get("host")
    if foreign:
        raise HTTPException(403, "This form was sent from another site.")
