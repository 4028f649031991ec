"""Flags of an account that keep the agent still, whatever the borrower writes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from service.domain.negotiation import Decision, PauseReason, StateChange
from service.domain.vocabulary import Act, State
from service.negotiation.hearing import Hearing
from service.negotiation.rights import strictest
from service.negotiation.states import FLAG_PREFIX, TALKING

# A moratorium (UK breathing space, a court's stay) works like bankruptcy: nobody may collect until it ends.
PAUSING_FLAGS: Mapping[str, PauseReason] = MappingProxyType(
    {
        "crisis": "crisis",
        "domestic_abuse": "safety",
        "disputed": "dispute",
        "identity_theft": "identity_theft",
        "represented": "attorney",
        "attorney": "attorney",
        "bankrupt": "bankruptcy",
        "bankruptcy": "bankruptcy",
        "moratorium": "bankruptcy",
        "breathing_space": "bankruptcy",
        "deceased": "deceased",
        "minor": "minor",
        "wrong_person": "wrong_person",
    }
)
STOPPING_FLAGS = frozenset({"stop", "stopped", "ceased", "cease", "do_not_contact"})


def respect_flags(hearing: Hearing) -> Decision | None:
    """Pause or stop a conversation about an account that may not be worked, without saying why."""
    if hearing.state not in TALKING:
        return None
    flags = sorted({flag.lower() for flag in hearing.account.flags})
    reason = strictest(*(PAUSING_FLAGS.get(flag) for flag in flags))
    for flag in flags:
        if flag in STOPPING_FLAGS:
            return _still(Act.KEEP_STOPPED, State.STOPPED, flag, reason)
    deciding = next((flag for flag in flags if reason is not None and PAUSING_FLAGS.get(flag) == reason), None)
    return _still(Act.KEEP_PAUSED, State.PAUSED, deciding, reason) if deciding is not None else None


def _still(act: Act, to: State, flag: str, reason: PauseReason | None) -> Decision:
    cause = f"{FLAG_PREFIX}{flag}"
    return Decision(act=act, change=StateChange(to=to, cause=cause, pause_reason=reason), reasons=(cause,))
