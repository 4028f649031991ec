"""Where log lines go, and what our own may hold: fixed events, and fields of a closed list of names and forms."""

from __future__ import annotations

import logging
import re
import sys
import warnings
from collections.abc import MutableMapping
from types import FrameType
from typing import Any

import structlog

from service.logs.code import OMITTED, Vouched, harmless, is_written_in
from service.logs.records import keep_words_out_of_logs

_ID = re.compile(r"(?:opening-)?[a-z]{3}_[0-9a-z]{1,40}(?:#[0-9]{1,3})?")
_KINDS = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*(?:, [A-Za-z_][A-Za-z0-9_.]*)*")
_ROUTE = re.compile(r"(?:/(?:[a-z0-9_]+|\{[a-z_:]+\}))+|/")
_CODE = re.compile(r"[a-z][a-z0-9_ ]{0,60}")
# The fields of our own lines; a new one is entered here, with the form of its values.
FIELDS: dict[str, re.Pattern[str]] = {
    "conversation": _ID,
    "message": _ID,
    "export": _ID,
    "error": _KINDS,
    "route": _ROUTE,
    "reason": _CODE,
    "kind": _CODE,
    "rows": re.compile(r"[0-9]{1,12}"),
}
_OURS = frozenset({"event", "level", "timestamp"})


def configure_logging(level: str) -> None:
    """Readable lines in a terminal, JSON everywhere else; and no words in anybody's lines."""
    renderer: structlog.typing.Processor
    if sys.stderr.isatty():
        renderer = structlog.dev.ConsoleRenderer()
    else:
        renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[
            only_known_fields,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    keep_words_out_of_logs()
    logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s")
    warnings.showwarning = _show_warning
    # These libraries log requests, prompts or telemetry complaints; ids are in our own lines.
    for noisy in ("httpx", "httpcore", "openai", "chromadb", "presidio-analyzer", "guardrails", "dbos", "alembic"):
        logging.getLogger(noisy).setLevel(logging.ERROR)


def only_known_fields(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A line of ours with what is no constant of the code, no known field or not of its form left out."""
    said = event.get("event")
    kept: dict[str, Any] = {"event": said if isinstance(said, str) and _is_constant(said) else OMITTED}
    for name, value in event.items():
        if name in _OURS:
            continue
        form = FIELDS.get(name)
        fits = form is not None and isinstance(value, str) and form.fullmatch(value) is not None
        kept[name] = value if fits else harmless(value)
    return kept


def _is_constant(words: str) -> bool:
    return is_written_in(_caller(sys._getframe(2)), words)


def _caller(frame: FrameType | None) -> FrameType | None:
    """The frame that asked structlog for the line."""
    while frame is not None and frame.f_globals.get("__name__", "").partition(".")[0] == "structlog":
        frame = frame.f_back
    return frame


def _show_warning(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, file: Any = None, line: Any = None
) -> None:
    """A warning by its kind and place; what it says may quote a value."""
    logging.getLogger("py.warnings").warning(Vouched(f"{category.__qualname__} at line {lineno} of {filename}"))
