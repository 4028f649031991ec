"""Free mode: every sentence matches a statement of the brief or is rapport."""

import pytest

from service.domain.vocabulary import Outcome
from service.domain.writing import Draft, Rapport
from service.guard.guard import Guard
from tests.guard.drafts import brief, context, final, option

OPTIONS = (
    option("debt.balance", "Your balance is $1,250.00 as of November 22, 2026.", 200),
    option("right.person", "You can ask for a person at any time.", 460),
    option("fee.none", "We will not add any fee.", 300),
)


def _verdict(guard: Guard, text: str) -> Outcome:
    about = brief(options=OPTIONS)
    written = Draft(moves=(Rapport(rapport=text),), text=text, author="agent", prompt="test@1")
    return guard.check(written, about, final(text), context(), mode="free").outcome


@pytest.mark.parametrize(
    "text",
    [
        "Your balance is $1,250.00 as of November 22, 2026.",
        "As of November 22, 2026, your balance is $1,250.00.",
        "Thank you for your message. You can ask for a person at any time.",
        "We will not add any fee.",
    ],
)
def test_a_sentence_that_says_what_a_statement_says_leaves(guard: Guard, text: str) -> None:
    assert _verdict(guard, text) is Outcome.ALLOW


@pytest.mark.parametrize(
    "text",
    [
        "Your balance is $1,205.00 as of November 22, 2026.",
        "You can not ask for a person at any time.",
        "We will add any fee.",
        "The weather is going to be lovely in spring.",
        "Our director has looked into your case.",
    ],
)
def test_what_matches_nothing_does_not_leave(guard: Guard, text: str) -> None:
    assert _verdict(guard, text) is not Outcome.ALLOW
