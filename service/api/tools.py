"""The stages as services of their own: `/v1/check`, `/v1/redact`, `/v1/read`, `/v1/quotes`."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from service.api.access import Base, CreditorKey, Serving
from service.api.problems import Problem
from service.api.shapes import (
    CheckContext,
    CheckRequest,
    QuoteRequest,
    ReadRequest,
    RedactRequest,
    finding_shape,
    guard_context,
    quote_shape,
)
from service.linguistics.language import detect_language
from service.negotiation import answer_proposal
from service.privacy import PseudonymMap, redact
from service.reception import cleaned
from service.records.accounts import find_account
from service.understanding import ReadingContext, read

router = APIRouter(prefix="/v1", tags=["tools"])


@router.post("/check", summary="Judge a text: allow, hold or block, with findings")
def check(request: CheckRequest, program: Serving, foundation: Base, _key: CreditorKey) -> dict[str, Any]:
    today = foundation.clock().date()
    context = guard_context(request, today)
    verdict = program.stages.guard.check_text(request.text, request.jurisdiction, request.language, context)
    return {
        "verdict": verdict.outcome,
        "status": verdict.status,
        "findings": [finding_shape(finding) for finding in verdict.findings],
        "normalised": verdict.normalised,
        "packs": list(verdict.packs),
    }


@router.post("/redact", summary="Replace personal data by pseudonyms")
def redact_text(request: RedactRequest, _key: CreditorKey) -> dict[str, Any]:
    redaction, _ = redact(request.text, None, PseudonymMap(), request.language)
    return {"text": redaction.text, "entities": [entity.model_dump() for entity in redaction.entities]}


@router.post("/read", summary="Understand a message: signals, emotion, language, proposal")
def read_text(request: ReadRequest, foundation: Base, _key: CreditorKey) -> dict[str, Any]:
    """The text is redacted first, so that nothing personal reaches the embedding."""
    language = request.language or detect_language(request.text) or "en"
    redaction, _ = redact(cleaned(request.text), None, PseudonymMap(), language)
    today = request.today or foundation.clock().date()
    reading = read(redaction.text, ReadingContext(language=language, today=today))
    return {
        "signals": sorted(reading.signals),
        "emotion": reading.emotion,
        "language": reading.language,
        "proposal": None if reading.proposal is None else reading.proposal.model_dump(mode="json"),
    }


@router.post("/quotes", summary="What may be offered: accept, counter or refer, with schedules")
def quotes(request: QuoteRequest, program: Serving, foundation: Base, _key: CreditorKey) -> dict[str, Any]:
    with foundation.database.reading() as session:
        account = find_account(session, request.account_id)
    if account is None:
        raise Problem(404, "Not found", "There is no account of this id.", field="account_id", fix="Create it first.")
    today = foundation.clock().date()
    authority = program.stages.authorities.find(account, today)
    response = answer_proposal(account, request.proposal, authority, today)
    return {
        "answer": response.answer,
        "reasons": list(response.reasons),
        "quotes": [quote_shape(quote) for quote in response.quotes],
    }


__all__ = ["CheckContext", "router"]
