"""What the guard may know about the conversation beside the brief."""

from dataclasses import dataclass
from datetime import date

from pydantic import ValidationInfo, field_validator

from service.domain.base import Value
from service.domain.region import canonical_region, region_chain
from service.domain.vocabulary import Act, ActorRole, Signal
from service.domain.writing import Brief

_STATES = ("first_message", "returning", "in_validation_period", "verified")


class GuardContext(Value):
    """The state in which a message is judged.

    Args:
        jurisdiction: code of the pack folder, e.g. "us".
        region: state or city within it in any spelling; adds the packs of that region and of all that it lies in.
        creditor: adds the creditor's own packs.
        actor_role: in what role the creditor writes; None counts as every role (strictest wins).
        verified: whether the person has proved who they are.
        first_message: the first message of the conversation.
        returning: the borrower is back after more than a week.
        in_validation_period: the time runs in which a new collector's figures may be disputed.
        time_barred: None when nobody knows, which counts as barred.
        flags: of the account ("disputed", "represented", …).
        last_borrower_signals: of the message that is being answered.
        allowed_clear: personal data that may stand in the text, such as the borrower's own name.
        today: in the creditor's zone; picks the rules in force.
        facts: for a text without a brief: what is true of the account, as it may be written ("$2,480.00", "1 March");
            every number, date and address of the text must be in them. None when nobody says: then they go unjudged.
        passages: for a text without a brief: what may be quoted; a claim that says the same needs no other support.
        borrower_message: what the text answers, without personal data.
    """

    jurisdiction: str
    region: str | None = None
    creditor: str | None = None
    actor_role: ActorRole | None = None
    verified: bool = False
    first_message: bool = False
    returning: bool = False
    in_validation_period: bool = False
    time_barred: bool | None = None
    flags: frozenset[str] = frozenset()
    last_borrower_signals: frozenset[Signal] = frozenset()
    allowed_clear: tuple[str, ...] = ()
    today: date
    facts: tuple[str, ...] | None = None
    passages: tuple[str, ...] = ()
    borrower_message: str | None = None

    @field_validator("region")
    @classmethod
    def _in_one_spelling(cls, region: str | None, info: ValidationInfo) -> str | None:
        return canonical_region(region, info.data.get("jurisdiction", ""))


@dataclass(frozen=True)
class Scene:
    """What rules look at to see whether they apply.

    Args:
        context: None for a bare text: then only what the text alone can show is judged.
        conditions: of the brief, or derived from the context.
    """

    context: GuardContext | None
    conditions: frozenset[str] = frozenset()
    act: Act | None = None
    has_brief: bool = False


def scene_of(context: GuardContext | None, brief: Brief | None) -> Scene:
    """The scene of a message."""
    derived = _conditions(context) if context is not None else frozenset[str]()
    if brief is None:
        return Scene(context, derived)
    return Scene(context, derived | brief.conditions, brief.act, has_brief=True)


def _conditions(context: GuardContext) -> frozenset[str]:
    names: set[str | None] = {context.jurisdiction, *region_chain(context.region), context.actor_role}
    if context.actor_role in ("third_party_collector", "debt_buyer", None):
        names.add("collector")
    names |= {name for name in _STATES if getattr(context, name)}
    return frozenset(name for name in names if name is not None)
