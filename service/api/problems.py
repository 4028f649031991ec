"""Errors as RFC 9457 problem details that name the field and the fix; no stack trace ever leaves."""

from __future__ import annotations

import re
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from service.account_import import BEGINNING_ANEW
from service.privacy import KeyServiceUnavailable
from service.reception import MessageRefused
from service.records import DatabaseUnavailable
from service.records.accounts import BorrowerErased

_log = structlog.get_logger(__name__)
_FIELD_NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")

_FIXES = {
    "missing": "Add this field.",
    "extra_forbidden": "Remove this field, or correct its name.",
    "json_invalid": "Send well-formed JSON in UTF-8.",
    "string_unicode": "Send valid Unicode: a surrogate must not stand alone.",
    "string_type": "Send a string.",
    "decimal_max_places": 'Write at most two decimals, such as "1250.00".',
    "decimal_max_digits": "Write at most 14 digits.",
    "decimal_parsing": 'Write money with a point and no separators, such as "1250.00".',
    "finite_number": 'Write a finite amount, such as "1250.00".',
    "greater_than_equal": "Send a value that is not below the limit.",
    "literal_error": "Use one of the listed values.",
    "string_too_long": "Shorten it.",
    "string_too_short": "It must not be empty.",
    "string_pattern_mismatch": "Bring it into the expected form.",
}


class Problem(Exception):
    """Something the caller can put right.

    Args:
        status: HTTP status.
        title: what kind of problem it is; the same for all of its kind.
        detail: what is wrong in this case.
        field: the field that it is about.
        fix: what to do.
    """

    def __init__(self, status: int, title: str, detail: str, *, field: str | None = None, fix: str | None = None):
        self.status, self.title, self.detail, self.field, self.fix = status, title, detail, field, fix
        super().__init__(detail)


def problem_response(
    status: int, title: str, detail: str, *, field: str | None = None, fix: str | None = None,
    errors: list[dict[str, str]] | None = None, headers: dict[str, str] | None = None,
) -> JSONResponse:  # fmt: skip
    """A problem as `application/problem+json`."""
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    body |= {key: value for key, value in (("field", field), ("fix", fix), ("errors", errors)) if value}
    return JSONResponse(body, status_code=status, media_type="application/problem+json", headers=headers)


def field_errors(errors: Any) -> list[dict[str, str]]:
    """Validation errors as field, detail and fix, without echoing what was sent (it may be personal)."""
    found = []
    for error in errors:
        place = [_named(part) for part in error["loc"] if part not in ("body", "query", "path")]
        fix = _FIXES.get(error["type"], "Correct this field.")
        found.append({"field": ".".join(place) or "body", "detail": error["msg"], "fix": fix})
    return found


def _named(part: Any) -> str:
    """A part of a field's place; the name of an unknown field was typed by whoever sent it."""
    return str(part) if isinstance(part, int) or _FIELD_NAME.fullmatch(str(part)) else "(unknown field)"


def install_problem_handlers(app: FastAPI) -> None:
    """Every error that can reach a caller becomes a problem document."""

    @app.exception_handler(Problem)
    async def _problem(_request: Request, error: Problem) -> JSONResponse:
        headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else None
        return problem_response(
            error.status, error.title, error.detail, field=error.field, fix=error.fix, headers=headers
        )

    @app.exception_handler(RequestValidationError)
    async def _invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        errors = field_errors(error.errors())
        first = errors[0]
        status = 400 if error.errors()[0]["type"] == "json_invalid" else 422
        return problem_response(
            status,
            "The request is not valid",
            f"{first['field']}: {first['detail']}",
            field=first["field"],
            fix=first["fix"],
            errors=errors,
        )

    @app.exception_handler(MessageRefused)
    async def _refused(_request: Request, error: MessageRefused) -> JSONResponse:
        return problem_response(422, "The message cannot be taken", error.problem, field="text", fix=error.fix)

    @app.exception_handler(DatabaseUnavailable)
    async def _unavailable(_request: Request, error: DatabaseUnavailable) -> JSONResponse:
        _log.error("database unavailable", reason=error.cause)
        return problem_response(
            503,
            "Not stored",
            "The service cannot store anything at the moment; nothing was taken.",
            fix="Try again in a few seconds.",
            headers={"Retry-After": "5"},
        )

    @app.exception_handler(BorrowerErased)
    async def _erased(_request: Request, error: BorrowerErased) -> JSONResponse:
        fix = BEGINNING_ANEW[0].upper() + BEGINNING_ANEW[1:] + "."
        detail = str(error)[0].upper() + str(error)[1:] + "."
        return problem_response(409, "Erased", detail, field="new_start_at", fix=fix)

    @app.exception_handler(KeyServiceUnavailable)
    async def _no_keys(_request: Request, error: KeyServiceUnavailable) -> JSONResponse:
        _log.error("key service unavailable", reason=str(error))
        return problem_response(
            503,
            "Not stored",
            "The service cannot reach its keys at the moment; nothing was taken.",
            fix="Try again in a few seconds.",
            headers={"Retry-After": "5"},
        )

    @app.exception_handler(HTTPException)
    async def _http(_request: Request, error: HTTPException) -> JSONResponse:
        return problem_response(
            error.status_code, str(error.detail), str(error.detail), headers=dict(error.headers or {})
        )

    @app.exception_handler(Exception)
    async def _unexpected(request: Request, error: Exception) -> JSONResponse:
        route = getattr(request.scope.get("route"), "path", "/")  # the pattern, never the address that was asked for
        _log.error("unexpected error", route=route, error=type(error).__name__)
        return problem_response(
            500, "Something went wrong", "The service failed on this request; it was written to the log.",
            fix="Try again; if it stays, tell the operator.",
        )  # fmt: skip
