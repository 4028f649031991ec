"""The judge: a language model as an optional last look that can add findings and take none away.

It sees what nobody has vetted: texts without a brief, and drafts with free words. A draft of vetted statements alone
(a crisis, a stop, every message of the scripted writer) is never sent to it, so that a judge that is down silences the
free words and nothing else.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from pathlib import Path
from string import Template
from threading import Lock
from time import monotonic
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from service.datafiles import DataFileError
from service.domain.verdict import Finding
from service.domain.vocabulary import Family, Language, Outcome
from service.guard.inspection import Inspection
from service.guard.privacy import FindPersonalData
from service.guard.shown import Shown, Span, shown_draft, shown_text
from service.model_endpoint.calls import CallFailed, UnusableAnswer, ask, find_json
from service.model_endpoint.connection import chat_model, open_client
from service.model_endpoint.prompt_files import Prompt, read_prompt
from service.model_endpoint.tracing import Tracing

RULE = "guard.judge"
LANGUAGES: tuple[Language, ...] = ("en", "zh")
_FAILED = f"{RULE}.failed"
_PLACEHOLDERS = frozenset({"text", "answered"})
_FAMILY_LINE = re.compile(r"^- ([a-z_]+)\s*[:：]", re.MULTILINE)
_MAX_CHARACTERS = 6000  # of one text; a longer one is held
_MAX_ANSWERED = 1500  # of what the borrower wrote before it; the end of a longer one is left out
_MAX_TOKENS = 400  # of one answer
_MAX_VIOLATIONS = 5
_SHOWN_WHY = 200
_REMEMBERED = 2048
_CALLS_AT_ONCE = 8


class Claim(BaseModel):
    """One violation that the judge sees."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    family: Family
    words: str
    why: str = ""


class Answer(BaseModel):
    """The judge's answer. Fields that nobody asked for are passed over."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    violations: tuple[Claim, ...] = Field(max_length=50)


class ModelJudge:
    """Asks a model about a text. Safe to call from several threads; never raises.

    Args:
        base_url, model, api_key: any OpenAI-compatible endpoint that knows `json_schema` answers.
        seconds: for one judgement, redaction included.
        prompts: one a language (`load_judge_prompts`).
        find_personal_data: for texts without a brief, which are redacted before they are shown.
        tracing: where calls are traced to, if anywhere.
    """

    def __init__(
        self,
        *,
        base_url: str,
        model: str,
        api_key: str,
        seconds: float,
        prompts: dict[Language, Prompt],
        find_personal_data: FindPersonalData,
        tracing: Tracing | None = None,
    ) -> None:
        self._prompts, self._seconds, self._find = prompts, seconds, find_personal_data
        self._schemas = {language: _schema(judged_families(prompt)) for language, prompt in prompts.items()}
        self._client = open_client()
        self._model = chat_model(base_url, model, api_key, _MAX_TOKENS, self._client, tracing)
        self._pool = ThreadPoolExecutor(_CALLS_AT_ONCE, thread_name_prefix="judge")
        self._remembered: OrderedDict[tuple[Language, str, str], Answer] = OrderedDict()
        self._lock = Lock()
        self.version = f"{'+'.join(prompt.name for prompt in prompts.values())} {model}"

    def findings(self, inspection: Inspection, others: Sequence[Finding], seconds: float) -> tuple[Finding, ...]:
        """What the judge adds to the findings of the other layers.

        Args:
            others: findings of the other layers, none of which blocks.
            seconds: what is left of the whole check's time.

        Returns:
            Findings that hold, or block where family and words are those of another layer's finding. A judge that
            fails is one finding that holds.
        """
        if not _holds_free_words(inspection):
            return ()
        future = self._pool.submit(self._judged, inspection, monotonic() + min(seconds, self._seconds))
        try:
            shown, answer = future.result(timeout=max(min(seconds, self._seconds), 0))
        except FutureTimeout:
            future.cancel()
            return (_failure("too_slow"),)
        except CallFailed as failure:
            return (_failure(failure.reason),)
        except Exception as error:
            # Only the type: a message could carry the text.
            return (_failure(type(error).__name__),)
        return tuple(_counted(answer, shown, inspection, others))

    def close(self) -> None:
        """Stop the threads and close the connections to the endpoint."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._client.close()

    def _judged(self, inspection: Inspection, until: float) -> tuple[Shown, Answer]:
        if inspection.draft is not None:
            shown = shown_draft(inspection.draft.text, inspection.text)
        else:
            shown = shown_text(inspection.text, inspection.language, self._find)
        if len(shown.text) > _MAX_CHARACTERS:
            raise CallFailed("rejected")
        before = (inspection.answered or "")[:_MAX_ANSWERED]
        answered = shown_text(before, inspection.language, self._find).text
        key = (inspection.language, answered, shown.text)
        with self._lock:
            answer = self._remembered.get(key)
        if answer is None:
            answer = self._ask(shown.text, answered, inspection.language, until)
        with self._lock:
            self._remembered[key] = answer
            self._remembered.move_to_end(key)
            if len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)
        return shown, answer

    def _ask(self, text: str, answered: str, language: Language, until: float) -> Answer:
        prompt = self._prompts[language]
        message = Template(prompt.message).substitute(text=text, answered=answered)
        seconds = until - monotonic()
        if seconds <= 0:
            raise CallFailed("too_slow")
        raw = ask(self._model, prompt, message, self._schemas[language], seconds)
        try:
            return Answer.model_validate(find_json(raw))
        except (UnusableAnswer, ValidationError):
            raise CallFailed("rubbish") from None


