"""`/v1/borrowers`: what the law owes a person about their data."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from service.api.access import Base, OperatorKey
from service.api.problems import Problem
from service.export import make_export

router = APIRouter(prefix="/v1/borrowers", tags=["privacy"])

_CLOSED = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
}


@router.get("/{borrower_id}/export", summary="Everything that is held about a person", response_class=Response)
def export(
    borrower_id: str,
    foundation: Base,
    _key: OperatorKey,
    as_: Annotated[Literal["json", "html"], Query(alias="as", description="Data, or a page for the person.")] = "json",
    language: Annotated[Literal["en", "zh"] | None, Query(description="Of the page.")] = None,
) -> Response:
    """Needs an operator's key. Each call is put on record in the audit chain."""
    made = make_export(foundation, borrower_id, language)
    if made is None:
        raise Problem(404, "Not found", f"There is no borrower {borrower_id!r}.", fix="Use the id of the import.")
    body, kind = (made.page, "text/html") if as_ == "html" else (made.data, "application/json")
    named = {"Content-Disposition": f'attachment; filename="export.{as_}"', "X-Export-Id": made.id}
    return Response(body, media_type=f"{kind}; charset=utf-8", headers=_CLOSED | named)
