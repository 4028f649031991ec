"""Borrower tokens: one conversation, for a while, and nothing else opens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.tokens import LIFETIME, BorrowerToken, BorrowerTokens, TokenRefused

KEY = b"k" * 32


@given(st.from_regex(r"cnv_[0-9a-z]{20}", fullmatch=True), st.integers(0, 10**6))
def test_a_token_says_what_it_was_issued_for(conversation_id: str, version: int) -> None:
    tokens = BorrowerTokens(KEY)
    assert tokens.read(tokens.issue(conversation_id, version)) == BorrowerToken(conversation_id, version)


@given(st.text(max_size=80) | st.text(alphabet=st.characters(categories=["Cs"]), max_size=5))
def test_no_text_is_a_token_or_fails_in_another_way(text: str) -> None:
    with pytest.raises(TokenRefused):
        BorrowerTokens(KEY).read(text)


@given(st.data())
def test_a_token_with_any_character_changed_is_refused(data: st.DataObject) -> None:
    token = BorrowerTokens(KEY).issue("cnv_1", 0)
    place = data.draw(st.integers(0, len(token) - 2))  # the last one holds unused bits
    other = data.draw(st.characters().filter(lambda character: character != token[place]))
    with pytest.raises(TokenRefused):
        BorrowerTokens(KEY).read(token[:place] + other + token[place + 1 :])


def test_another_master_key_opens_nothing() -> None:
    with pytest.raises(TokenRefused, match="not valid"):
        BorrowerTokens(b"x" * 32).read(BorrowerTokens(KEY).issue("cnv_1", 0))


@pytest.mark.parametrize(("seconds", "expired"), [(0, False), (-1, False), (1, True)])
def test_a_token_lives_to_its_last_second(monkeypatch: pytest.MonkeyPatch, seconds: int, expired: bool) -> None:
    tokens = BorrowerTokens(KEY)
    now = 1_800_000_000
    monkeypatch.setattr("itsdangerous.timed.TimestampSigner.get_timestamp", lambda _self: now)
    token = tokens.issue("cnv_1", 3)
    age = int(LIFETIME.total_seconds()) + seconds
    monkeypatch.setattr("itsdangerous.timed.TimestampSigner.get_timestamp", lambda _self: now + age)
    if expired:
        with pytest.raises(TokenRefused, match="expired"):
            tokens.read(token)
    else:
        assert tokens.read(token).version == 3
