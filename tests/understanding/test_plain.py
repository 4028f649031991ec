"""The plain form keeps the borrower apart from everybody else."""

import pytest

from service.domain.vocabulary import Signal
from service.understanding.classifier import vector_of
from service.understanding.plain import as_learned, plain
from tests.understanding.test_lookalikes import signals_of


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("This is <PERSON_1>", "this is <person>"),
        ("This is <PERSON_2>", "this is <other_person>"),
        ("我是<PERSON_11>", "我是<other_person>"),
        ("ring <PHONE_NUMBER_2>", "ring <phone_number>"),
    ],
)
def test_only_the_borrower_is_the_person(text: str, clean: str) -> None:
    assert plain(text) == clean


def test_heads_know_one_spelling_of_a_person() -> None:
    assert as_learned(plain("<PERSON_3> here")) == plain("<PERSON_1> here")
    assert (vector_of("<other_person> here") == vector_of("<person> here")).all()


def test_another_name_is_not_the_borrowers_own_introduction() -> None:
    assert Signal.THIRD_PARTY_SPEAKING in signals_of("this is <PERSON_2>, his sister")


def test_a_death_in_the_family_is_not_the_borrowers() -> None:
    assert Signal.DECEASED in signals_of("<PERSON_1> passed away in May")
    assert Signal.DECEASED not in signals_of("My husband <PERSON_2> passed away in May")


@pytest.mark.parametrize("person", ["<PERSON_1>", "<PERSON_2>"])
def test_whoever_speaks_for_somebody_is_a_third_party(person: str) -> None:
    assert Signal.THIRD_PARTY_SPEAKING in signals_of(f"I'm the sister of {person}")
