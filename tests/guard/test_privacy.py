"""No draft spells out personal data, and no pseudonym is left in one."""

from __future__ import annotations

import pytest

from service.domain.verdict import Finding
from service.domain.vocabulary import Outcome
from service.domain.writing import Rapport
from service.guard.inspection import Inspection
from service.guard.privacy import privacy_check
from service.privacy import PseudonymMap, find_numbers, find_personal_data, restore
from tests.guard.drafts import brief, context, draft

CHECK = privacy_check(find_personal_data, find_numbers)


def found_in_draft(text: str) -> list[Finding]:
    of, known = brief(), context()
    moves = (Rapport(rapport=text),)
    inspection = Inspection(
        text=text,
        language="en",
        jurisdiction="uk",
        region=None,
        context=known,
        draft=draft(moves, of),
        brief=of,
        mode="free",
    )
    return list(CHECK(inspection))


def found_in_text(text: str) -> list[Finding]:
    return list(CHECK(Inspection(text=text, language="en", jurisdiction="uk", region=None, context=None)))


@pytest.mark.parametrize(
    "invented",
    [
        "<PERSON_9>",
        "<PERSON_0>",
        "<PERSON_1234567>",
        "<MADE_UP_3>",
        "<person_2>",
        "<PERSON 2>",
        "< credit card 1 >",
        "‹PERSON_2›",
        "＜PHONE_NUMBER_1＞",
        "<PHONE-NUMBER_1>",
    ],
)
def test_a_pseudonym_that_is_left_in_a_draft_blocks(invented: str) -> None:
    (finding,) = found_in_draft(f"Thank you {invented}, that helps.")
    assert (finding.rule_id, finding.outcome) == ("guard.privacy.pseudonym", Outcome.BLOCK)
    assert finding.span == (10, 10 + len(invented))


@pytest.mark.parametrize("text", ["I <3 that", "5 < 6 and 7 > 2", "<b>thanks</b>", "<h1>", "<see page 3 below>"])
def test_what_only_has_brackets_is_no_pseudonym(text: str) -> None:
    assert found_in_draft(text) == []


def test_a_text_of_a_person_may_number_its_steps_but_not_name_a_pseudonym() -> None:
    assert found_in_text("<step 2> call us") == []
    assert [finding.rule_id for finding in found_in_text("Ask <PERSON_2>")] == ["guard.privacy.pseudonym"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Your card 4111 1111 1111 1111 is blocked.", "credit_card"),
        ("Your number 078-05-1120 is on file.", "us_ssn"),
        ("We called 212-555-0123.", "phone_number"),
        ("We wrote to Priya Raman about it.", "person"),
    ],
)
def test_personal_data_in_clear_block_a_draft(text: str, kind: str) -> None:
    assert [(found.rule_id, found.outcome) for found in found_in_draft(text)] == [
        (f"guard.privacy.{kind}", Outcome.BLOCK)
    ]


def test_the_borrowers_own_name_and_the_end_of_a_number_are_no_personal_data_in_clear() -> None:
    pseudonyms, card = PseudonymMap(originals={"<PERSON_1>": "Maria Okafor"}).assign(
        "CREDIT_CARD", "4111 1111 1111 1111"
    )
    read = restore(f"Dear <PERSON_1>, your {card} was declined.", pseudonyms)
    assert read == "Dear Maria Okafor, your card ending 1111 was declined."
    assert found_in_draft(read) == []
