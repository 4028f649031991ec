from __future__ import annotations

from datetime import date

import pytest

from service.knowledge.chunks import as_number, chunks_of
from service.knowledge.sections import Section
from tests.knowledge.samples import PLAN, STOP, document


def test_each_section_becomes_a_chunk_that_is_named_after_document_and_heading() -> None:
    chunks = chunks_of(document("uk-sample", PLAN, STOP))
    assert [chunk.passage.id for chunk in chunks] == [
        "uk-sample#can-i-pay-in-instalments",
        "uk-sample#how-do-i-stop-these-messages",
    ]


def test_a_chunk_is_found_by_its_heading_by_what_is_asked_and_by_its_text() -> None:
    (chunk,) = chunks_of(document())
    assert chunk.facets == (PLAN.heading, *PLAN.asked, PLAN.text)
    assert len(set(chunk.record_ids())) == len(chunk.facets)


def test_a_facet_given_twice_is_kept_once() -> None:
    (chunk,) = chunks_of(document("uk-sample", Section(heading="Stop?", asked=("Stop?", "end"), text="Write STOP.")))
    assert chunk.facets == ("Stop?", "end", "Write STOP.")


def test_records_of_the_two_languages_do_not_collide() -> None:
    english, chinese = (chunks_of(document(language=language))[0] for language in ("en", "zh"))
    assert not set(english.record_ids()) & set(chinese.record_ids())


@pytest.mark.parametrize(
    ("heading", "slug"),
    [
        ("What's next?", "whats-next"),
        ("可以分期吗？", "可以分期吗"),
        ("  Ｆｕｌｌ  width?  ", "full-width"),
        ("Can't I? — Yes", "cant-i-yes"),
    ],
)
def test_slugs_keep_letters_of_any_script(heading: str, slug: str) -> None:
    assert Section(heading=heading, asked=(), text="x").slug == slug


def test_metadata_carries_the_dates_as_numbers_that_sort() -> None:
    (open_ended,) = chunks_of(document())
    (ended,) = chunks_of(document(effective_to=date(2026, 3, 9)))
    assert open_ended.metadata()["effective_from"] == 20250101
    assert ended.metadata()["effective_to"] == 20260309
    assert open_ended.metadata()["effective_to"] > as_number(date(2200, 1, 1))  # type: ignore[operator]
