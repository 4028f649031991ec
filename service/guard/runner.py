"""guardrails-ai as the runner of the checks: one validator a check, built once a process, silent to the network."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

from service.domain.verdict import Finding
from service.guard.inspection import Check, Inspection

Run = Callable[[Inspection], list[Finding]]


class RunnerFailed(Exception):
    """The validators did not all give an answer."""


def build_runner(checks: Mapping[str, Check]) -> Run:
    """A function that runs every check on an inspection and gives all findings.

    Args:
        checks: by name; each becomes one guardrails validator.
    """
    _silence()
    from guardrails import Guard as GuardrailsGuard
    from guardrails.settings import settings

    settings.rc.enable_metrics = False
    settings.disable_tracing = True
    runner = GuardrailsGuard(name="forbear", history_max_length=1)
    runner.configure(allow_metrics_collection=False)
    # `configure` reads the rc file again, which may switch the metrics back on.
    settings.rc.enable_metrics = False
    runner.use(*(_validator(name, check) for name, check in checks.items()))

    def run(inspection: Inspection) -> list[Finding]:
        findings: list[Finding] = []
        done: list[str] = []
        metadata = {"inspection": inspection, "findings": findings, "done": done}
        try:
            outcome = runner.validate(_given(inspection), metadata=metadata)
        finally:
            # The history would keep what was written to a borrower in memory.
            runner.history.clear()
        if outcome.error is not None or sorted(done) != sorted(checks):
            raise RunnerFailed("not every validator answered")
        if not outcome.validation_passed and not findings:
            raise RunnerFailed("a validator failed without a finding")
        return findings

    return run


def _given(inspection: Inspection) -> str:
    """The text as guardrails gets it, which takes an empty one for a missing one."""
    return inspection.text or "\n"


def _silence() -> None:
    """Before guardrails builds anything: no telemetry exporter, no tracing, no event loop of its own."""
    os.environ["GUARDRAILS_RUN_SYNC"] = "true"
    for name in ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL"):
        os.environ.pop(name, None)
    from guardrails.utils.hub_telemetry_utils import HubTelemetry

    if HubTelemetry._instance is None:
        # An instance that was never initialised has no tracer and no exporter; the class hands it to everybody.
        HubTelemetry._instance = object.__new__(HubTelemetry)
    HubTelemetry._instance._enabled = False


def _validator(name: str, check: Check) -> Any:
    """A check as a guardrails validator that reports its findings through the metadata."""
    from guardrails import OnFailAction
    from guardrails.validator_base import FailResult, PassResult, Validator, register_validator

    @register_validator(name=f"forbear/{name}", data_type="string")
    class CheckValidator(Validator):  # type: ignore[misc, unused-ignore]
        def _validate(self, value: Any, metadata: dict[str, Any]) -> Any:
            inspection: Inspection = metadata["inspection"]
            if value != _given(inspection):
                raise RunnerFailed("the text under inspection is not the text that was given")
            found = list(check(inspection))
            metadata["findings"].extend(found)
            metadata["done"].append(name)
            return FailResult(error_message=name) if found else PassResult()

    return CheckValidator(on_fail=OnFailAction.NOOP)
