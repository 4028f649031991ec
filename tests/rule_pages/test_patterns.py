"""Patterns for readers who know no regular expressions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.guard.packs import load_packs
from service.rule_pages.patterns import readable, terms_in

POLICIES = Path(__file__).resolve().parents[2] / "policies"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\b(?:arrest\w*|jail)\b", "arrest- / jail"),
        (r"(?:arrest\w*|jail)\b[^.]{0,60}?\byou", "(arrest- / jail) … you"),
        (r"pay{gap}(?:today|now){near}please", "pay … (today / now) … please"),
        (r"\b(?:{police})\b", "‹police›"),
        (r"instal+ments?", "instalment[s]"),
        (r"any ?more", "any more"),
        (r"(?:very )?kind", "[very ]kind"),
        (r"(?:un|non)-?paid", "(un / non)[-]paid"),
        (r"offen[cs]e", "offen(c / s)e"),
        (r"[$£€¥]\s?\d+", "($ / £ / € / ¥) #"),
        (r"press(?:ing)? charges", "press[ing] charges"),
        (r"(?:a|b|a)c", "(a / b)c"),
        (r"3\.5%", "3.5%"),
        (r"[!！]{2,}", "! / ！"),
        (r"坐牢|(?:会|要){hop}抓(?:你|您)?", "坐牢 / (会 / 要) … 抓[你 / 您]"),
        ("", ""),
    ],
)
def test_a_pattern_reads_like_words(pattern: str, expected: str) -> None:
    assert readable(pattern) == expected


@pytest.mark.parametrize("pattern", [r"\p{Han}+", "(open", "a)b", r"\x41"])
def test_what_has_no_simpler_form_is_shown_as_it_is(pattern: str) -> None:
    assert readable(pattern) == pattern


def test_every_pattern_of_the_packs_has_a_simpler_form() -> None:
    for pack in load_packs(POLICIES, unverified=True).packs:
        sources = [*pack.pack.terms.values()]
        for item in pack.rules:
            for pattern in (*item.rule.detection.en, *item.rule.detection.zh):
                sources += [pattern.find, *pattern.unless]
        for source in sources:
            shown = readable(source)
            assert not re.search(r"\\|\(\?|\.\*|\||\{", shown), source
            assert shown.strip(), source


@given(st.text(max_size=40))
def test_any_text_is_read_to_its_end(pattern: str) -> None:
    assert isinstance(readable(pattern), str)


def test_the_word_lists_that_a_pattern_names() -> None:
    assert terms_in("{police}{gap}{arrest}|{police}") == ["police", "arrest"]
