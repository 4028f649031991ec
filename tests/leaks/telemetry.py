"""Loads every library that could report, as the service does, and prints what each would do. Run as a module."""

from __future__ import annotations

import importlib
import importlib.util
import json
import logging
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import httpx


def _of(module: str, *path: str) -> Any:
    found: Any = importlib.import_module(module)
    for name in path:
        found = getattr(found, name)
    return found


def main() -> None:
    from service.guard.runner import build_runner
    from service.knowledge import KnowledgeBase
    from service.logs import configure_logging
    from service.model_endpoint.connection import chat_model
    from service.privacy import warm_up
    from service.privacy.recognisers import url
    from service.records import Database
    from service.workflows import Workflows

    configure_logging("DEBUG")
    build_runner({})
    warm_up()
    model = chat_model("http://127.0.0.1:9/v1", "m", "", 10, httpx.Client())
    folder = Path(tempfile.mkdtemp())
    base = KnowledgeBase.on_disk(folder / "chroma")
    nothing: Any = None
    flows = Workflows(
        url=f"sqlite:///{folder / 'w.sqlite'}", database=Database(f"sqlite:///{folder / 'd.sqlite'}"), stages=nothing,
        delivery=nothing, hub=nothing, clock=nothing, workers=1, poll_seconds=1,
    )  # fmt: skip
    trace = importlib.import_module("opentelemetry.trace")
    states = {
        "guardrails-ai": [
            _of("guardrails.settings", "settings").rc.enable_metrics,
            _of("guardrails.utils.hub_telemetry_utils", "HubTelemetry")._instance._enabled,
        ],
        "chroma": [
            _of("service.knowledge.store", "_quiet_settings")().anonymized_telemetry,
            _of("service.knowledge.store", "_quiet_settings")().chroma_otel_collection_endpoint or None,
            importlib.util.find_spec("posthog") is not None,
        ],
        "langsmith": [bool(_of("langsmith.utils", "tracing_is_enabled")()), model.callbacks or None],
        "langchain-v1": ["LANGCHAIN_TRACING" in os.environ, "LANGCHAIN_HANDLER" in os.environ],
        "langchain-debug": [
            _of("langchain_core.globals", "get_debug")(),
            _of("langchain_core.globals", "get_verbose")(),
        ],
        "openai": [logging.getLogger("openai").isEnabledFor(logging.DEBUG)],
        "tldextract": list(url._suffixes().suffix_list_urls),
        "huggingface-hub": [
            not _of("huggingface_hub.constants", "HF_HUB_OFFLINE"),
            not _of("huggingface_hub.constants", "HF_HUB_DISABLE_TELEMETRY"),
        ],
        "wandb": [importlib.util.find_spec("wandb") is not None, os.environ["WANDB_MODE"] != "disabled"],
        "dbos": [
            flows._config.get("enable_otlp"),
            flows._config.get("conductor_key"),
            flows._config.get("run_admin_server"),
            _of("dbos._utils", "GlobalParams").dbos_cloud,
        ],
        "opentelemetry": [type(trace.get_tracer_provider()).__name__ == "TracerProvider"],
        "litellm": ["litellm" in sys.modules and os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] != "true"],
        "proxies": [_of("service.model_endpoint.connection", "open_client")().trust_env],
    }
    base.close()
    sys.stdout.write("\n" + json.dumps(states) + "\n")


if __name__ == "__main__":
    main()
