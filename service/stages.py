"""The stages of a turn, built once a process from the settings and the files that people edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from service import __version__
from service.datafiles import DataFileError
from service.domain.creditor import Creditor, HelpLines
from service.domain.verdict import Finding
from service.domain.vocabulary import WritingMode
from service.domain.writing import Brief, Draft
from service.guard import Guard, ModelJudge, build_guard, load_judge_prompts
from service.knowledge import KnowledgeBase
from service.model_endpoint.tracing import Tracing
from service.negotiation import AuthorityBook, load_authorities
from service.privacy import PseudonymMap, find_numbers, find_personal_data, redact
from service.recording import Recorder
from service.settings import Settings
from service.writing import AgentWriter, ScriptedWriter, StatementLibrary, load_creditors, load_help, load_library


class Writer(Protocol):
    """Chooses the moves of a draft.

    Raises:
        WritingFailed: no draft could be made.
    """

    def write(self, brief: Brief, findings: Sequence[Finding] = ()) -> Draft: ...


@dataclass(frozen=True)
class Stages:
    """What turns work with.

    Args:
        agent: the writer behind a model endpoint; None when none is configured.
        scripted: the writer that needs nobody.
        versions: what every trace names: service, packs, statements.
    """

    recorder: Recorder
    authorities: AuthorityBook
    knowledge: KnowledgeBase
    library: StatementLibrary
    creditors: dict[str, Creditor]
    help_lines: dict[str, HelpLines]
    agent: Writer | None
    scripted: Writer
    guard: Guard
    writing_mode: WritingMode
    versions: dict[str, str]


def build_stages(settings: Settings, recorder: Recorder, knowledge: KnowledgeBase) -> Stages:
    """The stages as the settings want them.

    Raises:
        DataFileError: a policy, prompt or statement file is broken; the service must not start with it.
    """
    library = load_library(settings.prompts_dir)
    judge = build_judge(settings)
    guard = build_guard(
        settings.policies_dir,
        settings.prompts_dir,
        find_personal_data,
        settings.guard_seconds,
        unverified=settings.unverified_rules,
        judge=judge,
        find_numbers=find_numbers,
    )
    return Stages(
        recorder=recorder,
        authorities=load_authorities(settings.policies_dir),
        knowledge=knowledge,
        library=library,
        creditors=load_creditors(settings.policies_dir),
        help_lines=_help_everywhere(settings.policies_dir),
        agent=_agent(settings),
        scripted=ScriptedWriter(),
        guard=guard,
        writing_mode=settings.writing_mode,
        versions={"service": __version__, "statements": library.version}
        | ({"judge": judge.version} if judge is not None else {}),
    )


def _help_everywhere(policies_dir: Path) -> dict[str, HelpLines]:
    """Help lines, one file for each jurisdiction with rules: nobody in a crisis may be left without a number."""
    help_lines = load_help(policies_dir)
    for folder in sorted(policies_dir.iterdir()):
        if any(folder.glob("*.yaml")) and folder.name not in ("core", "creditors", *help_lines):
            raise DataFileError(folder / "help.yaml", None, "the file is missing", "Add the help lines of this place")
    return help_lines


def open_knowledge(settings: Settings) -> KnowledgeBase:
    """The knowledge base on disk, or on the Chroma server of the settings."""
    if settings.chroma_url:
        return KnowledgeBase.on_server(settings.chroma_url)
    return KnowledgeBase.on_disk(settings.data_dir / "chroma")


def build_judge(settings: Settings) -> ModelJudge | None:
    """The guard's last look, when a model for it is configured.

    Raises:
        DataFileError: one of its prompts is broken.
    """
    if not settings.uses_judge:
        return None
    return ModelJudge(
        base_url=settings.judge_base_url,
        model=settings.judge_model,
        api_key=settings.judge_api_key.get_secret_value(),
        seconds=settings.judge_seconds,
        prompts=load_judge_prompts(settings.prompts_dir),
        find_personal_data=find_personal_data,
        tracing=tracing_of(settings),
    )


def tracing_of(settings: Settings) -> Tracing | None:
    """Where calls of models are traced to: nowhere, unless the settings name a place."""
    if not settings.trace_url:
        return None
    return Tracing(
        url=settings.trace_url,
        api_key=settings.trace_api_key.get_secret_value(),
        project=settings.trace_project,
        anonymise=lambda text: redact(text, None, PseudonymMap())[0].text,
    )


def _agent(settings: Settings) -> AgentWriter | None:
    if not settings.uses_model:
        return None
    return AgentWriter(
        base_url=settings.llm_base_url,
        model=settings.llm_model,
        api_key=settings.llm_api_key.get_secret_value(),
        timeout_seconds=settings.llm_timeout_seconds,
        turn_seconds=settings.llm_turn_seconds,
        max_tokens=settings.llm_max_tokens,
        retries=settings.llm_retries,
        prompts_dir=settings.prompts_dir,
        mode=settings.writing_mode,
        tracing=tracing_of(settings),
    )
