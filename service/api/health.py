"""Liveness, readiness and metrics, for operators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from service.api.access import Serving
from service.knowledge import KnowledgeUnavailable
from service.privacy import KeyServiceUnavailable
from service.records import DatabaseUnavailable

router = APIRouter(tags=["operation"])


@router.get("/healthz", summary="Is the process alive?")
def healthz() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz", summary="Can it serve? Each dependency's state")
def readyz(program: Serving) -> JSONResponse:
    checks: dict[str, str] = {
        "database": _state(program.foundation.database.check, DatabaseUnavailable),
        "knowledge": _state(program.knowledge.check, KnowledgeUnavailable),
        "keys": _state(program.foundation.vault.check_keys, KeyServiceUnavailable),
        "model": "configured" if program.stages.agent is not None else "scripted writer (no endpoint configured)",
        "judge": program.stages.versions.get("judge", "none configured"),
    }
    ready = "unavailable" not in checks.values()
    body: dict[str, Any] = {"status": "ready" if ready else "unavailable", "checks": checks}
    return JSONResponse(body, status_code=200 if ready else 503)


@router.get("/metrics", summary="Prometheus metrics")
def metrics() -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _state(check: Callable[[], object], failure: type[Exception]) -> str:
    try:
        check()
    except failure:
        return "unavailable"
    return "ok"
