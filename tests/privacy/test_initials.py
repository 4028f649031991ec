"""An initial in front of the borrower's surname belongs to the name."""

import pytest

from service.privacy import PseudonymMap, redact
from tests.privacy.people import MARIA


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("M. Lopez, you know me", "<PERSON_1>, you know me"),
        ("m. lopez here", "<PERSON_1> here"),
        ("M Lopez here", "<PERSON_1> here"),
        ("M.J. Lopez here", "<PERSON_1> here"),
        ("signed M. J. Lopez", "signed <PERSON_1>"),
    ],
)
def test_own_initials_stand_for_the_whole_name(text: str, redacted: str) -> None:
    assert redact(text, MARIA, PseudonymMap.for_person(MARIA))[0].text == redacted


def test_another_initial_is_somebody_else_of_the_family() -> None:
    redaction, pseudonyms = redact("R. Lopez pays, not M. Lopez", MARIA, PseudonymMap.for_person(MARIA))
    assert redaction.text == "<PERSON_2> pays, not <PERSON_1>"
    assert pseudonyms.originals["<PERSON_2>"] == "R. Lopez"
