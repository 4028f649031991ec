"""The schema of rule packs: what may stand in the files under `policies/<jurisdiction>/`."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from service.domain.base import Value
from service.domain.region import canonical_region
from service.domain.vocabulary import Act, ActorRole, Family, Language, Outcome, Signal
from service.guard.contact_blocks import AttemptExample, Bar, Cap, ConsentNeed, Window
from service.guard.context import GuardContext, Scene

MIN_EXAMPLES = 6
MIN_ATTEMPTS = 2

CheckName = Literal["sender_named"]
Kind = Literal["prohibit", "require", "timing", "frequency", "consent", "authority", "escalate"]


class AppliesTo(Value):
    """When a rule applies; an empty field does not narrow it.

    Args:
        products: kinds of debt, for contact rules.
        verified, first_message, time_barred: the state it needs.
        flags: any of these account flags.
        signals: any of these in the borrower's message that is answered.
        acts, not_acts: dialogue acts of the brief.
        conditions, without: all of, none of these conditions (the brief's, or derived from the context).
        free_text: True for rules that judge only texts without a brief, where nothing vouches for a claim.
    """

    actor_role: frozenset[ActorRole] = frozenset()
    products: frozenset[str] = frozenset()
    verified: bool | None = None
    first_message: bool | None = None
    time_barred: bool | None = None
    flags: frozenset[str] = frozenset()
    signals: frozenset[Signal] = frozenset()
    acts: frozenset[Act] = frozenset()
    not_acts: frozenset[Act] = frozenset()
    conditions: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    free_text: bool = False

    @property
    def needs_context(self) -> bool:
        states = (self.verified, self.first_message, self.time_barred)
        return any(state is not None for state in states) or bool(
            self.flags or self.signals or self.acts or self.conditions
        )

    def fits(self, scene: Scene) -> bool:
        """Whether the rule applies. Without a context only rules that need none do; an unknown role is every role."""
        if self.free_text and scene.has_brief:
            return False
        if scene.context is None:
            return not self.needs_context
        return self._fits_state(scene.context) and self._fits_message(scene)

    def _fits_state(self, context: GuardContext) -> bool:
        barred = context.time_barred is not False
        return (
            (not self.actor_role or context.actor_role is None or context.actor_role in self.actor_role)
            and (self.verified is None or self.verified == context.verified)
            and (self.first_message is None or self.first_message == context.first_message)
            and (self.time_barred is None or self.time_barred == barred)
            and (not self.flags or bool(self.flags & context.flags))
            and (not self.signals or bool(self.signals & context.last_borrower_signals))
        )

    def _fits_message(self, scene: Scene) -> bool:
        return (
            (not self.acts or scene.act in self.acts)
            and scene.act not in self.not_acts
            and self.conditions <= scene.conditions
            and not self.without & scene.conditions
        )


class Pattern(Value):
    """One linear-time pattern on the normalised text (lower case, simplified characters, straight quotes).

    Args:
        find: RE2 syntax; `{name}` stands for a term of the pack.
        unless: patterns that excuse the match when they are found in the same sentence.
        scoped: whether a negation or an attribution around the match excuses it ("we will not …").
    """

    find: str = Field(min_length=2)
    unless: tuple[str, ...] = ()
    scoped: bool = True

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, given: Any) -> Any:
        """A pattern without options may be written as plain text."""
        return {"find": given} if isinstance(given, str) else given


class Detection(Value):
    """How a rule is detected: patterns per language (a require rule wants one found), or a check in the code."""

    en: tuple[Pattern, ...] = ()
    zh: tuple[Pattern, ...] = ()
    check: CheckName | None = None


class ExampleTexts(Value):
    """Texts per language."""

    en: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()

    def in_language(self, language: Language) -> tuple[str, ...]:
        return self.en if language == "en" else self.zh


class Examples(Value):
    """The rule's tests: what it must find, and lawful texts that nothing may block; for contact rules, attempts."""

    violating: ExampleTexts = ExampleTexts()
    compliant: ExampleTexts = ExampleTexts()
    refused: tuple[AttemptExample, ...] = ()
    allowed: tuple[AttemptExample, ...] = ()


_BLOCKS: dict[str, tuple[Kind, Family]] = {
    "window": ("timing", Family.CONTACT_TIME),
    "cap": ("frequency", Family.CONTACT_FREQUENCY),
    "consent": ("consent", Family.NO_CONSENT),
    "bar": ("escalate", Family.NO_CONSENT),
}


class Rule(Value):
    """One rule with its source, its detection and its examples.

    Args:
        status: "unverified" when the citation was not read at its source; such a rule is off unless asked for.
        on_fail: repair (the writer is told and tries again; the draft does not leave), hold, or block.
        autofail: a breach fails the whole review of a conversation.
        subject: what it is about; two rules about one subject are never in force at one place on one day.
        detection: for rules on texts. window, cap, consent, bar: exactly one of them for rules on contact.
    """

    id: str = Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)+$")
    title: str = Field(min_length=4)
    citation: str = Field(min_length=4)
    status: Literal["verified", "unverified"] = "verified"
    kind: Kind
    family: Family
    severity: Literal["low", "medium", "high", "critical"]
    on_fail: Literal["repair", "hold", "block"]
    autofail: bool = False
    subject: str | None = None
    applies_to: AppliesTo = AppliesTo()
    effective_from: date = date(2000, 1, 1)
    effective_to: date | None = None
    detection: Detection = Detection()
    window: Window | None = None
    cap: Cap | None = None
    consent: ConsentNeed | None = None
    bar: Bar | None = None
    repair: str = Field(min_length=4)
    examples: Examples = Examples()

    @model_validator(mode="after")
    def _has_sound_dates(self) -> Rule:
        if self.effective_to is not None and self.effective_to < self.effective_from:
            raise ValueError(f"rule {self.id!r} ends on {self.effective_to}, before it begins")
        return self

    @model_validator(mode="after")
    def _is_tested(self) -> Rule:
        if self.is_contact_rule:
            self._check_contact()
            return self
        if self.detection.check is None and not (self.detection.en or self.detection.zh):
            raise ValueError(f"rule {self.id!r} has no detection: give patterns, a check or a contact block")
        for language in self.languages:
            for name, texts in (("violating", self.examples.violating), ("compliant", self.examples.compliant)):
                found = len(texts.in_language(language))
                if found < MIN_EXAMPLES:
                    raise ValueError(f"rule {self.id!r}: {found} {name} {language} examples, {MIN_EXAMPLES} needed")
        return self

    def _check_contact(self) -> None:
        given = [name for name in _BLOCKS if getattr(self, name) is not None]
        if len(given) != 1 or self.detection != Detection():
            raise ValueError(f"rule {self.id!r}: a contact rule has one block and no detection, not {given}")
        kind, family = _BLOCKS[given[0]]
        if self.kind != kind or self.family != family:
            raise ValueError(f"rule {self.id!r}: a {given[0]} is of kind {kind!r} and family {family.value!r}")
        narrowed = self.applies_to.model_copy(update={"actor_role": frozenset(), "products": frozenset()})
        if narrowed != AppliesTo():
            raise ValueError(f"rule {self.id!r}: applies_to of a contact rule takes actor_role and products only")
        for name in ("refused", "allowed"):
            found = len(getattr(self.examples, name))
            if found < MIN_ATTEMPTS:
                raise ValueError(f"rule {self.id!r}: {found} {name} example attempts, {MIN_ATTEMPTS} needed")

    @property
    def is_contact_rule(self) -> bool:
        return any(getattr(self, name) is not None for name in _BLOCKS)

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages that have patterns, which therefore need examples."""
        return tuple(language for language in ("en", "zh") if getattr(self.detection, language))

    @property
    def outcome(self) -> Outcome:
        return Outcome.HOLD if self.on_fail == "hold" else Outcome.BLOCK

    def in_force(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)


class Pack(Value):
    """One file of rules. `terms` are pattern fragments that its rules name in braces.

    Args:
        region: "us-ny": the rules bind there alone, and in all that lies within.
        creditor: the rules bind this creditor's accounts alone.
        stage: "seed" while a place lacks what serving its accounts takes besides rules.
    """

    id: str = Field(pattern=r"^[a-z0-9_-]+(\.[a-z0-9_]+)+$")
    version: str = Field(min_length=1)
    jurisdiction: str = Field(min_length=2)
    region: str | None = None
    creditor: str | None = Field(default=None, min_length=1)
    stage: Literal["serving", "seed"] = "serving"
    title: str
    terms: dict[str, str] = Field(default_factory=dict)
    rules: tuple[Rule, ...] = Field(min_length=1)

    @field_validator("region")
    @classmethod
    def _is_spelt_as_regions_are(cls, region: str | None, info: ValidationInfo) -> str | None:
        if region is not None and canonical_region(region, info.data.get("jurisdiction", "")) != region:
            raise ValueError("write the region as its jurisdiction, a hyphen and its code, such as us-ny or us-ny-nyc")
        return region

    @property
    def name(self) -> str:
        return f"{self.id}@{self.version}"
