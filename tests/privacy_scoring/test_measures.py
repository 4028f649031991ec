"""How finds are counted against labels."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.privacy_scoring import (
    IDENTIFIERS,
    NAMES,
    Label,
    Scored,
    confusions,
    fit,
    look_alikes_changed,
    score,
    slips,
    types_present,
)
from service.shares import Share
from tests.privacy_scoring.messages import labelled, scored

TEXT = "x" * 40
NAME, PHONE = Label(0, 10, "PERSON"), Label(20, 30, "PHONE_NUMBER")
ALL = NAMES | IDENTIFIERS


@st.composite
def spans(draw: st.DrawFn) -> tuple[Label, ...]:
    """Labels in order without overlap."""
    cuts = sorted(draw(st.sets(st.integers(0, 40), max_size=8)))
    types = st.sampled_from(["PERSON", "PHONE_NUMBER", "LOCATION"])
    return tuple(Label(start, end, draw(types)) for start, end in zip(cuts[::2], cuts[1::2], strict=False))


@pytest.mark.parametrize(
    ("find", "exact", "touched", "in_clear", "kind"),
    [
        (NAME, 1, 1, 0, None),
        (Label(0, 4, "PERSON"), 0, 1, 6, "other bounds"),
        (Label(9, 15, "PERSON"), 0, 1, 9, "other bounds"),
        (Label(0, 10, "LOCATION"), 0, 0, 0, "other type"),
        (Label(10, 15, "PERSON"), 0, 0, 10, "missed"),
        (None, 0, 0, 10, "missed"),
    ],
)
def test_a_label_is_hit_touched_or_in_clear(
    find: Label | None, exact: int, touched: int, in_clear: int, kind: str | None
) -> None:
    one = scored(TEXT, (NAME,), (find,) if find else ())
    names = fit([one], "en", frozenset({"PERSON"}))
    assert (names.labelled, names.exact, names.labels_touched) == (1, exact, touched)
    assert (names.characters, names.in_clear) == (10, in_clear)
    assert [slip.kind for slip in slips(one) if slip.label is not None] == ([kind] if kind else [])


def test_one_find_over_two_labels_touches_both_and_counts_once() -> None:
    one = scored(TEXT, (Label(0, 4, "PERSON"), Label(6, 10, "PERSON")), (Label(0, 10, "PERSON"),))
    names = fit([one], "en", NAMES)
    assert (names.labels_touched, names.finds_touching, names.found, names.exact) == (2, 1, 1, 0)


def test_types_are_counted_apart_and_hidden_is_hidden_whatever_it_is_called() -> None:
    one = scored(TEXT, (NAME, PHONE), (Label(0, 10, "LOCATION"), PHONE))
    assert fit([one], "en", IDENTIFIERS).recall == Share(1, 1)
    assert fit([one], "en", NAMES).recall == Share(0, 1)
    assert fit([one], "en", NAMES).leaked == Share(0, 10)
    assert confusions([one], "en") == {("PERSON", "LOCATION"): 1}


def test_a_find_of_a_type_that_nobody_labels_hides_and_counts_as_nothing() -> None:
    one = scored(TEXT, (NAME,), (Label(0, 10, "NRP"), Label(20, 25, "NRP")))
    assert fit([one], "en", ALL).found == 0
    assert fit([one], "en", ALL).leaked == Share(0, 10)
    assert [slip.kind for slip in slips(one)] == ["other type"]
    assert types_present([one], "en") == ["PERSON"]


def test_look_alikes_are_the_messages_without_labels() -> None:
    several = [
        scored(TEXT, (), ()),
        scored(TEXT, (), (NAME,)),
        scored(TEXT, (), (Label(0, 1, "NRP"),)),
        scored(TEXT, (NAME,), (NAME,)),
        scored(TEXT, (), (NAME,), language="zh"),
    ]
    assert look_alikes_changed(several, "en") == Share(1, 3)
    assert fit(several, "en", NAMES).precision == Share(1, 2)


def test_without_labels_and_finds_a_share_is_of_nothing() -> None:
    assert math.isnan(fit([], "en", ALL).recall.value)


@given(spans(), spans())
def test_counts_hold_together(labels: tuple[Label, ...], finds: tuple[Label, ...]) -> None:
    one = scored(TEXT, labels, finds)
    found = fit([one], "en", ALL)
    assert found.exact <= found.labels_touched <= found.labelled == len(labels)
    assert found.exact <= found.finds_touching <= found.found == len(finds)
    assert found.in_clear <= found.characters
    told = [slip for slip in slips(one) if slip.label is not None]
    assert len(told) == found.labelled - found.exact
    parts = [fit([one], "en", types) for types in (NAMES, IDENTIFIERS)]
    assert sum(part.exact for part in parts) == found.exact
    assert sum(part.in_clear for part in parts) == found.in_clear


@given(spans())
def test_finding_what_is_labelled_is_perfect(labels: tuple[Label, ...]) -> None:
    one = scored(TEXT, labels, labels)
    assert fit([one], "en", ALL).recall == Share(len(labels), len(labels))
    assert not list(slips(one))


def test_scoring_tells_how_far_it_is_and_sorts_the_finds() -> None:
    seen: list[tuple[int, int]] = []
    messages = [labelled(TEXT, NAME), labelled(TEXT)]
    result = score(messages, lambda message: [PHONE, NAME], lambda done, total: seen.append((done, total)))
    assert result == [Scored(messages[0], (NAME, PHONE)), Scored(messages[1], (NAME, PHONE))]
    assert seen == [(1, 2), (2, 2)]
