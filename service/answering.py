"""Write and guard: drafts until one may leave, the scripted message when none may, a person when even that may not."""

from __future__ import annotations

from service.answer import Answer
from service.briefing import brief_for
from service.clock import Stopwatch
from service.domain.trace import Attempt
from service.domain.verdict import Finding, Verdict
from service.domain.vocabulary import Act, Family, Outcome
from service.domain.writing import Brief, Draft, Rapport, Say
from service.guard import RAPPORT_RULE, GuardContext
from service.material import Material
from service.privacy import UnknownPseudonym, restore
from service.stages import Stages, Writer
from service.writing import WritingFailed, assemble

REPAIRS = 2


def write_and_check(brief: Brief, material: Material, stages: Stages, watch: Stopwatch) -> Answer:
    """A message that every guard has passed in its final form, or a hold.

    The agent gets one draft and two repairs; where only its free words were clumsy, they are dropped and
    nothing is asked again. Then the scripted writer answers, at last without quotations. If the guard
    stops even that, the draft is held for a person, and the borrower gets the vetted notice that a colleague will
    answer.
    """
    desk = _Desk(material, stages, watch)
    found = desk.agent_draft(stages.agent, brief) if stages.agent is not None else None
    if found is None and not desk.wants_person:
        found = desk.scripted_draft(brief) or desk.bare_draft(brief)
    if found is not None:
        return desk.answer(found, held=False, act=material.decision.act)
    notice = brief_for(material.holding(), stages)
    return desk.answer(desk.scripted_draft(notice), held=True, act=Act.HOLD_NOTICE)


def write_scripted(brief: Brief, material: Material, stages: Stages, watch: Stopwatch) -> Answer:
    """The scripted message of a brief; without a draft when the guard stops it."""
    desk = _Desk(material, stages, watch)
    return desk.answer(desk.scripted_draft(brief), held=False, act=material.decision.act)


class _Desk:
    """The drafts of one turn, and what became of them."""

    def __init__(self, material: Material, stages: Stages, watch: Stopwatch) -> None:
        self._pseudonyms, self._stages, self._watch = material.pseudonyms, stages, watch
        self._context = _guard_context(material)
        self._attempts: list[Attempt] = []
        self._notes: list[str] = []
        self._clear = ""
        self.wants_person = False

    def agent_draft(self, agent: Writer, brief: Brief) -> Draft | None:
        """The agent's first draft that passes; None when the model fails or keeps failing."""
        findings: tuple[Finding, ...] = ()
        verdict: Verdict | None = None
        for _ in range(1 + REPAIRS):
            try:
                with self._watch("write"):
                    draft = agent.write(brief, findings)
            except WritingFailed as failure:
                self._notes.append(f"model: {failure}")
                return None
            except Exception as fault:  # whatever is wrong with the model's client, the scripted writer answers
                self._notes.append(f"model: {type(fault).__name__}")
                return None
            verdict = self._check(draft, brief)
            if verdict.outcome is Outcome.ALLOW:
                return draft
            trimmed = self._trimmed(draft, brief, verdict)
            if trimmed is not None and self._check(trimmed, brief).outcome is Outcome.ALLOW:
                return trimmed
            findings = verdict.findings
        free = self._stages.writing_mode == "free"
        self.wants_person = free and verdict is not None and verdict.outcome is Outcome.HOLD
        self._notes.append("guard: stopped every draft of the model")
        return None

    def _trimmed(self, draft: Draft, brief: Brief, verdict: Verdict) -> Draft | None:
        """The draft without its free words where these are merely clumsy; None when something else is wrong."""
        stopped = {finding.move for finding in verdict.findings if finding.rule_id == RAPPORT_RULE}
        if not stopped or self._stages.writing_mode == "free" or verdict.status != "checked":
            return None
        free = [move for index, move in enumerate(draft.moves) if isinstance(move, Rapport) and index in stopped]
        if any(self._stages.guard.kept_rapport(move.rapport, brief.language) is None for move in free):
            return None
        moves = [move for move in draft.moves if isinstance(move, Say)]
        if not moves:
            return None
        return draft.model_copy(update={"moves": tuple(moves), "text": assemble(moves, brief)})

    def scripted_draft(self, brief: Brief) -> Draft | None:
        with self._watch("write"):
            draft = self._stages.scripted.write(brief)
        if self._check(draft, brief).outcome is Outcome.ALLOW:
            return draft
        self._notes.append("guard: stopped the scripted message")
        return None

    def bare_draft(self, brief: Brief) -> Draft | None:
        """The scripted message once more, without quotations, or else with its duties alone."""
        uncited = tuple(option for option in brief.options if not option.id.startswith("cite."))
        required = tuple(option for option in brief.options if option.required)
        options = uncited if len(uncited) < len(brief.options) else required
        if not options or len(options) == len(brief.options):
            return None
        return self.scripted_draft(brief.model_copy(update={"options": options}))

    def answer(self, draft: Draft | None, *, held: bool, act: Act) -> Answer:
        clear = self._clear if draft is not None else ""
        return Answer(draft, clear, held, act, tuple(self._attempts), tuple(self._notes))

    def _check(self, draft: Draft, brief: Brief) -> Verdict:
        with self._watch("guard"):
            try:
                self._clear = restore(draft.text, self._pseudonyms)
            except UnknownPseudonym as invented:
                verdict = _invented(invented)
            else:
                mode = self._stages.writing_mode if draft.author == "agent" else "assembled"
                verdict = self._stages.guard.check(draft, brief, self._clear, self._context, mode=mode)
        self._attempts.append(Attempt(draft=draft, verdict=verdict))
        return verdict


def _guard_context(material: Material) -> GuardContext:
    heard, reading = material.heard, material.reading
    return GuardContext(
        jurisdiction=heard.account.jurisdiction,
        region=heard.account.region,
        creditor=heard.account.creditor,
        actor_role=heard.account.actor_role,
        verified=material.verified,
        first_message=heard.number == 0,
        returning="returning" in heard.conditions,
        in_validation_period="in_validation_period" in heard.conditions,
        time_barred=heard.account.time_barred,
        flags=heard.account.flags,
        last_borrower_signals=reading.signals if reading is not None else frozenset(),
        allowed_clear=(heard.person.name,) if heard.person is not None else (),
        today=heard.local_date,
    )


def _invented(error: UnknownPseudonym) -> Verdict:
    finding = Finding(
        rule_id="guard.pseudonym",
        family=Family.PRIVACY_LEAK,
        outcome=Outcome.BLOCK,
        layer="privacy",
        message=f"the draft names somebody who does not exist in this conversation: {error}",
        citation="invariant 2: a pseudonym that the model invents is refused",
        repair="Leave names out.",
    )
    return Verdict(outcome=Outcome.BLOCK, findings=(finding,))
