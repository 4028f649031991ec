"""Pseudonyms: given out once, kept, restored only where that is allowed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from service.privacy import PrivatePseudonym, PseudonymMap, UnknownPseudonym, find_pseudonyms, restore, reveal
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


@pytest.mark.parametrize(
    ("type", "original"),
    [
        ("CN_ID_CARD", "11010519491231002X"),
        ("CREDIT_CARD", "6222 0210 0111 002X"),
        ("BANK_ACCOUNT", "55-77-002X"),
        ("PHONE_NUMBER", "(212) 555-002X"),
    ],
)
def test_numbers_are_restored_by_their_last_four_only(type: str, original: str) -> None:
    pseudonyms, pseudonym = PseudonymMap().assign(type, original)
    assert restore(f"It is {pseudonym}.", pseudonyms) == "It is ****002X."


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
