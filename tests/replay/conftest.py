"""A history made by the service itself: every story, with a model of bad manners in some of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from service.account_import import store_account
from service.domain.verdict import Finding
from service.domain.writing import Brief, Draft, Rapport
from service.guard.packs import PackBook
from service.program import Foundation, Program, build_program, lay_foundation
from service.replay import load_candidate
from service.samples import load_sample_accounts
from service.samples.stories import Story, load_stories
from service.settings import PROJECT_FOLDER, Settings
from service.stages import Stages
from service.turn import take_turn

POLICIES = PROJECT_FOLDER / "policies"
RUDE = {"en": "The police will be at your door, Maria.", "zh": "警察会上门找您的。"}
WritePack = Callable[..., Path]


class RudeModel:
    """A model that threatens in every draft; the guard stops them all, and the scripted writer answers."""

    def write(self, brief: Brief, findings: Sequence[Finding] = ()) -> Draft:
        words = RUDE[brief.language]
        return Draft(moves=(Rapport(rapport=words),), text=words, author="agent", prompt="rude@1", model="rude")


@dataclass
class Lived:
    """A program whose clock moves on by a minute a turn, and what was said in it."""

    program: Program
    now: datetime = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)

    @property
    def foundation(self) -> Foundation:
        return self.program.foundation

    def tell(self, story: Story, stages: Stages) -> str:
        """A whole story, turn by turn; the id of its conversation."""
        opened = self.program.reception.open_conversation(story.account, "web", identity_verified=False)
        assert opened is not None
        for says in (None, *(turn.says for turn in story.turns)):
            self.now += timedelta(minutes=1)
            if says is not None:
                self.program.reception.receive(opened, says, None)
            take_turn(opened, stages)
            self.program.delivery.deliver(opened)
        return opened


def _live(folder: Path) -> Lived:
    lived: Lived | None = None

    def clock() -> datetime:
        return lived.now if lived is not None else Lived.now

    foundation = lay_foundation(Settings(data_dir=folder, log_level="ERROR", _env_file=None), clock)
    for account in load_sample_accounts():
        store_account(foundation, account)
    lived = Lived(build_program(foundation))
    return lived


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    lived = _live(tmp_path_factory.mktemp("replay") / "var")
    rude = replace(lived.program.stages, agent=RudeModel())
    for number, story in enumerate(load_stories()):
        lived.tell(story, rude if number % 3 == 0 else lived.program.stages)
    yield lived
    lived.foundation.database.close()


@pytest.fixture(scope="session")
def book() -> PackBook:
    return load_candidate(POLICIES, [POLICIES])


def rule(id_: str, find: str, **more: Any) -> dict[str, Any]:
    """A rule with one pattern for both languages."""
    examples = {language: ["x"] * 6 for language in ("en", "zh")}
    return {
        "id": id_,
        "title": "A rule on trial",
        "citation": "Made up for a test",
        "kind": "prohibit",
        "family": "tone",
        "severity": "low",
        "on_fail": "block",
        "detection": {language: [{"find": find, "scoped": False}] for language in ("en", "zh")},
        "repair": "Say it otherwise.",
        "examples": {"violating": examples, "compliant": examples},
    } | more


@pytest.fixture
def write_pack(tmp_path: Path) -> WritePack:
    """Write a pack file somewhere outside the policies folder."""

    def write(*rules: dict[str, Any], jurisdiction: str = "core", version: str = "1") -> Path:
        path = tmp_path / "on trial.yaml"
        pack = {"id": f"{jurisdiction}.trial", "version": version, "jurisdiction": jurisdiction, "title": "On trial"}
        path.write_text(yaml.safe_dump(pack | {"rules": list(rules)}, allow_unicode=True), encoding="utf-8")
        return path

    return write
