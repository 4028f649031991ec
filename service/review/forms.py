"""Small forms of the console, decoded."""

from __future__ import annotations

from urllib.parse import parse_qs

from fastapi import HTTPException, Request

_LONGEST_FORM = 4096

Form = dict[str, str]


async def form_of(request: Request) -> Form:
    """A small form, decoded.

    Raises:
        HTTPException: 413 when it is longer than any form of the console.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST_FORM:
            raise HTTPException(413, "The form is too long.")
    fields = parse_qs(body.decode("utf-8", errors="replace"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}
