"""Logging for operators: one line an event, with ids and kinds; never a text that a person wrote or will read."""

from __future__ import annotations

import logging
import sys
import traceback

import structlog


class _WithoutWords(logging.Filter):
    """An unexpected error is logged with its kind and where it arose; its words could hold what a person wrote."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.exc_info, tuple) and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            record.exc_text = "".join(traceback.format_tb(trace)) + kind.__qualname__
            record.exc_info = None
        return True


def configure_logging(level: str) -> None:
    """Readable lines in a terminal, JSON everywhere else."""
    renderer: structlog.typing.Processor
    if sys.stderr.isatty():
        renderer = structlog.dev.ConsoleRenderer()
    else:
        renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s")
    # These libraries log requests, prompts or telemetry complaints; ids are in our own lines.
    for noisy in ("httpx", "httpcore", "openai", "chromadb", "presidio-analyzer", "guardrails", "dbos", "alembic"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    logging.getLogger("uvicorn.error").addFilter(_WithoutWords())
