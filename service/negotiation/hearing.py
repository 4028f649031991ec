"""What the rules of a conversation look at: the message as read, and how things stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from service.domain.account import Account
from service.domain.negotiation import ConversationView, Situation
from service.domain.reading import Proposal, Reading
from service.domain.vocabulary import Act, Signal, State
from service.negotiation.authority import Authority

HARDSHIP = frozenset(
    {
        Signal.HARDSHIP_JOB_LOSS, Signal.HARDSHIP_ILLNESS, Signal.HARDSHIP_BEREAVEMENT, Signal.HARDSHIP_DIVORCE,
        Signal.CANNOT_PAY,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Hearing:
    """One message of the borrower, heard in its situation.

    Args:
        authority: None when no file covers the account.
        chosen_option: which offer on the table the borrower named, counted from 1.
    """

    reading: Reading
    situation: Situation
    authority: Authority | None
    chosen_option: int | None = None

    @property
    def view(self) -> ConversationView:
        return self.situation.conversation

    @property
    def account(self) -> Account:
        return self.situation.account

    @property
    def state(self) -> State:
        return self.view.state

    @property
    def signals(self) -> frozenset[Signal]:
        return self.reading.signals

    @property
    def today(self) -> date:
        """The day at the borrower's place; in UTC when their zone is not known."""
        return self.situation.now.astimezone(_zone(self.account.timezone)).date()

    @property
    def proposal(self) -> Proposal | None:
        """The borrower's proposal, if it says more than a currency."""
        proposal = self.reading.proposal
        if proposal is None or proposal.model_copy(update={"currency": None}).empty:
            return None
        return proposal

    @property
    def names_sum(self) -> bool:
        """Whether the proposal names a sum, a reduction or a number of payments."""
        proposal = self.proposal
        if proposal is None:
            return False
        said = (proposal.amount, proposal.settlement_total, proposal.discount_percent, proposal.down_payment)
        return any(value is not None for value in said) or proposal.count is not None

    @property
    def hardship(self) -> bool:
        return bool(self.view.hardship) or bool(HARDSHIP & self.signals)

    @property
    def last_act(self) -> Act | None:
        return self.view.acts[-1] if self.view.acts else None

    def heard(self, *signals: Signal) -> bool:
        return any(signal in self.signals for signal in signals)

    def in_state(self, state: State, **changes: object) -> Hearing:
        """The same message, as if the conversation stood in another state."""
        view = self.view.model_copy(update={"state": state, **changes})
        return replace(self, situation=self.situation.model_copy(update={"conversation": view}))


def _zone(name: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
