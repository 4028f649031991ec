"""The replay itself: through the stored turns, newest first, each draft judged once more."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from sqlalchemy.orm import Session

from service.domain.vocabulary import Outcome
from service.guard.packs import PackBook
from service.privacy import PseudonymMap, UnknownPseudonym, find_pseudonyms, restore
from service.program import Foundation
from service.replay.history import Filters, StoredTurn, count_turns, count_without_turn, stored_turns
from service.replay.judging import Judge, was_judged
from service.replay.report import ReplayReport

UNREADABLE = "turns recorded by another version of the program"
WITHOUT_TURN = "messages that left without a turn"
UNCHECKED = "drafts that the packs never saw (the check failed, or a pseudonym was invented)"
ACCOUNT_CHANGED = "account changed since: its flags and age of debt then are not known"
ERASED = "borrower erased: pseudonyms stand in for the words that were read"

Progress = Callable[[int, int], None]
Restore = Callable[[StoredTurn, str], tuple[str, bool]]


def replay(
    foundation: Foundation,
    book: PackBook,
    filters: Filters,
    *,
    examples: int = 3,
    on: date | None = None,
    progress: Progress = lambda done, total: None,
) -> ReplayReport:
    """Judge the stored history again under other packs. Only reads.

    Args:
        book: the packs under trial, from `load_candidate`.
        examples: ids kept for each kind of change of each rule.
        on: judge as if every message were sent on this day; None for its own day.
        progress: told after each turn how many of how many are done.
    """
    report = ReplayReport(tuple(ready.pack.name for ready in book.packs), examples)
    judge = Judge(book, on)
    started = time.perf_counter()
    with foundation.database.reading() as session:
        restored = _restorer(foundation, session)
        total = count_turns(session, filters)
        without = count_without_turn(session, filters)
        if without:
            report.not_judged[WITHOUT_TURN] = without
        for turn in stored_turns(session, filters):
            report.turns += 1
            if turn is None:
                report.not_judged[UNREADABLE] += 1
            else:
                _judge_turn(turn, judge, report, restored)
            progress(report.turns, total)
    report.seconds = time.perf_counter() - started
    return report


def _judge_turn(turn: StoredTurn, judge: Judge, report: ReplayReport, restored: Restore) -> None:
    trace = turn.trace
    for number, attempt in enumerate(trace.attempts, 1):
        if not was_judged(attempt.verdict):
            report.not_judged[UNCHECKED] += 1
            continue
        text, as_read = restored(turn, attempt.draft.text)
        if not as_read:
            report.gaps[ERASED] += 1
        if turn.account_changed:
            report.gaps[ACCOUNT_CHANGED] += 1
        judged = judge.judge(turn, attempt, text, as_read=as_read)
        left = attempt.verdict.outcome is Outcome.ALLOW
        example = trace.outbound_id if left and trace.outbound_id is not None else f"{trace.turn_id}#{number}"
        report.add(judged, example, left=left)


def _restorer(foundation: Foundation, session: Session) -> Restore:
    """Gives a draft's text as it was read, names in clear, and whether it could be."""

    @lru_cache(maxsize=64)
    def pseudonyms(conversation_id: str, borrower_id: str) -> PseudonymMap:
        return foundation.vault.pseudonyms(session, conversation_id, borrower_id)

    def restored(turn: StoredTurn, text: str) -> tuple[str, bool]:
        if not find_pseudonyms(text):
            return text, True
        try:
            return restore(text, pseudonyms(turn.trace.conversation_id, turn.borrower_id)), True
        except UnknownPseudonym:
            return text, False

    return restored
