"""One person, one pseudonym, in text after text; and no original in memory."""

from __future__ import annotations

import gc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.batch_redact import Pseudonymiser, Scope
from service.privacy import find_pseudonyms


def test_the_same_original_keeps_its_pseudonym_in_any_spelling() -> None:
    pseudonyms = Pseudonymiser()
    assert pseudonyms.redacted("call 614-555-0187") == "call <PHONE_NUMBER_1>"
    assert pseudonyms.redacted("call 937-555-0144") == "call <PHONE_NUMBER_2>"
    assert pseudonyms.redacted("call (614) 555 0187 or 937.555.0144") == "call <PHONE_NUMBER_1> or <PHONE_NUMBER_2>"


def test_a_pseudonym_that_stands_in_a_text_is_never_shared_with_somebody_else() -> None:
    pseudonyms = Pseudonymiser()
    assert pseudonyms.redacted("mail a@example.com") == "mail <EMAIL_ADDRESS_1>"
    assert pseudonyms.redacted("from <EMAIL_ADDRESS_1> to <EMAIL_ADDRESS_2>") == (
        "from <EMAIL_ADDRESS_2> to <EMAIL_ADDRESS_3>"
    )
    assert pseudonyms.redacted("mail b@example.com") == "mail <EMAIL_ADDRESS_4>"
    assert pseudonyms.redacted("again <EMAIL_ADDRESS_1>, a@example.com") == "again <EMAIL_ADDRESS_2>, <EMAIL_ADDRESS_1>"


def test_a_text_that_is_redacted_stays_as_it_is() -> None:
    once = Pseudonymiser().redacted("我叫王小明，手机13800138000，a@example.com")
    assert Pseudonymiser().redacted(once) == once


def test_no_original_is_kept() -> None:
    pseudonyms = Pseudonymiser()
    pseudonyms.redacted("I am Ottoline Vandersloot, o.vandersloot@example.com")
    held = [one for one in gc.get_referents(*gc.get_referents(pseudonyms.__dict__)) if isinstance(one, str | bytes)]
    assert held
    assert not any(word in str(one).lower() for one in held for word in ("vandersloot", "ottoline", "example"))


@pytest.mark.parametrize(
    ("kind", "numbers"),
    [("file", [1, 2, 1, 2]), ("row", [1, 1, 1, 1]), ("group", [1, 1, 2, 1])],
)
def test_rows_share_their_pseudonyms_as_asked(kind, numbers: list[int]) -> None:  # type: ignore[no-untyped-def]
    scope = Scope(kind)
    rows = [("x", "a@example.com"), ("y", "b@example.com"), ("x", "a@example.com"), ("y", "b@example.com")]
    if kind == "group":
        rows[2] = ("x", "b@example.com")
    assert [scope.of(group).redacted(text) for group, text in rows] == [f"<EMAIL_ADDRESS_{n}>" for n in numbers]


_PERSONAL = ("a.b@example.com", "614-555-0187", "4111 1111 1111 1111", "我叫王小明", "219-09-9999", "<PERSON_1>", "😀")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(_PERSONAL), st.text(max_size=12)), max_size=6), st.integers(0, 80))
def test_a_cut_loses_and_doubles_nothing(parts: list[str], cut: int) -> None:
    text = " ".join(parts)
    whole, end = Pseudonymiser().redacted_until(text, [])
    beginning, at = Pseudonymiser().redacted_until(text, [cut] if cut <= len(text) else [])
    assert end == len(text)
    assert whole.startswith(beginning)
    assert at == cut or at == len(text)
    assert set(find_pseudonyms(beginning)) <= set(find_pseudonyms(whole))
