"""Statements are vetted once by a person; here they are checked against the rule packs whenever either changes.

Each reading of each wording goes through every rule of every pack that it may be sent under: all jurisdictions,
regions and roles that its conditions admit, and both states of verification that its acts admit. What a whole message
must hold (kind `require`) is not asked of one statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import get_args

from service.domain.creditor import Creditor, HelpLines
from service.domain.vocabulary import Act, ActorRole, Emotion, Language, Signal, State, Tone
from service.domain.writing import Brief
from service.guard.context import GuardContext, scene_of
from service.guard.inspection import Inspection
from service.guard.packs import CORE, PackBook, ReadyPack, ReadyRule, Rule
from service.guard.rules import judge, rules_check
from service.statement_samples import ELSEWHERE, Sample, SampleMaker
from service.writing.brief import BARE_ACTS
from service.writing.conditions import CLOSED_CONDITIONS, DEBT_ACTS, JURISDICTIONS, is_condition
from service.writing.statements import Place, StatementLibrary, StatementRule

_ROLES: tuple[ActorRole, ...] = get_args(ActorRole)
# What the guard derives from the context; a brief cannot claim it against the context.
_DERIVED = frozenset({*JURISDICTIONS, *_ROLES, "collector", "verified", "first_message"})
# Rules may be dated; a statement is reviewed against those to come as well.
_EARLIEST = date(2026, 1, 1)


@dataclass(frozen=True)
class Refusal:
    """A statement that a rule would keep from leaving.

    Args:
        text: the wording with its slots filled.
        words: what the rule objects to.
        under: where and in which state.
    """

    place: Place
    statement_id: str
    language: Language
    text: str
    rule_id: str
    words: str
    under: str


@dataclass(frozen=True)
class _Setting:
    """One state in which a message may be sent."""

    jurisdiction: str
    region: str | None
    role: ActorRole
    verified: bool
    act: Act
    signal: Signal | None
    flag: str | None


def review_statements(
    library: StatementLibrary, book: PackBook, creditors: Iterable[Creditor], help_lines: Mapping[str, HelpLines]
) -> tuple[Refusal, ...]:
    """What the packs object to in the statements, each statement, language and rule once.

    Args:
        book: all packs; load it with the unverified rules to have them asked too.
        creditors: whose names, addresses and words may fill the slots.
        help_lines: by jurisdiction.
    """
    maker = SampleMaker(tuple(creditors), help_lines)
    reader = _Reader(book)
    found: dict[tuple[str, Language, str, str], Refusal] = {}
    for statement in library.statements:
        for sample in maker.samples(statement, book.jurisdictions):
            for refusal in reader.refusals(sample):
                found.setdefault((refusal.statement_id, refusal.language, refusal.rule_id, refusal.words), refusal)
    return tuple(found.values())


@dataclass(frozen=True)
class _Reader:
    """Reads samples against the packs; remembers which texts hold a rule's words: most read alike everywhere."""

    book: PackBook
    held: dict[tuple[str, str], bool] = field(default_factory=dict)

    def refusals(self, sample: Sample) -> Iterator[Refusal]:
        """One for each rule whose words are in a sample, and that applies in some state in which it may be said."""
        bare = Inspection(sample.text, sample.language, sample.jurisdiction, None, None)
        for ready in self.book.packs:
            if ready.pack.jurisdiction not in (CORE, sample.jurisdiction):
                continue
            for item in self.book.rules((ready,), None):
                if item.rule.kind != "require" and item.rule.detection.check is None and self._holds(item, bare):
                    yield from self._confirmed(sample, item, ready)

    def _holds(self, item: ReadyRule, bare: Inspection) -> bool:
        key = (item.rule.id, bare.text)
        if key not in self.held:
            self.held[key] = any(judge(item, bare))
        return self.held[key]

    def _confirmed(self, sample: Sample, item: ReadyRule, ready: ReadyPack) -> Iterator[Refusal]:
        """The first state in which the guard's own check of the packs objects to the sample by this rule."""
        check = rules_check(self.book)
        for inspection, setting in _inspections(sample, item.rule, ready):
            for finding in check(inspection):
                if finding.rule_id == item.rule.id:
                    start, end = finding.span or (0, 0)
                    yield Refusal(
                        place=sample.statement.place,
                        statement_id=sample.statement.rule.id,
                        language=sample.language,
                        text=sample.text,
                        rule_id=item.rule.id,
                        words=sample.text[start:end],
                        under=_described(setting),
                    )
                    return


