from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.knowledge import Passage
from service.knowledge.chunks import chunks_of
from service.knowledge.ranking import Hit, rank, words
from service.knowledge.sections import Section
from tests.knowledge.samples import document


def _passage(name: str, text: str = "text", topic: str = "dispute") -> Passage:
    return chunks_of(document(name, Section(heading=name, asked=(), text=text), topic=topic))[0].passage


A, B = _passage("uk-a"), _passage("uk-b")


def test_two_good_facets_outweigh_one_that_matches_by_chance() -> None:
    hits = [Hit(A, "f", 0.6), Hit(A, "g", 0.1), Hit(B, "f", 0.5), Hit(B, "g", 0.45)]
    assert rank("question", hits, (), small_talk=0.0)[0] == B.model_copy(update={"score": 0.5})


def test_a_section_farther_than_small_talk_is_left_out() -> None:
    hits = [Hit(A, "f", 0.5), Hit(A, "g", 0.5), Hit(B, "f", 0.3), Hit(B, "g", 0.3)]
    assert [one.id for one in rank("question", hits, (), small_talk=0.4)] == [A.id]
    assert rank("question", hits, (), small_talk=0.6) == []


def test_shared_rare_words_decide_between_equals() -> None:
    bank, ombudsman = _passage("uk-a", "ask the bank"), _passage("uk-b", "ask the ombudsman")
    hits = [Hit(bank, "f", 0.4), Hit(ombudsman, "f", 0.4)]
    assert rank("the ombudsman", hits, (), small_talk=0.0)[0].id == ombudsman.id


def test_a_wanted_topic_decides_between_equals() -> None:
    wanted = _passage("uk-z", topic="complaints")
    hits = [Hit(A, "f", 0.4), Hit(wanted, "f", 0.4)]
    assert rank("question", hits, ("complaints",), small_talk=0.0)[0].id == wanted.id


def test_no_hits_rank_to_nothing() -> None:
    assert rank("question", [], (), small_talk=-1.0) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Paying payments", {"payin", "payme"}),
        ("征信报告", {"征信", "信报", "报告"}),
        ("还", {"还"}),
        ("FICO 5年", {"fico", "5", "年"}),
        ("", set()),
    ],
)
def test_words_are_beginnings_in_latin_script_and_pairs_in_chinese(text: str, expected: set[str]) -> None:
    assert words(text) == expected


@given(
    st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("fgh"), st.floats(-1, 1)), max_size=30),
    st.floats(-1, 1),
)
def test_each_section_comes_at_most_once_with_its_best_cosine(
    drawn: list[tuple[str, str, float]], small_talk: float
) -> None:
    passages = {name: _passage(f"uk-{name}") for name in "abcde"}
    ranked = rank("question", [Hit(passages[name], facet, cosine) for name, facet, cosine in drawn], (), small_talk)
    assert len({one.id for one in ranked}) == len(ranked)
    for one in ranked:
        assert one.score == round(max(cosine for name, _, cosine in drawn if passages[name].id == one.id), 4)
