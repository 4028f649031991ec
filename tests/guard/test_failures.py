"""A guard that errors or times out has not passed; and it is silent to the network."""

import threading
from collections.abc import Iterator

import pytest

from service.domain.verdict import Finding
from service.domain.vocabulary import Outcome
from service.guard.guard import Guard
from service.guard.inspection import Inspection
from service.guard.packs import PackBook
from service.guard.rapport import RapportJudge
from service.guard.reader import MessageReader
from tests.guard.conftest import find_marked
from tests.guard.drafts import SAY_BALANCE, brief, context, draft, final


def _broken(inspection: Inspection) -> Iterator[Finding]:
    raise RuntimeError(f"cannot judge {inspection.text}")
    yield


def test_a_broken_check_blocks_and_tells_nothing_of_the_text(
    book: PackBook, judge: RapportJudge, reader: MessageReader
) -> None:
    guard = Guard(book, judge, reader, find_marked, 10.0, {"broken": _broken})
    verdict = guard.check_text("Thank you for your message.", "uk")
    guard.close()
    assert (verdict.outcome, verdict.status) == (Outcome.BLOCK, "error")
    assert "message." not in verdict.findings[0].message


def test_a_slow_check_blocks(book: PackBook, judge: RapportJudge, reader: MessageReader) -> None:
    release = threading.Event()

    def slow(inspection: Inspection) -> list[Finding]:
        release.wait(10)
        return []

    guard = Guard(book, judge, reader, find_marked, 0.05, {"slow": slow})
    about = brief()
    written = draft((SAY_BALANCE,), about)
    verdict = guard.check(written, about, final(written.text), context())
    release.set()
    guard.close()
    assert (verdict.outcome, verdict.status) == (Outcome.BLOCK, "timed_out")


def test_a_broken_detector_of_personal_data_blocks(book: PackBook, judge: RapportJudge, reader: MessageReader) -> None:
    def broken(text: str, language: object) -> list[object]:
        raise ValueError("no model")

    guard = Guard(book, judge, reader, broken, 10.0)  # type: ignore[arg-type]
    assert guard.check_text("Your card is 4111 1111 1111 1111.", "uk").status == "error"
    guard.close()


def test_many_threads_get_their_own_answers(guard: Guard) -> None:
    texts = ["Thank you for your message.", "The police will come.", "谢谢您的来信。", "警察会去您家。"] * 6
    alone = [guard.check_text(text, "uk").outcome for text in texts]
    outcomes: dict[int, Outcome] = {}

    def run(index: int) -> None:
        outcomes[index] = guard.check_text(texts[index], "uk").outcome

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(texts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [outcomes[index] for index in range(len(texts))] == alone
    assert [outcome is Outcome.ALLOW for outcome in alone[:4]] == [True, False, True, False]


@pytest.mark.usefixtures("guard")
def test_guardrails_has_no_exporter_and_keeps_no_history() -> None:
    from guardrails.settings import settings
    from guardrails.utils.hub_telemetry_utils import HubTelemetry

    telemetry = HubTelemetry()
    assert telemetry._enabled is False
    assert telemetry._tracer is None
    assert telemetry._processor is None
    assert settings.rc.enable_metrics is False
    assert not any("OtelBatch" in thread.name for thread in threading.enumerate())