def load_judge_prompts(prompts: Path) -> dict[Language, Prompt]:
    """The judge's prompts, `judge.<language>.md`.

    Raises:
        DataFileError: a file is missing or broken, or lists no family or an unknown one.
    """
    return {language: load_judge_prompt(prompts / f"judge.{language}.md") for language in LANGUAGES}


def load_judge_prompt(path: Path) -> Prompt:
    """One of the judge's prompts.

    Raises:
        DataFileError: see `load_judge_prompts`.
    """
    prompt = read_prompt(path, _PLACEHOLDERS)
    listed = _FAMILY_LINE.findall(prompt.system)
    unknown = sorted(set(listed) - set(Family))
    if unknown:
        raise DataFileError(path, None, f"there is no family {unknown[0]!r}", "Take one that findings may have")
    if not listed or len(set(listed)) != len(listed):
        raise DataFileError(path, None, "no family is listed, or one twice", "List each once: - family: what it is")
    return prompt


def judged_families(prompt: Prompt) -> tuple[Family, ...]:
    """The families that the prompt defines, a line each; the judge may answer no other."""
    return tuple(Family(name) for name in _FAMILY_LINE.findall(prompt.system))


def _schema(families: Sequence[Family]) -> dict[str, Any]:
    # In this order: a small model that has to name the family before it has found the words names any.
    properties = {
        "words": {"type": "string"},
        "why": {"type": "string"},
        "family": {"type": "string", "enum": [family.value for family in families]},
    }
    violation = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return {
        "title": "judgement",
        "description": "What the text does to the borrower that it must not do; empty when there is nothing.",
        "type": "object",
        "properties": {"violations": {"type": "array", "items": violation, "maxItems": _MAX_VIOLATIONS}},
        "required": ["violations"],
        "additionalProperties": False,
    }


def _holds_free_words(inspection: Inspection) -> bool:
    """Whether there is anything in it that no person has vetted."""
    if inspection.brief is None:
        return bool(re.search(r"\w", inspection.text))
    return bool(inspection.rapports)


def _counted(answer: Answer, shown: Shown, inspection: Inspection, others: Sequence[Finding]) -> Iterator[Finding]:
    """A finding for each violation whose words stand in the text, and not in vetted statements alone."""
    vetted = [place for _, _, wording in inspection.said for place in shown.places(wording)]
    for claim in answer.violations:
        places = [place for place in shown.places(claim.words) if not _within(place, vetted)]
        spans = [shown.original_span(place) for place in places]
        if spans:
            agreed = any(_agrees(other, claim.family, spans) for other in others)
            yield _finding(claim, spans[0], Outcome.BLOCK if agreed else Outcome.HOLD)


def _within(place: Span, vetted: Sequence[Span]) -> bool:
    return any(start <= place[0] and place[1] <= end for start, end in vetted)


def _agrees(other: Finding, family: Family, spans: Sequence[Span]) -> bool:
    if other.family is not family or other.span is None:
        return False
    first, last = other.span
    return any(start < last and first < end for start, end in spans)


def _finding(claim: Claim, span: Span, outcome: Outcome) -> Finding:
    why = " ".join(claim.why.split())[:_SHOWN_WHY]
    return Finding(
        rule_id=RULE,
        family=claim.family,
        outcome=outcome,
        layer="judge",
        message=f"the judge sees {claim.family.value} in it" + (f": {why}" if why else ""),
        repair="Leave these words out.",
        citation="Design: what cannot be decided is a hold",
        span=span,
    )


def _failure(reason: str) -> Finding:
    return Finding(
        rule_id=_FAILED,
        family=Family.UNGROUNDED_CLAIM,
        outcome=Outcome.HOLD,
        layer="judge",
        message=f"the judge gave no usable answer ({reason})",
        repair="Leave the free words out: vetted statements need no judge.",
        citation="Invariant 1: a guard that errors or times out has not passed",
    )
