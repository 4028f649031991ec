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
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DISABLE_TELEMETRY": "1",  # Hugging Face, older name
    "WANDB_MODE": "disabled",  # spaCy's training loggers
    "WANDB_DISABLED": "true",
    "DO_NOT_TRACK": "1",
}

# What would switch a log of prompts, a trace or an exporter on, or lead it elsewhere, if somebody had it set for
# another program. LangChain even refuses to work while the older of its two is set.
_REMOVED = (
    "OPENAI_LOG",
    "HTTPX_LOG_LEVEL",
    "LANGCHAIN_TRACING",
    "LANGCHAIN_HANDLER",
    "LANGSMITH_RUNS_ENDPOINTS",
    "LANGCHAIN_RUNS_ENDPOINTS",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
    "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
    "OTEL_EXPORTER_OTLP_PROTOCOL",
    "CHROMA_OTEL_COLLECTION_ENDPOINT",
    "LANGSMITH_FAILED_TRACES_DIR",
    "LANGCHAIN_FAILED_TRACES_DIR",
    "DBOS__CLOUD",
    "DBOS__CONDUCTOR_APP_NAME",
    "DBOS__CONDUCTOR_KEY",
    "DBOS__CONDUCTOR_URL",
    "DBOS__OTLP_TRACES_ENDPOINT",
    "DBOS__OTLP_LOGS_ENDPOINT",
)


def silence_libraries() -> None:
    """Set what turns telemetry and downloads off. Call it before any other import of the program."""
    os.environ.update(_OFF)
    for name in _REMOVED:
        os.environ.pop(name, None)
    # jsonschema, which guardrails-ai brings, compiles 39 grammars for international URLs when this package is there:
    # 2.4 s of every start for a format that nothing here uses. It does without where the package is missing.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
