"""The closed list of conditions: what may hold in a turn, and so decide which statements are allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

from service.domain.account import Account
from service.domain.creditor import Creditor, HelpLine, HelpLines
from service.domain.knowledge import Passage
from service.domain.negotiation import ConversationView, Decision, PauseReason, Quote
from service.domain.reading import Proposal, Reading
from service.domain.region import region_chain
from service.domain.vocabulary import Act, Signal, State, Tone

ENGINE_REASONS = (
    "within_authority", "discount_above_authority", "instalments_above_authority", "term_above_authority",
    "start_too_late", "instalment_below_minimum", "down_payment_below_minimum", "cadence_not_offered",
    "currency_mismatch", "total_above_balance", "needs_person", "nothing_owed", "no_authority",
    "incomplete_proposal",
)  # fmt: skip
JURISDICTIONS = ("us", "uk", "cn")
_REGION = re.compile(r"^(us|uk|cn)(-[a-z0-9]{1,20}){1,3}$")

# The caller knows these; nothing in the account or the conversation shows them.
CALLER_CONDITIONS = frozenset({"verified", "identity_known", "returning", "in_validation_period", "web", "terminal"})

CLOSED_CONDITIONS = frozenset(
    {
        *CALLER_CONDITIONS, *JURISDICTIONS,
        "first_message", "first_debt_message",
        "original_creditor", "servicer", "third_party_collector", "debt_buyer", "collector",
        "time_barred", "disputed", "hardship", "has_plan", "has_pause_date", "has_rejection",
        "has_quote", "several_quotes", "quote_lump_sum", "quote_instalments", "quote_discount", "quote_residue",
        "quote_down_payment", "quote_uneven",
        "has_passage", "has_payment_page", "has_phone", "has_hours", "has_complaints", "has_postal_address",
        "has_emergency_line", "has_crisis_line", "has_abuse_line", "has_debt_advice", "has_regulator",
        "has_identity_theft_help",
        "has_interest_or_fees", "has_breakdown", "days_overdue", "tone_warm",
        "said_amount", "said_cadence", "said_start", "said_settlement", "said_discount", "said_affordable",
        *(f"proposal_{reason}" for reason in ENGINE_REASONS),
        *(f"heard_{signal.value}" for signal in Signal),
        *(f"paused_{reason}" for reason in get_args(PauseReason)),
    }
)  # fmt: skip

_VERIFIED_STATES = frozenset({State.VERIFIED, State.NEGOTIATING, State.AGREED})
_HARDSHIP = frozenset(
    {
        Signal.CANNOT_PAY,
        Signal.HARDSHIP_JOB_LOSS,
        Signal.HARDSHIP_ILLNESS,
        Signal.HARDSHIP_BEREAVEMENT,
        Signal.HARDSHIP_DIVORCE,
    }
)

# Acts that the engine chooses only once the person is verified, because they speak of the debt.
DEBT_ACTS = frozenset(
    {
        Act.WELCOME_VERIFIED, Act.STATE_BALANCE, Act.ANSWER_QUESTION, Act.EXPLORE_HARDSHIP, Act.ASK_AFFORDABLE,
        Act.OFFER_PLAN, Act.RESTATE_PROPOSAL, Act.COUNTER_PROPOSAL, Act.ASK_WHICH_OFFER, Act.CONFIRM_PLAN,
        Act.RECALL_PLAN, Act.ACKNOWLEDGE_REJECTION, Act.REFER_TO_PERSON, Act.NOTE_PROMISE, Act.CHECK_PAYMENT,
        Act.HELP_PAYMENT, Act.INFORM_TIME_BARRED,
    }
)  # fmt: skip


def is_condition(name: str) -> bool:
    """Whether a statement may name this condition: the closed list, or a region such as "us-ny"."""
    return name in CLOSED_CONDITIONS or _REGION.match(name) is not None


def is_verified(conversation: ConversationView, decision: Decision) -> bool:
    """Whether the states of this turn show a verified person; a paused one shows nothing, so it counts as no."""
    return conversation.state in _VERIFIED_STATES or (
        decision.change is not None and decision.change.to in _VERIFIED_STATES
    )


def turn_conditions(
    *,
    account: Account,
    creditor: Creditor,
    help_lines: HelpLines | None,
    conversation: ConversationView,
    decision: Decision,
    reading: Reading | None,
    passages: tuple[Passage, ...],
    quotes: tuple[Quote, ...],
    tone: Tone,
    given: frozenset[str],
) -> frozenset[str]:
    """All conditions that hold in this turn.

    Args:
        quotes: the quotes that the message may state.
        given: conditions that only the caller knows (`CALLER_CONDITIONS`), or further ones of the closed list.

    Raises:
        ValueError: `given` names something outside the closed list.
    """
    unknown = sorted(name for name in given if not is_condition(name))
    if unknown:
        raise ValueError(f"unknown conditions {unknown!r}: the closed list is in service.writing.conditions")
    found = {
        *given,
        *_account_conditions(account),
        *_creditor_conditions(creditor),
        *_help_conditions(help_lines),
        *_conversation_conditions(conversation, decision, tone, "verified" in given),
        *_heard_conditions(conversation, decision, reading),
        *quote_conditions(quotes),
    }
    if passages:
        found.add("has_passage")
    if Act.INFORM_TIME_BARRED in (decision.act, *decision.also):
        found.add("time_barred")
    return frozenset(found)


def quote_conditions(quotes: tuple[Quote, ...]) -> Iterator[str]:
    """Conditions about the terms on offer: for all the quotes of a message, or for a single one."""
    if quotes:
        yield "has_quote"
    if len(quotes) > 1:
        yield "several_quotes"
    for quote in quotes:
        yield "quote_lump_sum" if quote.kind == "lump_sum" else "quote_instalments"
        if quote.discount.amount > 0:
            yield "quote_discount"
        if quote.residue.amount > 0:
            yield "quote_residue"
        if quote.down_payment is not None and quote.down_payment.amount > 0:
            yield "quote_down_payment"
        if quote.instalments[-1].amount != quote.regular_amount:
            yield "quote_uneven"


def _account_conditions(account: Account) -> Iterator[str]:
    yield account.actor_role
    if account.actor_role in ("third_party_collector", "debt_buyer"):
        yield "collector"
    if account.jurisdiction.lower() in JURISDICTIONS:
        yield account.jurisdiction.lower()
    yield from (region for region in region_chain(account.place) if _REGION.match(region))
    if account.time_barred:
        yield "time_barred"
    if "disputed" in account.flags:
        yield "disputed"
    if account.days_past_due > 0:
        yield "days_overdue"
    if any(part is not None and part > 0 for part in (account.interest, account.fees)):
        yield "has_interest_or_fees"
    if None not in (account.principal, account.interest, account.fees):
        yield "has_breakdown"


def _creditor_conditions(creditor: Creditor) -> Iterator[str]:
    held = {
        "has_phone": creditor.phone,
        "has_hours": creditor.phone and creditor.hours,
        "has_payment_page": creditor.payment_page,
        "has_complaints": creditor.complaints,
        "has_postal_address": creditor.postal_address,
    }
    yield from (name for name, value in held.items() if value)


def _help_conditions(help_lines: HelpLines | None) -> Iterator[str]:
    if help_lines is None:
        return
    lines: dict[str, HelpLine | None] = {
        "has_emergency_line": help_lines.emergency,
        "has_crisis_line": help_lines.crisis,
        "has_abuse_line": help_lines.domestic_abuse,
        "has_debt_advice": help_lines.debt_advice,
        "has_regulator": help_lines.regulator,
        "has_identity_theft_help": help_lines.identity_theft,
    }
    yield from (name for name, line in lines.items() if line is not None and (line.phone or line.url))


def _conversation_conditions(
    conversation: ConversationView, decision: Decision, tone: Tone, known_verified: bool
) -> Iterator[str]:
    verified = known_verified or conversation.identity_verified or is_verified(conversation, decision)
    if verified:
        yield "verified"
    if verified and not DEBT_ACTS.intersection(conversation.acts):
        yield "first_debt_message"
    if conversation.agent_messages == 0:
        yield "first_message"
    if tone is Tone.WARM:
        yield "tone_warm"
    if conversation.accepted_quote is not None or decision.accepted is not None:
        yield "has_plan"
    if conversation.rejections > 0:
        yield "has_rejection"
    yield from _pause_conditions(conversation, decision)


def _pause_conditions(conversation: ConversationView, decision: Decision) -> Iterator[str]:
    change = decision.change
    reason = (change.pause_reason if change else None) or conversation.pause_reason
    if reason is not None:
        yield f"paused_{reason}"
    if reason in ("dispute", "identity_theft"):
        yield "disputed"
    if (change and change.paused_until) or conversation.paused_until:
        yield "has_pause_date"


def _heard_conditions(conversation: ConversationView, decision: Decision, reading: Reading | None) -> Iterator[str]:
    signals = reading.signals if reading is not None else frozenset()
    yield from (f"heard_{signal.value}" for signal in signals)
    if conversation.hardship or signals & _HARDSHIP:
        yield "hardship"
    yield from (f"proposal_{reason}" for reason in decision.reasons if reason in ENGINE_REASONS)
    if conversation.affordable is not None:
        yield "said_affordable"
    yield from _said_conditions(proposal_of(decision, reading))


def proposal_of(decision: Decision, reading: Reading | None) -> Proposal | None:
    """What the borrower offered: as the engine judged it, or as it was read."""
    return decision.proposal or (reading.proposal if reading is not None else None)


def _said_conditions(proposal: Proposal | None) -> Iterator[str]:
    if proposal is None:
        return
    said = {
        "said_amount": proposal.amount,
        "said_cadence": proposal.cadence,
        "said_start": proposal.start,
        "said_settlement": proposal.settlement_total,
        "said_discount": proposal.discount_percent,
    }
    yield from (name for name, value in said.items() if value is not None)
