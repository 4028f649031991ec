"""`/v1/accounts`: one, many, read."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from service.account_import import ImportReport, UnreadableImport, import_accounts, store_account
from service.api.access import Base, CreditorKey
from service.api.problems import Problem
from service.api.shapes import AccountShape
from service.domain.account import AccountImport
from service.records.accounts import find_account

router = APIRouter(prefix="/v1/accounts", tags=["accounts"])

LARGEST_IMPORT = 50 * 1024 * 1024


@router.post("", summary="Create or update one account")
def put_account(incoming: AccountImport, response: Response, foundation: Base, _key: CreditorKey) -> AccountShape:
    is_new = store_account(foundation, incoming)
    response.status_code = 201 if is_new else 200
    return _stored(foundation, incoming.id)


@router.post("/import", summary="Create or update many accounts from CSV or JSON Lines")
async def import_many(request: Request, foundation: Base, _key: CreditorKey) -> dict[str, Any]:
    """The body is the file; `Content-Type: text/csv` for CSV, anything else is read as JSON Lines."""
    data = await request.body()
    if len(data) > LARGEST_IMPORT:
        raise Problem(413, "Too large", "An import has at most 50 MB.", fix="Split the file.")
    is_csv = "csv" in request.headers.get("content-type", "")
    try:
        report = await run_in_threadpool(import_accounts, foundation, data, is_csv)
    except UnreadableImport as error:
        raise Problem(422, "The file cannot be read", str(error), fix="Correct the file and send it again.") from error
    return report_shape(report)


@router.get("/{account_id}", summary="Read an account")
def get_account(account_id: str, foundation: Base, _key: CreditorKey) -> AccountShape:
    return _stored(foundation, account_id)


def report_shape(report: ImportReport) -> dict[str, Any]:
    """What an import did, for people and programs."""
    return {
        "imported": report.imported,
        "updated": report.updated,
        "begun_anew": report.begun_anew,
        "failed": len({error.line for error in report.errors}),
        "errors": [{"line": error.line, "field": error.field, "detail": error.detail} for error in report.errors],
    }


def _stored(foundation: Base, account_id: str) -> AccountShape:
    with foundation.database.reading() as session:
        account = find_account(session, account_id)
    if account is None:
        raise Problem(404, "Not found", "There is no account of this id.", fix="Create it first.")
    return AccountShape.model_validate(account.model_dump())
