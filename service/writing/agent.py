"""The agent: a language model that chooses among vetted statements and adds a few free words."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from service.domain.verdict import Finding
from service.domain.vocabulary import Language, WritingMode
from service.domain.writing import Brief, Draft, Move
from service.model_endpoint.calls import CallFailed, FailureReason, UnusableAnswer, ask, find_json
from service.model_endpoint.connection import chat_model, open_client
from service.model_endpoint.prompt_files import Prompt
from service.model_endpoint.tracing import Tracing
from service.writing.assembly import assemble
from service.writing.choices import free_moves_from, moves_from, moves_schema, sentences_schema
from service.writing.prompt import fill_prompt, load_prompt
from service.writing.scripted import ScriptedWriter
from service.writing.statements import LANGUAGES

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

_RETRIED: frozenset[FailureReason] = frozenset({"unreachable", "too_slow", "server_error", "rubbish"})
_FIRST_PAUSE_SECONDS = 0.25
_LONGEST_PAUSE_SECONDS = 4.0
_MAX_RAW_CHARACTERS = 8000
_FILES: dict[WritingMode, str] = {"assembled": "negotiator", "free": "negotiator_free"}


class WritingFailed(Exception):
    """The model wrote no usable draft in time; the scripted writer answers instead.

    Args:
        reason: a stable code, for traces and metrics.
        attempts: how many calls were made.
    """

    def __init__(self, reason: FailureReason, attempts: int = 1) -> None:
        self.reason: FailureReason = reason
        self.attempts = attempts
        super().__init__(f"the model wrote no usable draft: {reason} after {attempts} calls")


class AgentWriter:
    """Writes through any OpenAI-compatible endpoint that knows `json_schema` answers.

    Args:
        base_url: such as "http://127.0.0.1:8081/v1".
        timeout_seconds: for one call. turn_seconds: for all calls of one draft, pauses included.
        max_tokens: longest answer of one call.
        retries: further calls after a failed one.
        mode: "assembled" (statements and rapport) or "free" (own sentences, which the guard matches).
        tracing: where calls are traced to, if anywhere.

    Raises:
        DataFileError: a prompt file is missing or broken.
    """

    def __init__(
        self,
        *,
        base_url: str,
        model: str,
        api_key: str,
        timeout_seconds: float,
        turn_seconds: float,
        max_tokens: int,
        retries: int,
        prompts_dir: Path,
        mode: WritingMode = "assembled",
        pause: Callable[[float], None] = time.sleep,
        tracing: Tracing | None = None,
    ) -> None:
        self._endpoint = (base_url, model, api_key, max_tokens)
        self._timeout_seconds, self._turn_seconds = timeout_seconds, turn_seconds
        self._retries, self._mode, self._pause, self._tracing = retries, mode, pause, tracing
        self._prompts: dict[Language, Prompt] = {
            language: load_prompt(prompts_dir / f"{_FILES[mode]}.{language}.md") for language in LANGUAGES
        }
        self._client = open_client()

    def write(self, brief: Brief, findings: Sequence[Finding] = ()) -> Draft:
        """A draft for the brief; `findings` are what the guard said of the one before.

        Where the brief leaves nothing to choose (a crisis, a stop), the model is not asked at all.

        Raises:
            WritingFailed: no usable draft within the turn's time.
        """
        if not brief.rapport and all(option.required for option in brief.options):
            return ScriptedWriter().write(brief)
        if self._mode == "free" and not brief.rapport:
            return ScriptedWriter().write(brief)
        deadline = time.monotonic() + self._turn_seconds
        for attempt in range(self._retries + 1):
            try:
                return self._attempt(brief, tuple(findings), deadline)
            except CallFailed as failure:
                pause = self._pause_before(attempt)
                out_of_time = time.monotonic() + pause >= deadline
                if failure.reason not in _RETRIED or attempt == self._retries or out_of_time:
                    raise WritingFailed(failure.reason, attempt + 1) from None
                self._pause(pause)
        raise WritingFailed("rubbish", self._retries + 1)

    def close(self) -> None:
        """Close the connections to the endpoint."""
        self._client.close()

    def _attempt(self, brief: Brief, findings: tuple[Finding, ...], deadline: float) -> Draft:
        prompt = self._prompts[brief.language]
        raw = self._ask(prompt, fill_prompt(prompt, brief, findings), brief, deadline)
        try:
            moves = self._moves(raw, brief)
        except UnusableAnswer:
            raise CallFailed("rubbish") from None
        return Draft(
            moves=moves,
            text=assemble(moves, brief),
            author="agent",
            prompt=prompt.name,
            model=self._endpoint[1],
            raw=raw[:_MAX_RAW_CHARACTERS],
        )

    def _moves(self, raw: str, brief: Brief) -> tuple[Move, ...]:
        answer = find_json(raw)
        return moves_from(answer, brief) if self._mode == "assembled" else free_moves_from(answer, brief)

    def _ask(self, prompt: Prompt, message: str, brief: Brief, deadline: float) -> str:
        """One call; the answer's text."""
        schema = moves_schema(brief) if self._mode == "assembled" else sentences_schema()
        seconds = max(min(self._timeout_seconds, deadline - time.monotonic()), 0.05)
        return ask(self._model, prompt, message, schema, seconds)

    @cached_property
    def _model(self) -> ChatOpenAI:
        base_url, model, api_key, max_tokens = self._endpoint
        return chat_model(base_url, model, api_key, max_tokens, self._client, self._tracing)

    def _pause_before(self, attempt: int) -> float:
        """Seconds before the next call: doubling, with jitter so that many workers do not come back at once."""
        return float(min(_FIRST_PAUSE_SECONDS * 2**attempt, _LONGEST_PAUSE_SECONDS) * random.uniform(0.5, 1.5))
