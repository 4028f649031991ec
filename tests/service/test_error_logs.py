"""What an operator's log holds of an unexpected error: its kind and place, never its words."""

from __future__ import annotations

import logging

import pytest

from service.logs import configure_logging


def test_an_unexpected_error_is_logged_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    configure_logging("INFO")
    logger = logging.getLogger("uvicorn.error")
    words = "my name is Maria"
    try:
        raise ValueError(words)
    except ValueError:
        logger.exception("Exception in ASGI application")
    assert "Maria" not in caplog.text
    assert "ValueError" in caplog.text
    assert "test_error_logs.py" in caplog.text
