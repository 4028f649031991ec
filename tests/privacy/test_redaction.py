"""Properties of redaction that hold for every text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.privacy import PseudonymMap, find_personal_data, find_pseudonyms, redact, reveal
from tests.privacy.labelled import labelled_messages
from tests.privacy.people import MARIA, XIAOYAN

MESSAGES = [message.text for name in ("english", "chinese") for message in labelled_messages(name)]
FRAGMENTS = st.sampled_from(
    [
        "Maria Lopez",
        "13800138000",
        "4111 1111 1111 1111",
        "11010519491231002X",
        "<PERSON_9>",
        "<PERSON_1>",
        "$200",
        "彭晓燕",
        "文三路88号3栋",
        "on the 30th",
        "a@b.com",
        "\u202e",
        "\ud800",
        "🙂",
        "\u200b",
        "４８２１",
        "14/03/1988",
        "\n",
        " ",
        "，",
        "Mr ",
        "in May",
        "每月2000元",
        "王先生",
        "48 Larch Street",
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(FRAGMENTS | st.text(max_size=6), max_size=8).map("".join))


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_redacting_the_result_changes_nothing_more(text: str) -> None:
    once, pseudonyms = redact(text, MARIA, PseudonymMap.for_person(MARIA))
    twice, same = redact(once.text, MARIA, pseudonyms)
    assert twice.text == once.text
    assert twice.entities == ()
    assert same == pseudonyms


@pytest.mark.parametrize("text", MESSAGES)
def test_redacting_a_labelled_message_again_changes_nothing_more(text: str) -> None:
    once, _ = redact(text, None, PseudonymMap())
    assert redact(once.text, None, PseudonymMap())[0].text == once.text


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_entities_are_in_order_and_their_replacement_gives_the_text(text: str) -> None:
    redaction, pseudonyms = redact(text, XIAOYAN, PseudonymMap.for_person(XIAOYAN))
    rebuilt, position = [], 0
    for entity in redaction.entities:
        assert position <= entity.start < entity.end <= len(text)
        rebuilt += [len(text[position : entity.start]), entity.pseudonym]
        position = entity.end
    outside = sum(part for part in rebuilt if isinstance(part, int)) + len(text) - position
    assert outside + sum(len(entity.pseudonym) for entity in redaction.entities) == len(redaction.text)
    assert {entity.pseudonym for entity in redaction.entities} <= pseudonyms.known_pseudonyms
    redaction.text.encode("utf-8")


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_only_given_out_pseudonyms_are_left_in_a_message(text: str) -> None:
    redaction, pseudonyms = redact(text, MARIA, PseudonymMap.for_person(MARIA))
    assert set(find_pseudonyms(redaction.text)) <= pseudonyms.known_pseudonyms


@pytest.mark.parametrize("text", MESSAGES)
def test_revealing_gives_the_message_back(text: str) -> None:
    redaction, pseudonyms = redact(text, None, PseudonymMap())
    assert reveal(redaction.text, pseudonyms) == text


@pytest.mark.parametrize("message", labelled_messages("english")[:25] + labelled_messages("chinese")[:25])
def test_no_original_is_left_in_the_redacted_message(message: object) -> None:
    from tests.privacy.labelled import Labelled

    assert isinstance(message, Labelled)
    redaction, _ = redact(message.text, None, PseudonymMap())
    assert not [1 for _, start, end in message.labels if message.text[start:end] in redaction.text]


def test_a_pseudonym_stays_the_same_through_a_conversation() -> None:
    first, pseudonyms = redact("My brother is Mateo Quispe", MARIA, PseudonymMap.for_person(MARIA))
    second, _ = redact("Please call MATEO QUISPE, (312) 555-0164", MARIA, pseudonyms)
    assert first.text == "My brother is <PERSON_2>"
    assert second.text == "Please call <PERSON_2>, <PHONE_NUMBER_1>"


@pytest.mark.parametrize(
    "typed", ["<PERSON_9>", "<person_9>", "<PERSON 9>", "< EMAIL_ADDRESS_3 >", "<MADE_UP_7>", "<PERSON_01>"]
)
def test_a_typed_pseudonym_is_neutralised(typed: str) -> None:
    redaction, pseudonyms = redact(f"I am {typed}", MARIA, PseudonymMap.for_person(MARIA))
    assert redaction.text == f"I am ‹{typed[1:-1]}›"
    assert pseudonyms == PseudonymMap.for_person(MARIA)


def test_typed_pseudonyms_of_a_text_about_nobody_stay_and_are_not_given_out_again() -> None:
    redaction, pseudonyms = redact("<PERSON_1> met John Smith", None, PseudonymMap())
    assert redaction.text == "<PERSON_1> met <PERSON_2>"
    assert pseudonyms.originals == {"<PERSON_2>": "John Smith"}


def test_both_languages_of_a_mixed_message_are_read() -> None:
    redaction, _ = redact("我叫彭晓燕，my wife Jennifer works at Brightwater Dental Group", None, PseudonymMap())
    assert redaction.text == "我叫<PERSON_1>，my wife <PERSON_2> works at <ORGANIZATION_1>"


@pytest.mark.parametrize(
    "hidden",
    ["138\u200b0013\u200b8000", "１３８００１３８０００", "\u202e13800138000\u202c", "138·0013·8000", "138 0013 8000"],
)
def test_a_number_in_disguise_is_found(hidden: str) -> None:
    redaction, _ = redact(f"打我电话{hidden}吧", None, PseudonymMap())
    assert "<PHONE_NUMBER_1>" in redaction.text
    assert "8000" not in redaction.text


def test_lone_surrogates_become_storable_and_keep_offsets() -> None:
    redaction, _ = redact("\ud83d Maria \udc00", MARIA, PseudonymMap.for_person(MARIA))
    assert redaction.text == "\ufffd <PERSON_1> \ufffd"
    assert (redaction.entities[0].start, redaction.entities[0].end) == (2, 7)


@pytest.mark.parametrize("text", ["", " ", "\n", "🙂🙂🙂", "\u202e\u202c", "...", "\x00\x01"])
def test_texts_without_words_stay(text: str) -> None:
    assert redact(text, MARIA, PseudonymMap.for_person(MARIA))[0].text == text


def test_the_score_and_the_type_of_an_entity_are_told() -> None:
    (entity,) = find_personal_data("write to priya.raman@example.org", "en")
    assert (entity.type, entity.pseudonym, entity.start, entity.end) == ("EMAIL_ADDRESS", "", 9, 32)
    assert 0 < entity.score <= 1


def test_a_datum_far_inside_a_long_message_is_found_once() -> None:
    text = "I would like to pay. " * 500 + "Write to priya.raman@example.org. " + "Thank you so much. " * 500
    assert [entity.type for entity in find_personal_data(text, "en")] == ["EMAIL_ADDRESS"]


def test_a_message_of_a_hundred_thousand_digits_is_handled() -> None:
    redaction, _ = redact("7" * 100_000, MARIA, PseudonymMap.for_person(MARIA))
    assert redaction.entities == ()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("I was diagnosed with cancer in May", {"health"}),
        ("going through a divorce right now", {"family"}),
        ("得了抑郁症，又离婚了", {"health", "family"}),
        ("this job is killing me", set()),
        ("手头有点紧", set()),
    ],
)
def test_sensitive_statements_are_flagged(text: str, kinds: set[str]) -> None:
    assert redact(text, None, PseudonymMap())[0].sensitive == kinds
