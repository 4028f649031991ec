"""What the guard says of a draft."""

from typing import Literal

from service.domain.base import Value
from service.domain.vocabulary import Family, Outcome

Layer = Literal["move", "slot", "rapport", "privacy", "disclosure", "pattern", "classifier", "judge", "state", "error"]


class Finding(Value):
    """One reason why a text must not leave as it is.

    Args:
        rule_id: the rule of a pack ("us.threat.arrest"), or of the guard itself ("guard.slot").
        span: code points in the checked text, end exclusive; None when the whole text is meant.
        message: what is wrong, in one sentence for a person.
        repair: what the writer should do instead.
        citation: the law or the invariant behind the rule.
        move: index of the move that caused it, where one did.
    """

    rule_id: str
    family: Family
    outcome: Outcome
    layer: Layer
    message: str
    citation: str
    span: tuple[int, int] | None = None
    repair: str = ""
    move: int | None = None
    score: float | None = None


class Verdict(Value):
    """Allow, hold or block. `status` other than "checked" never allows.

    Args:
        normalised: the text as the detectors saw it.
        packs: id and version of each pack that was applied.
        milliseconds: how long the check took.
    """

    outcome: Outcome
    status: Literal["checked", "error", "timed_out"] = "checked"
    findings: tuple[Finding, ...] = ()
    normalised: str = ""
    packs: tuple[str, ...] = ()
    milliseconds: float = 0.0
