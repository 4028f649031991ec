"""No silent egress: every library that would send telemetry or look something up is told not to, before it loads."""

from __future__ import annotations

import os
import sys

_OFF = {
    "ANONYMIZED_TELEMETRY": "false",  # Chroma
    "CHROMA_TELEMETRY": "false",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING_V2": "false",
    "OTEL_SDK_DISABLED": "true",
    "OTEL_TRACES_EXPORTER": "none",
    "OTEL_METRICS_EXPORTER": "none",
    "GUARDRAILS_DISABLE_TELEMETRY": "true",
    "LITELLM_LOCAL_MODEL_COST_MAP": "true",  # a dependency of guardrails-ai that fetches a price list
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
}


def silence_libraries() -> None:
    """Set what turns telemetry and downloads off. Call it before any other import of the program."""
    os.environ.update(_OFF)
    # jsonschema, which guardrails-ai brings, compiles 39 grammars for international URLs when this package is there:
    # 2.4 s of every start for a format that nothing here uses. It does without where the package is missing.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
