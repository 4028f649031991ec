"""The proposal grammar is held to every hand-written case, field by field."""

import pytest

from service.understanding.proposal_cases import ProposalCase, proposal_cases

CASES = proposal_cases()


@pytest.mark.parametrize("case", CASES, ids=[case.text[:40] for case in CASES])
def test_reads_the_offered_terms_exactly(case: ProposalCase) -> None:
    assert case.parsed() == case.offers


def test_there_are_cases_in_both_languages() -> None:
    chinese = [case for case in CASES if any("一" <= character <= "鿿" for character in case.text)]
    assert len(CASES) >= 220
    assert len(chinese) >= 80
    assert len({case.text for case in CASES}) == len(CASES)
