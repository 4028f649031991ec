"""Pseudonyms: given out once, kept, restored only where that is allowed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from service.privacy import (
    PrivatePseudonym,
    PseudonymMap,
    UnknownPseudonym,
    find_personal_data,
    find_pseudonyms,
    restore,
    reveal,
)
from service.privacy.pseudonyms import KNOWN_TYPES
from tests.privacy.people import MARIA


def test_the_borrower_is_person_one_from_the_start() -> None:
    pseudonyms = PseudonymMap.for_person(MARIA)
    assert pseudonyms.known_pseudonyms == {"<PERSON_1>"}
    assert restore("Dear <PERSON_1>,", pseudonyms) == "Dear Maria Lopez,"


def test_assigning_numbers_each_type_by_itself() -> None:
    pseudonyms, second = PseudonymMap.for_person(MARIA).assign("PERSON", "Ines Ward")
    pseudonyms, email = pseudonyms.assign("EMAIL_ADDRESS", "ines@example.com")
    assert (second, email) == ("<PERSON_2>", "<EMAIL_ADDRESS_1>")


@pytest.mark.parametrize("other", ["INES WARD", "ines  ward", "Ines\nWard", "Ｉｎｅｓ Ward"])
def test_the_same_original_in_other_case_and_spacing_keeps_its_pseudonym(other: str) -> None:
    pseudonyms, first = PseudonymMap().assign("PERSON", "Ines Ward")
    again, second = pseudonyms.assign("PERSON", other)
    assert first == second
    assert again == pseudonyms


def test_assigning_leaves_the_old_map_as_it_was() -> None:
    before = PseudonymMap()
    before.assign("PERSON", "Ines Ward")
    assert before.known_pseudonyms == frozenset()
    with pytest.raises(ValidationError):
        before.originals = {}  # type: ignore[misc]


@given(st.lists(st.tuples(st.sampled_from(["PERSON", "URL", "QQ_ID"]), st.text(min_size=1, max_size=12)), max_size=8))
def test_json_round_trip_keeps_everything(originals: list[tuple[str, str]]) -> None:
    pseudonyms = PseudonymMap()
    for type, original in originals:
        pseudonyms, _ = pseudonyms.assign(type, original.encode("utf-8", "replace").decode())
    assert PseudonymMap.model_validate_json(pseudonyms.model_dump_json()) == pseudonyms


NUMBERS = [
    ("CREDIT_CARD", "4111 1111 1111 1111"),
    ("BANK_ACCOUNT", "6222 0210 0111 002X"),
    ("ACCOUNT_NUMBER", "HL-2024-88731"),
    ("US_SSN", "078-05-1120"),
    ("CN_ID_CARD", "11010519491231002X"),
    ("UK_NINO", "QQ 12 34 56 C"),
    ("PASSPORT", "EJ3047182"),
    ("PHONE_NUMBER", "(212) 555-0123"),
]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Your {} was declined.", "Your card ending 1111 was declined."),
        ("Your card {} was declined.", "Your card ending 1111 was declined."),
        ("Card number: {}.", "Card number: ending 1111."),
        ("{} is blocked", "card ending 1111 is blocked"),
        ("您的{}已停用", "您的尾号1111的银行卡已停用"),
        ("您的银行卡{}已停用", "您的银行卡尾号1111已停用"),
        ("卡号：{}", "卡号：尾号1111"),
    ],
)
def test_a_card_is_restored_by_its_last_four_in_the_words_of_the_text(text: str, read: str) -> None:
    pseudonyms, pseudonym = PseudonymMap().assign("CREDIT_CARD", "4111 1111 1111 1111")
    assert restore(text.format(pseudonym), pseudonyms) == read


@pytest.mark.parametrize(("type", "original"), NUMBERS)
@pytest.mark.parametrize("text", ["We saw {} there.", "您的{}我们收到了。", "Number {}", "号码{}"])
def test_of_a_number_only_the_last_four_are_restored_and_nothing_is_found_in_them(
    type: str, original: str, text: str
) -> None:
    pseudonyms, pseudonym = PseudonymMap().assign(type, original)
    read = restore(text.format(pseudonym), pseudonyms)
    marks = "".join(filter(str.isalnum, original))
    assert marks[-4:] in read
    assert marks[-5:] not in read.replace(" ", "")
    assert find_personal_data(read) == ()


@pytest.mark.parametrize(
    ("type", "original"), [("US_SSN", "1120"), ("BANK_ACCOUNT", "12-34-56"), ("PHONE_NUMBER", "555-0123")]
)
def test_a_number_whose_tail_would_tell_it_is_never_restored(type: str, original: str) -> None:
    pseudonyms, pseudonym = PseudonymMap().assign(type, original)
    with pytest.raises(PrivatePseudonym):
        restore(f"It is {pseudonym}.", pseudonyms)


@given(st.sampled_from(KNOWN_TYPES), st.text(alphabet="0123456789ABX -", min_size=1, max_size=24))
def test_no_original_is_ever_restored_whole(type: str, original: str) -> None:
    pseudonyms, pseudonym = PseudonymMap.for_person(MARIA).assign(type, original)
    if pseudonym == "<PERSON_1>":
        return
    try:
        read = restore(f"({pseudonym})", pseudonyms)
    except PrivatePseudonym:
        return
    marks = "".join(filter(str.isalnum, original))
    assert len(marks) >= 8
    assert marks not in read


def test_a_pseudonym_of_another_conversation_is_refused() -> None:
    other, card = PseudonymMap().assign("CREDIT_CARD", "4111 1111 1111 1111")
    assert card in other.known_pseudonyms
    with pytest.raises(UnknownPseudonym, match="<CREDIT_CARD_1>"):
        restore(f"Your {card}", PseudonymMap.for_person(MARIA))


@pytest.mark.parametrize("type", ["PERSON", "LOCATION", "EMAIL_ADDRESS", "DATE_OF_BIRTH", "ORGANIZATION"])
def test_what_is_private_is_never_restored(type: str) -> None:
    pseudonyms, pseudonym = PseudonymMap.for_person(MARIA).assign(type, "something private")
    with pytest.raises(PrivatePseudonym) as caught:
        restore(f"It is {pseudonym}.", pseudonyms)
    assert "something private" not in str(caught.value)


@pytest.mark.parametrize("change", [restore, reveal])
def test_an_invented_pseudonym_is_refused_by_name(change: object) -> None:
    assert callable(change)
    with pytest.raises(UnknownPseudonym, match="<PERSON_7>"):
        change("Dear <PERSON_7>", PseudonymMap.for_person(MARIA))


def test_pseudonyms_are_found_in_order_and_only_real_ones() -> None:
    assert find_pseudonyms("<URL_2> <PERSON_1>, <b>, <PERSON_0>, <person_1>, <URL_2>") == (
        "<URL_2>",
        "<PERSON_1>",
        "<URL_2>",
    )
