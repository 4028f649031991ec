"""What is left of the log records of every library: kinds, places, constants and small numbers, and no word more."""

from __future__ import annotations

import asyncio
import io
import logging
import warnings
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.logs import configure_logging, keep_words_out_of_logs

WORDS = "my name is Maria Delgado"


@pytest.fixture(autouse=True)
def wordless(caplog: pytest.LogCaptureFixture) -> None:
    configure_logging("DEBUG")
    caplog.set_level("DEBUG")


@pytest.mark.parametrize("name", ["uvicorn.error", "openai._base_client", "dbos", "sqlalchemy.engine", "x"])
def test_an_error_is_logged_by_kind_and_place_without_its_words(name: str, caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger(name)
    logger.disabled = False
    logger.addHandler(caplog.handler)
    try:
        try:
            raise KeyError(WORDS)
        except KeyError as error:
            raise ValueError(WORDS) from error
    except ValueError:
        logger.error("Exception in ASGI application\n", exc_info=True)
    finally:
        logger.removeHandler(caplog.handler)
    assert "Maria" not in caplog.text
    assert "Exception in ASGI application" in caplog.text
    assert "ValueError, caused by KeyError" in caplog.text
    assert "test_records.py" in caplog.text


@pytest.mark.parametrize(
    "arguments", [(WORDS,), ({"text": WORDS},), ([WORDS],), (ValueError(WORDS),), (WORDS.encode(),), (object(),)]
)
def test_what_was_filled_in_is_left_out(arguments: tuple[Any, ...], caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("lib").debug("Request options: %s", *arguments)
    logging.getLogger("lib").debug("Request of %s: %d", *arguments, 500)
    assert "Maria" not in caplog.text
    assert "Request options: " in caplog.text
    assert all(WORDS not in str(vars(record)) for record in caplog.records)


@pytest.mark.parametrize(
    "message",
    [f"got {WORDS}", WORDS.upper(), ValueError(WORDS), {"text": WORDS}],
    ids=["f", "computed", "error", "dict"],
)
def test_a_message_that_no_programmer_wrote_is_left_out(message: object, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("lib").error(message)
    assert "maria" not in caplog.text.lower()
    assert "left out, at line" in caplog.text
    assert "test_records.py" in caplog.text


def test_a_constant_with_small_numbers_stays(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("lib").info("answered with %d after %d tries: %s", 503, 2, True)
    assert "answered with 503 after 2 tries: True" in caplog.text


@pytest.mark.parametrize("number", [13800138000, -19790308, 7719, 3.5])
def test_a_number_that_could_be_somebodys_is_left_out(number: float, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("lib").info("number %s", number)
    logging.getLogger("lib").info("the number is %d", number)
    assert str(number) not in caplog.text
    assert "number …" in caplog.text
    assert "the number is %d" in caplog.text


def test_named_arguments_are_left_out_too(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("lib").info("%(method)s took %(count)d", {"method": WORDS, "count": 7})
    assert "… took 7" in caplog.text


def test_an_access_line_holds_neither_address_nor_path_nor_token(capsys: pytest.CaptureFixture[str]) -> None:
    from uvicorn.logging import AccessFormatter

    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(AccessFormatter('%(client_addr)s - "%(request_line)s" %(status_code)s', use_colors=False))
    logger = logging.getLogger("uvicorn.access")
    logger.addHandler(handler)
    logger.setLevel("INFO")
    try:
        logger.info('%s - "%s %s HTTP/%s" %d', "203.0.113.9:5100", "GET", "/v1/conversations?token=s3cret", "1.1", 200)
    finally:
        logger.removeHandler(handler)
    assert "s3cret" not in stream.getvalue()
    assert "203.0.113.9" not in stream.getvalue()
    assert "200 OK" in stream.getvalue()
    assert "Logging error" not in capsys.readouterr().err


def test_asyncio_reports_an_error_in_a_callback_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    async def scene() -> None:
        loop = asyncio.get_running_loop()

        def fail() -> None:
            raise ValueError(WORDS)

        loop.call_soon(fail)
        loop.call_exception_handler({"message": WORDS, "exception": RuntimeError(WORDS)})
        await asyncio.sleep(0.01)

    asyncio.run(scene())
    assert "Maria" not in caplog.text
    assert "ValueError" in caplog.text
    assert "RuntimeError" in caplog.text


def test_a_warning_is_told_by_kind_and_place(caplog: pytest.LogCaptureFixture) -> None:
    from service.logs.outlet import _show_warning

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = _show_warning
        warnings.warn(f"deprecated value {WORDS}", UserWarning, stacklevel=1)
    assert "Maria" not in caplog.text
    assert "UserWarning at line" in caplog.text


@given(st.text(min_size=4), st.integers(), st.floats(allow_nan=False))
def test_no_text_that_is_filled_in_comes_through(words: str, number: int, share: float) -> None:
    keep_words_out_of_logs()
    record = logging.getLogger("x").makeRecord("x", 20, __file__, 1, words, (words, number, share), None)
    held = f"{record.getMessage()}{record.args}"
    assert words not in held.replace(__file__, "").replace("(words left out, at line 1 of )", "")
