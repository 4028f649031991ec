"""Moves become a message: in order, in paragraphs, with the spaces and marks of the language."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.domain.vocabulary import Act, Language
from service.domain.writing import Move, Rapport, Say
from service.writing.assembly import arrange, assemble
from service.writing.scripted import ScriptedWriter
from tests.writing.cases import brief, conversation, quote


def test_statements_stand_in_their_order_whatever_the_choice() -> None:
    made = brief(Act.EXPLORE_HARDSHIP)
    moves = ScriptedWriter().write(made).moves
    assert assemble(tuple(reversed(moves)), made) == assemble(moves, made)


def test_free_words_come_before_the_matter_and_after_who_writes() -> None:
    made = brief(Act.SMALL_TALK, view=conversation(agent_messages=0))
    text = assemble((Rapport(rapport="Lovely to hear that"), *ScriptedWriter().write(made).moves), made)
    first, second = text.split("\n\n")[:2]
    assert "automated assistant" in first
    assert second.startswith("Lovely to hear that.")


def test_free_words_lead_to_the_statement_after_them() -> None:
    made = brief(Act.EXPLORE_HARDSHIP)
    moves: tuple[Move, ...] = (Say(say="hardship.general"), Rapport(rapport="Let us look."), Say(say="hardship.ways"))
    assert arrange(moves, made) == moves


def test_chinese_sentences_join_without_spaces() -> None:
    made = brief(Act.EXPLORE_HARDSHIP, language="zh")
    text = assemble((Rapport(rapport="我明白了"), *ScriptedWriter().write(made).moves), made)
    assert "我明白了。" in text
    assert "。 " not in text


def test_a_schedule_is_a_paragraph_of_its_own() -> None:
    made = brief(Act.RESTATE_PROPOSAL, quotes=(quote("900.00", 3),))
    paragraphs = ScriptedWriter().write(made).text.split("\n\n")
    assert sum(part.count("\n") == 3 for part in paragraphs) == 1


def test_unknown_moves_say_nothing() -> None:
    made = brief(Act.SMALL_TALK)
    assert assemble((Say(say="invented.one"), Say(say="chat.kind", wording=99)), made) == ""


MOVES = st.lists(
    st.one_of(
        st.builds(Rapport, rapport=st.text(max_size=60)),
        st.builds(Say, say=st.sampled_from(["hardship.ways", "afford.question", "no.such"]), wording=st.integers(0, 3)),
    ),
    max_size=8,
)


@given(MOVES, st.sampled_from(["en", "zh"]))
def test_any_moves_assemble_to_clean_paragraphs(moves: list[Move], language: Language) -> None:
    made = brief(Act.EXPLORE_HARDSHIP, language=language, also=(Act.ASK_AFFORDABLE,))
    text = assemble(moves, made)
    assert text == text.strip()
    assert "\n\n\n" not in text
    assert sorted(map(repr, arrange(moves, made))) == sorted(map(repr, moves))
