"""Hand-written messages with the terms they offer: what the proposal grammar is held to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from service.datafiles import load_yaml
from service.domain.base import Value
from service.domain.reading import Proposal
from service.understanding.patterns import DATA
from service.understanding.proposal import parse_proposal

# The day on which all cases are read: a Sunday.
CASES_READ_ON = date(2026, 11, 22)


class ProposalCase(Value):
    """A message, and what it offers (None: nothing)."""

    text: str
    offers: Proposal | None
    balance: Decimal | None = None

    def parsed(self) -> Proposal | None:
        return parse_proposal(self.text, None, CASES_READ_ON, self.balance)


class ProposalFile(Value):
    """`data/proposals.yaml`."""

    cases: tuple[ProposalCase, ...]


def proposal_cases() -> tuple[ProposalCase, ...]:
    return load_yaml(DATA / "proposals.yaml", ProposalFile).cases


def proposal_exactness() -> tuple[int, int]:
    """How many cases are read exactly, field by field, and how many there are."""
    cases = proposal_cases()
    return sum(case.parsed() == case.offers for case in cases), len(cases)
