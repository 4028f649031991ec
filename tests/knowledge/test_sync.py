from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from service.knowledge import Document, KnowledgeBase, SyncReport
from tests.knowledge.samples import PLAN, STOP, TODAY, document

CHANGED = PLAN.model_copy(update={"text": "A changed answer about paying in instalments."})


def test_sync_adds_then_leaves_alone(base: KnowledgeBase) -> None:
    documents = [document("uk-one", PLAN), document("uk-two", STOP)]
    assert base.sync(documents) == SyncReport(added=2, updated=0, deleted=0, unchanged=0)
    assert base.sync(documents) == SyncReport(added=0, updated=0, deleted=0, unchanged=2)


def test_sync_updates_what_changed_and_drops_what_is_gone(base: KnowledgeBase) -> None:
    base.sync([document("uk-one", PLAN), document("uk-two", STOP), document("uk-three", STOP)])
    report = base.sync([document("uk-one", CHANGED), document("uk-two", STOP)])
    assert report == SyncReport(added=0, updated=1, deleted=1, unchanged=1)
    (found,) = base.search("can I pay in instalments", "en", "uk", TODAY, limit=1)
    assert found.text == CHANGED.text


def test_a_section_that_was_removed_is_not_found_any_more(base: KnowledgeBase) -> None:
    base.sync([document("uk-one", PLAN, STOP)])
    base.sync([document("uk-one", PLAN)])
    found = base.search("how do I stop these messages", "en", "uk", TODAY)
    assert all(passage.heading != STOP.heading for passage in found)


def test_a_changed_head_reaches_the_passages(base: KnowledgeBase) -> None:
    base.sync([document(source="Old policy")])
    before = base.search("payment plan", "en", "uk", TODAY)[0]
    base.sync([document(source="New policy")])
    after = base.search("payment plan", "en", "uk", TODAY)[0]
    assert (before.source, after.source) == ("Old policy", "New policy")
    assert before.version != after.version
    assert before.id == after.id


def test_a_sync_that_was_broken_off_is_mended_by_the_next(base: KnowledgeBase) -> None:
    documents = [document("uk-one", PLAN), document("uk-two", STOP)]
    base.sync(documents)
    base._store.call(lambda collection: collection.delete(ids=["uk-two@en#how-do-i-stop-these-messages~1"]))
    assert base.sync(documents) == SyncReport(added=0, updated=1, deleted=0, unchanged=1)
    assert base.sync(documents).unchanged == 2


def test_progress_counts_up_to_the_end(base: KnowledgeBase) -> None:
    seen: list[tuple[int, int]] = []
    base.sync([document("uk-one", PLAN, STOP)], progress=lambda done, of: seen.append((done, of)))
    assert seen[0] == (0, 8)
    assert seen[-1] == (8, 8)


def test_what_is_synced_outlives_the_process(tmp_path: Path) -> None:
    first = KnowledgeBase.on_disk(tmp_path / "chroma")
    first.sync([document()])
    first.close()
    second = KnowledgeBase.on_disk(tmp_path / "chroma")
    assert second.search("can I pay in instalments", "en", "uk", TODAY)
    second.close()


class SyncAgainstDictionary(RuleBasedStateMachine):
    """Whatever documents come and go, the store holds the last set and reports the difference."""

    def __init__(self) -> None:
        super().__init__()
        self._temporary = tempfile.TemporaryDirectory()
        self._base = KnowledgeBase.on_disk(Path(self._temporary.name))
        self._model: dict[str, Document] = {}

    @rule(chosen=st.dictionaries(st.sampled_from(["uk-a", "uk-b", "uk-c"]), st.sampled_from([PLAN, CHANGED, STOP])))
    def sync(self, chosen: dict[str, object]) -> None:
        documents = {name: document(name, section) for name, section in chosen.items()}  # type: ignore[arg-type]
        report = self._base.sync(documents.values())
        old = self._model
        assert report.added == len(documents.keys() - old.keys())
        assert report.deleted == len(old.keys() - documents.keys())
        assert report.updated == sum(old[name] != documents[name] for name in documents.keys() & old.keys())
        assert report.unchanged == sum(old[name] == documents[name] for name in documents.keys() & old.keys())
        self._model = documents

    @invariant()
    def holds_exactly_the_documents(self) -> None:
        stored = self._base._store.call(lambda collection: collection.get()["ids"])
        assert {record.partition("@")[0] for record in stored} == self._model.keys()

    def teardown(self) -> None:
        self._base.close()
        self._temporary.cleanup()


def test_sync_agrees_with_a_dictionary() -> None:
    run_state_machine_as_test(
        SyncAgainstDictionary, settings=settings(max_examples=6, stateful_step_count=4, deadline=None)
    )
