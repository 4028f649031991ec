"""The guard's front: a draft or a text goes in, a verdict comes out, whatever happens in between."""

from __future__ import annotations

import time
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from pathlib import Path
from typing import Literal

from service.domain.contact import ContactAttempt, ContactVerdict
from service.domain.verdict import Finding, Verdict
from service.domain.vocabulary import Family, Language, Outcome, WritingMode
from service.domain.writing import Brief, Draft
from service.guard.contact import judge_contact
from service.guard.context import GuardContext
from service.guard.free import free_check
from service.guard.inspection import Check, Inspection, together
from service.guard.judge import ModelJudge
from service.guard.moves import check_moves
from service.guard.packs import PackBook, load_packs
from service.guard.privacy import FindPersonalData, privacy_check
from service.guard.rapport import RapportJudge, load_rapport, rapport_check
from service.guard.reader import MessageReader, load_reader, reader_check, weighed
from service.guard.rules import rules_check
from service.guard.runner import build_runner
from service.guard.shape import check_shape
from service.guard.sieve import sifted
from service.guard.slots import check_slots
from service.linguistics.language import detect_language

_WORKERS = 4


class Guard:
    """Judges messages. Built once a process by `build_guard`; safe to call from several threads.

    Args:
        packs: the rule packs.
        rapport: judges free words.
        reader: reads texts without a brief.
        find_personal_data: `(text, language) -> entities`, offsets in the text.
        find_numbers: the same for cards, accounts and the like alone; None: `find_personal_data` does it too.
        deadline_seconds: a check that takes longer counts as a block.
        more_checks: further checks by name, run beside the guard's own.
        judge: a language model that has the last look, inside the same deadline; None when none is configured.
    """

    def __init__(
        self,
        packs: PackBook,
        rapport: RapportJudge,
        reader: MessageReader,
        find_personal_data: FindPersonalData,
        deadline_seconds: float,
        more_checks: dict[str, Check] | None = None,
        judge: ModelJudge | None = None,
        find_numbers: FindPersonalData | None = None,
    ) -> None:
        checks: dict[str, Check] = {
            "assembly": together(check_moves, check_slots, rapport_check(rapport), free_check(rapport)),
            "privacy": privacy_check(find_personal_data, find_numbers or find_personal_data),
            "rules": rules_check(packs),
            "shape": check_shape,
            "reader": reader_check(reader),
        }
        self._packs = packs
        self._rapport = rapport
        self._deadline = deadline_seconds
        self._model_judge = judge
        self._run = build_runner(checks | (more_checks or {}))
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="guard")

    def check(
        self, draft: Draft, brief: Brief, final_text: str, context: GuardContext, mode: WritingMode = "assembled"
    ) -> Verdict:
        """Judge a draft in its final form.

        Args:
            final_text: the draft's text with allowed pseudonyms restored, as it will be read.
            mode: "free" when the model wrote whole sentences (as rapport moves).
        """
        return self._judge(
            Inspection(
                text=final_text,
                language=brief.language,
                jurisdiction=context.jurisdiction,
                region=context.region,
                context=context,
                draft=draft,
                brief=brief,
                mode=mode,
            )
        )

    def check_text(
        self,
        text: str,
        jurisdiction: str,
        language: Language | None = None,
        context: GuardContext | None = None,
        answered: str | None = None,
    ) -> Verdict:
        """Judge a text that has no brief: prohibitions, personal data, and what the context allows to judge.

        Three-way: a violation blocks; a claim about law, consequences or money that the text alone cannot support is
        held; the rest is allowed.

        Args:
            answered: the borrower's message that the text answers: the same words can be right or wrong after it.
        """
        return self._judge(
            Inspection(
                text=text,
                language=language or detect_language(text) or "en",
                jurisdiction=jurisdiction,
                region=context.region if context is not None else None,
                context=context,
                answered=answered or (context.borrower_message if context is not None else None),
            )
        )

    def contact(self, attempt: ContactAttempt) -> ContactVerdict:
        """Whether a message may go out now, and if not, when."""
        return judge_contact(attempt, self._packs)

    def kept_rapport(self, words: str, language: Language) -> str | None:
        """What of free words that were stopped may stay, see `RapportJudge.kept`."""
        return self._rapport.kept(words, language)

    def serves(self, jurisdiction: str) -> bool:
        """Whether the packs of a place are such that its accounts may be written to."""
        return jurisdiction in self._packs.served

    def warm_up(self) -> None:
        """Run the checks once, so that no borrower waits for caches to fill; the judge is not asked."""
        text = "Thank you for your message."
        self._run(Inspection(text=text, language="en", jurisdiction="core", region=None, context=None))

    def close(self) -> None:
        """Stop the worker threads."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        if self._model_judge is not None:
            self._model_judge.close()

    def _judge(self, inspection: Inspection) -> Verdict:
        started = time.perf_counter()
        future = self._pool.submit(self._run, inspection)
        status, findings = self._answer(future)
        if inspection.brief is None:
            findings = [*weighed(findings, self._packs)]
        if self._model_judge is not None and _strictest(findings) is not Outcome.BLOCK:
            left = self._deadline - (time.perf_counter() - started)
            findings = [*findings, *self._model_judge.findings(inspection, findings, left)]
        creditor = inspection.context.creditor if inspection.context is not None else None
        packs = self._packs.composed(inspection.jurisdiction, inspection.region, creditor)
        return Verdict(
            outcome=_strictest(findings),
            status=status,
            findings=tuple(findings),
            normalised=inspection.normalised.text if status == "checked" else "",
            packs=tuple(ready.pack.name for ready in packs),
            milliseconds=round((time.perf_counter() - started) * 1000, 3),
        )

    def _answer(self, future: Future[list[Finding]]) -> tuple[Literal["checked", "error", "timed_out"], list[Finding]]:
        """The findings; a failure or a late answer is itself a finding that blocks (invariant 1)."""
        try:
            return "checked", future.result(timeout=self._deadline)
        except FutureTimeout:
            future.cancel()
            return "timed_out", [_failure("the check took longer than its deadline")]
        except Exception as error:
            # Only the type: a message could carry the text.
            return "error", [_failure(f"the check failed ({type(error).__name__})")]


def build_guard(
    policies_dir: Path,
    prompts_dir: Path,
    find_personal_data: FindPersonalData,
    deadline_seconds: float,
    warm: bool = True,
    unverified: bool = False,
    judge: ModelJudge | None = None,
    find_numbers: FindPersonalData | None = None,
) -> Guard:
    """The guard of this process, from the policies and prompts folders.

    Args:
        unverified: also apply rules whose citation nobody has read at its source.

    Raises:
        DataFileError: a pack, a word list or an example file cannot be used; names file, line and fix.
    """
    book = sifted(load_packs(policies_dir, unverified))
    rapport, reader = load_rapport(policies_dir, prompts_dir), load_reader(policies_dir, book)
    guard = Guard(book, rapport, reader, find_personal_data, deadline_seconds, judge=judge, find_numbers=find_numbers)
    if warm:
        guard.warm_up()
    return guard


def _strictest(findings: Iterable[Finding]) -> Outcome:
    outcomes = {finding.outcome for finding in findings}
    return next((outcome for outcome in (Outcome.BLOCK, Outcome.HOLD) if outcome in outcomes), Outcome.ALLOW)


def _failure(message: str) -> Finding:
    return Finding(
        rule_id="guard.failure",
        family=Family.UNGROUNDED_CLAIM,
        outcome=Outcome.BLOCK,
        layer="error",
        message=message,
        repair="Nothing is wrong with the text as such: try again, or send the scripted message.",
        citation="Invariant 1: a guard that errors or times out has not passed",
    )
