"""What each word of an English text may be."""

import pytest

from service.privacy.english_tokens import Kind, Style, brands_of, may_name_somebody, near_a_word, style_of, tokens_of


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Ngozi", Kind.GIVEN),
        ("siobhán", Kind.GIVEN),
        ("Jesús", Kind.GIVEN),
        ("jesus", Kind.EVERYDAY),
        ("Grace", Kind.EVERYDAY),
        ("O'Dowd", Kind.SURNAME),
        ("Osei-Bonsu", Kind.SURNAME),
        ("Mary-Kate", Kind.GIVEN),
        ("Texas", Kind.PLACE),
        ("Please", Kind.NO_NAME),
        ("shouldn't", Kind.WORD),
        ("co-signer", Kind.WORD),
        ("overdramatic", Kind.WORD),
        ("Vandersloot", Kind.UNKNOWN),
    ],
)
def test_a_word_is_of_its_kind(word: str, kind: Kind) -> None:
    (token,) = tokens_of(word)
    assert token.kind is kind


def test_a_possessive_does_not_belong_to_the_word() -> None:
    assert [(token.text, token.start, token.end) for token in tokens_of("Ingrid's son")] == [
        ("Ingrid", 0, 6),
        ("son", 9, 12),
    ]


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("my name is maria", Style.SMALL),
        ("My name is Maria", Style.MIXED),
        ("MY NAME IS MARIA AND I PAY", Style.CAPITALS),
        ("This Is About My Card And I Am Done", Style.TITLE),
        ("", Style.SMALL),
    ],
)
def test_a_text_has_its_style(text: str, style: Style) -> None:
    assert style_of(tokens_of(text)) is style


@pytest.mark.parametrize(("word", "near"), [("rediculous", True), ("thier", True), ("okonkwo", False)])
def test_a_slip_is_told_from_an_unknown_word(word: str, near: bool) -> None:
    assert near_a_word(word) is near


def test_a_brand_is_found_whole() -> None:
    assert brands_of(tokens_of("a card of Calvin Klein, and one of Wendy's")) == [(3, 5), (8, 9)]


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("I can pay on Friday", False),
        ("This is Denise Okafor", False),
        ("Vandersloot owes it", True),
        ("vandersloot owes it", False),
    ],
)
def test_the_model_is_asked_only_where_a_word_is_unexplained(text: str, may: bool) -> None:
    assert may_name_somebody(text) is may
