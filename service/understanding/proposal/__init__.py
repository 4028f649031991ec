"""What a borrower offers to pay, read by a small grammar: deterministic, bilingual, no model."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from service.domain.reading import Proposal
from service.domain.vocabulary import Language
from service.understanding.plain import plain
from service.understanding.proposal.facts import gather
from service.understanding.proposal.interpret import interpret

__all__ = ["parse_proposal"]

# Nobody words an offer in more than this; longer texts are pasted documents.
LONGEST = 3_000


def parse_proposal(
    text: str,
    language: Language | None,
    today: date,
    balance: Decimal | None = None,
    currency: str | None = None,
) -> Proposal | None:
    """The terms that a message offers, each field null when it was not said; None when it offers nothing.

    Both grammars read every text, because people mix languages; `language` and `currency` are not needed to
    read a sum, and an account's currency is never assumed to be the one meant.

    Args:
        text: redacted, as written.
        today: the day that relative dates count from.
        balance: what is owed, major units; makes "half" a sum. A balance stated in the text goes first.
    """
    return interpret(gather(plain(text[:LONGEST]), today), balance)
