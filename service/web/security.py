"""The headers that keep a page from loading, sending or showing anything it should not."""

from __future__ import annotations

from collections.abc import Mapping

# Nothing inline and nothing foreign: a message that carries markup can neither run nor phone home.
_CONTENT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}

_COMMON = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


def _policy(directives: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in directives.items())


# The chat page builds its content with text nodes only, so it can also give up every HTML sink.
CHAT_HEADERS: Mapping[str, str] = {
    **_COMMON,
    "Content-Security-Policy": _policy({**_CONTENT, "require-trusted-types-for": "'script'"}),
    "Cache-Control": "no-store",
}

# HTMX swaps server-rendered HTML into the page, which trusted types would refuse.
CONSOLE_HEADERS: Mapping[str, str] = {
    **_COMMON,
    "Content-Security-Policy": _policy(_CONTENT),
    "Cache-Control": "no-store",
}

ASSET_HEADERS: Mapping[str, str] = {**_COMMON, "Cache-Control": "no-cache"}
