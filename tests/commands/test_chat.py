"""`forbear chat`"""

from __future__ import annotations

import pytest

from service.account_import import store_account
from service.domain.account import AccountImport
from service.program import Foundation
from service.samples import load_sample_accounts
from tests.commands.conftest import Forbear


def test_without_an_account_the_samples_are_listed_with_what_proves_them(forbear: Forbear) -> None:
    ended = forbear("chat")
    assert ended.code == 0
    for sample in load_sample_accounts():
        assert sample.id in ended.out
        assert sample.borrower.name in ended.out
    assert "forbear chat ACCOUNT" in ended.out


@pytest.mark.parametrize("account", ["nobody", "[/]", "[bold]", "' OR 1=1"])
def test_an_unknown_account_is_told_at_once(forbear: Forbear, account: str) -> None:
    ended = forbear("chat", account)
    assert (ended.code, ended.out) == (1, "")
    assert repr(account) in ended.err
    assert "Loading" not in ended.err


def test_a_conversation_from_greeting_to_quitting(
    forbear: Forbear, foundation: Foundation, card_account: AccountImport
) -> None:
    store_account(foundation, card_account)
    ended = forbear("chat", card_account.id, "--trace", typed="Hello, [/] who is this?\n\n/quit\nnever read\n")
    assert ended.code == 0, ended.err
    assert ended.out.count("forbear>") >= 3
    assert "automated" in ended.out
    assert "the message is empty. Write something" in ended.out
    assert "unverified → " in ended.out
    assert card_account.currency not in ended.out
    assert "never read" not in ended.out