def _inspections(sample: Sample, rule: Rule, ready: ReadyPack) -> Iterator[tuple[Inspection, _Setting]]:
    """The sample in every state in which it may be said and the rule applies."""
    for setting in _settings(sample, rule, ready):
        inspection = _inspection(sample, rule, setting)
        if inspection is not None and rule.applies_to.fits(inspection.scene):
            yield inspection, setting


def _settings(sample: Sample, rule: Rule, ready: ReadyPack) -> Iterator[_Setting]:
    said, applies = sample.statement.rule, rule.applies_to
    named = [name for name in said.when if is_condition(name) and name not in CLOSED_CONDITIONS]
    regions = [ready.pack.region] if ready.pack.region else [None, *named]
    signals: list[Signal | None] = [*sorted(applies.signals)] or [None]
    flags: list[str | None] = [*sorted(applies.flags)] or [None]
    acts = [act for act in Act if _may_be_said(said, act)]
    for region, role, verified, act, signal, flag in product(regions, _ROLES, (False, True), acts, signals, flags):
        if verified or act not in DEBT_ACTS:
            yield _Setting(sample.jurisdiction, region, role, verified, act, signal, flag)


def _may_be_said(said: StatementRule, act: Act) -> bool:
    """Whether a message of the act carries the statement; a bare act carries its duties and no question."""
    if act in BARE_ACTS:
        return said.required_in(act) and said.kind != "question"
    return said.allowed_in(act)


def _inspection(sample: Sample, rule: Rule, setting: _Setting) -> Inspection | None:
    """The sample under inspection in this state, or None where its conditions do not admit the state."""
    said, applies = sample.statement.rule, rule.applies_to
    wanted = frozenset({*said.when, *applies.conditions})
    first = "first_message" in wanted if applies.first_message is None else applies.first_message
    barred = "time_barred" in wanted if applies.time_barred is None else applies.time_barred
    heard = {signal for signal in Signal if f"heard_{signal.value}" in wanted or signal is setting.signal}
    context = GuardContext(
        jurisdiction=setting.jurisdiction,
        region=setting.region,
        actor_role=setting.role,
        verified=setting.verified,
        first_message=first,
        time_barred=barred,
        flags=frozenset() if setting.flag is None else frozenset({setting.flag}),
        last_borrower_signals=frozenset(heard),
        today=max(_EARLIEST, rule.effective_from),
    )
    derived = scene_of(context, None).conditions
    told = {f"heard_{signal.value}" for signal in context.last_borrower_signals} | context.flags
    conditions = wanted | derived | told | ({"time_barred"} if barred else set())
    regions = {name for name in wanted if is_condition(name) and name not in CLOSED_CONDITIONS}
    contradicted = ((wanted & _DERIVED) | regions) - derived
    if contradicted or not said.holds(conditions, setting.jurisdiction) or ("time_barred" in wanted) > barred:
        return None
    brief = _brief(sample, setting, conditions)
    return Inspection(sample.text, sample.language, setting.jurisdiction, setting.region, context, brief=brief)


def _brief(sample: Sample, setting: _Setting, conditions: frozenset[str]) -> Brief:
    """The brief that says no more than who writes and what holds."""
    return Brief(
        conversation_id="review",
        turn_number=0 if "first_message" in conditions else 1,
        language=sample.language,
        jurisdiction=setting.jurisdiction,
        state=State.VERIFIED if setting.verified else State.UNVERIFIED,
        act=setting.act,
        tone=Tone.NEUTRAL,
        emotion=Emotion.CALM,
        conditions=conditions,
        facts=sample.facts,
        quotes=(),
        options=(),
        rapport=False,
        borrower_text="",
    )


def _described(setting: _Setting) -> str:
    place = setting.region or (setting.jurisdiction if setting.jurisdiction != ELSEWHERE else "any other jurisdiction")
    known = "verified" if setting.verified else "not verified"
    return f"{place}, {setting.role}, {known}, {setting.act.value}"
