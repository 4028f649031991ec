"""Quotes, plans and the engine's decision."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from service.domain.account import Account
from service.domain.base import Value
from service.domain.money import Money
from service.domain.reading import Proposal
from service.domain.vocabulary import Act, Cadence, Language, State

QuoteKind = Literal["lump_sum", "instalments"]
PauseReason = Literal[
    "crisis", "safety", "dispute", "identity_theft", "attorney", "bankruptcy", "deceased", "minor",
    "third_party", "wrong_person", "complaint", "already_paid", "time_barred", "verification_locked",
    "inconvenient_time",
]  # fmt: skip


class Instalment(Value):
    """One payment of a schedule. Number counts from 1; a down payment is number 0."""

    number: int
    due_on: date
    amount: Money


class Quote(Value):
    """Terms that the engine may offer: complete, exact, inside the authority, and open until `expires_on`.

    Args:
        balance: what is owed when quoted.
        discount: how much of the balance is forgiven when the plan is kept (zero when none).
        discount_percent: discount in percent of the balance, at most two decimals.
        total: balance minus discount; equals the sum of the instalments to the cent.
        cadence, count: of the regular instalments, without the down payment.
        residue: what remains owed after the plan was kept (UK CONC 7.4: must be said clearly).
        authority: id and version of the authority file that allows it, e.g. "us-card@2026-09-01".
    """

    id: str
    account_id: str
    kind: QuoteKind
    balance: Money
    discount: Money
    discount_percent: Decimal
    total: Money
    down_payment: Money | None
    cadence: Cadence
    count: int
    instalments: tuple[Instalment, ...]
    residue: Money
    expires_on: date
    authority: str

    @property
    def first_due(self) -> date:
        return self.instalments[0].due_on

    @property
    def last_due(self) -> date:
        return self.instalments[-1].due_on

    @property
    def regular_amount(self) -> Money:
        """The first regular instalment (the last may carry odd cents)."""
        return next(item.amount for item in self.instalments if item.number > 0)


EngineAnswer = Literal["accept", "counter", "refer"]


class QuoteResponse(Value):
    """The engine's answer to a proposal (or to none), with reasons as stable codes.

    Reasons: within_authority, discount_above_authority, instalments_above_authority, term_above_authority,
    start_too_late, instalment_below_minimum, down_payment_below_minimum, cadence_not_offered,
    currency_mismatch, total_above_balance, needs_person, nothing_owed, no_authority, incomplete_proposal.
    """

    answer: EngineAnswer
    quotes: tuple[Quote, ...]
    reasons: tuple[str, ...]


class ConversationView(Value):
    """The history that the engine looks at.

    Args:
        open_quotes: quotes on the table, oldest first.
        accepted_quote: the quote behind the agreed plan.
        identity_failures: wrong identity claims so far.
        unclear_turns: consecutive turns that the agent did not understand.
        agent_messages: messages sent to the borrower so far.
        hardship: hardship signals heard in this conversation (values of Signal).
        affordable: the regular sum the borrower said they can pay, when said.
        rejections: offers turned down so far.
        acts: acts of the latest outgoing messages, newest last (at most 6).
        cadence: how often the borrower said they can pay `affordable`.
        identity_verified: whether the person was verified, whatever the state is now (a paused one, say).
    """

    id: str
    state: State
    language: Language
    pause_reason: PauseReason | None = None
    paused_until: date | None = None
    open_quotes: tuple[Quote, ...] = ()
    accepted_quote: Quote | None = None
    identity_failures: int = 0
    unclear_turns: int = 0
    agent_messages: int = 0
    hardship: frozenset[str] = frozenset()
    affordable: Decimal | None = None
    cadence: Cadence | None = None
    identity_verified: bool = False
    rejections: int = 0
    acts: tuple[Act, ...] = ()


class Situation(Value):
    """All that `decide` may look at besides the reading; `now` is aware."""

    account: Account
    conversation: ConversationView
    now: datetime
    identity_matched: bool = False
    identity_failed: bool = False


class StateChange(Value):
    """A transition and its cause."""

    to: State
    cause: str
    pause_reason: PauseReason | None = None
    paused_until: date | None = None


class Decision(Value):
    """What the engine decided to do.

    Args:
        act: the dialogue act of the answer.
        also: further acts answered in the same message, in order (a question beside a proposal, say).
        change: the transition to make, or None.
        quotes: quotes to put into the message (newly issued or repeated).
        accepted: the quote that the borrower explicitly accepted in this message.
        proposal: the borrower's proposal that was judged, when there was one.
        reasons: stable codes that explain the decision (engine reasons, signals, rules).
        needs_knowledge: whether the answer should quote knowledge; `topics` narrow it.
        handoff: why a person is called, or None.
        ticket: kind of case to open for the creditor: "dispute", "complaint", "identity_theft", "payment_check" …
        further_tickets: kinds of case to open beside `ticket`; a report of identity theft is also a dispute, say.
    """

    act: Act
    also: tuple[Act, ...] = ()
    change: StateChange | None = None
    quotes: tuple[Quote, ...] = ()
    accepted: Quote | None = None
    proposal: Proposal | None = None
    reasons: tuple[str, ...] = ()
    needs_knowledge: bool = False
    topics: tuple[str, ...] = ()
    handoff: str | None = None
    ticket: str | None = None
    further_tickets: tuple[str, ...] = ()
