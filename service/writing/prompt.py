"""Prompts as versioned files: front matter and two texts, what the model is and what it gets for one message."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

from pydantic import Field

from service.datafiles import DataFileError, parse_yaml, read_text
from service.domain.base import Value
from service.domain.verdict import Finding
from service.domain.vocabulary import Language
from service.domain.writing import Brief, HistoryLine, Option

_MESSAGE_MARK = "<!-- message -->"
_PLACEHOLDERS = frozenset({"state", "act", "emotion", "history", "borrower", "menu", "findings"})
# Rough tokens: a Chinese character is about one, four Latin letters are about one.
_HISTORY_TOKENS = 500
_SHOWN_CHARACTERS = 160
_REQUIRED_CHARACTERS = 70  # enough to know what is said anyway; a small model reads slowly
_HAN = re.compile(r"[一-鿿]")


class ModelSettings(Value):
    """How the model is asked with this prompt."""

    temperature: float = Field(ge=0, le=2)
    top_p: float = Field(default=1.0, gt=0, le=1)


class PromptHead(Value):
    """Front matter of a prompt file."""

    id: str = Field(pattern=r"^[a-z_.]+$")
    version: int = Field(ge=1)
    purpose: str
    language: Language
    model: ModelSettings


class Prompt(Value):
    """A prompt: `system` says what the model is; `message` is filled for each turn."""

    head: PromptHead
    system: str
    message: str

    @property
    def name(self) -> str:
        return f"{self.head.id}@{self.head.version}"


def load_prompt(path: Path) -> Prompt:
    """The prompt of a file.

    Raises:
        DataFileError: front matter or marks are missing, or a placeholder is unknown or missing.
    """
    text = read_text(path)
    match = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    if match is None:
        raise DataFileError(path, 1, "the front matter is missing", "Begin the file with --- and end the head with ---")
    head = parse_yaml(match[1], PromptHead, path, first_line=2)
    system, mark, message = text[match.end() :].partition(_MESSAGE_MARK)
    if not mark:
        raise DataFileError(
            path, None, f"the mark {_MESSAGE_MARK!r} is missing", "Put it between the two parts of the prompt"
        )
    found = set(Template(message).get_identifiers())
    if found != _PLACEHOLDERS:
        raise DataFileError(
            path,
            None,
            f"placeholders missing {sorted(_PLACEHOLDERS - found)!r}, unknown {sorted(found - _PLACEHOLDERS)!r}",
            "Use each of the known placeholders once",
        )
    return Prompt(head=head, system=system.strip(), message=message.strip())


def fill_prompt(prompt: Prompt, brief: Brief, findings: tuple[Finding, ...]) -> str:
    """The message of one turn. What the borrower wrote stands between marks that it cannot contain itself."""
    none = "(none)" if prompt.head.language == "en" else "（无）"
    return Template(prompt.message).substitute(
        state=brief.state.value,
        act=", ".join(act.value for act in (brief.act, *brief.also)),
        emotion=brief.emotion.value,
        history=_history(brief.history) or none,
        borrower=_harmless(brief.borrower_text) or none,
        menu=menu(brief, prompt.head.language),
        findings="\n".join(_finding(finding) for finding in findings) or none,
    )


def menu(brief: Brief, language: Language) -> str:
    """The options, a line each, with their wordings."""
    return "\n".join(_menu_line(option, language) for option in brief.options)


def _menu_line(option: Option, language: Language) -> str:
    required = {"en": " [always said]", "zh": "【必说】"}[language] if option.required else ""
    shown = option.wordings[:1] if option.required else option.wordings
    limit = _REQUIRED_CHARACTERS if option.required else _SHOWN_CHARACTERS
    words = " | ".join(f"{index}: {_shortened(wording, limit)}" for index, wording in enumerate(shown))
    return f"- {option.id}{required} {words}"


def _shortened(text: str, limit: int = _SHOWN_CHARACTERS) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else line[:limit] + "…"


def _history(lines: tuple[HistoryLine, ...]) -> str:
    """The latest lines that fit the budget, oldest first."""
    kept: list[str] = []
    left = _HISTORY_TOKENS
    for line in reversed(lines):
        text = f"{line.speaker}: {_shortened(_harmless(line.text))}"
        left -= rough_tokens(text)
        if left < 0:
            break
        kept.append(text)
    return "\n".join(reversed(kept))


def rough_tokens(text: str) -> int:
    """About how many tokens a text has, without a tokeniser (theirs would be downloaded)."""
    han = len(_HAN.findall(text))
    return han + (len(text) - han) // 4 + 1


def _harmless(text: str) -> str:
    """The borrower's words cannot close the marks around them."""
    return text.replace("<<<", "‹‹‹").replace(">>>", "›››")


def _finding(finding: Finding) -> str:
    return f"- {finding.message} {finding.repair}".strip()
