"""The writer's prompts: what the model gets to see of a brief."""

from __future__ import annotations

import re
from pathlib import Path
from string import Template

from service.domain.verdict import Finding
from service.domain.vocabulary import Language
from service.domain.writing import Brief, HistoryLine, Option
from service.model_endpoint.prompt_files import Prompt, as_data, read_prompt

_PLACEHOLDERS = frozenset({"state", "act", "emotion", "history", "borrower", "menu", "findings"})
# Rough tokens: a Chinese character is about one, four Latin letters are about one.
_HISTORY_TOKENS = 500
_SHOWN_CHARACTERS = 160
_REQUIRED_CHARACTERS = 70  # enough to know what is said anyway; a small model reads slowly
_HAN = re.compile(r"[一-鿿]")


def load_prompt(path: Path) -> Prompt:
    """The writer's prompt of a file.

    Raises:
        DataFileError: front matter or marks are missing, or a placeholder is unknown or missing.
    """
    return read_prompt(path, _PLACEHOLDERS)


def fill_prompt(prompt: Prompt, brief: Brief, findings: tuple[Finding, ...]) -> str:
    """The message of one turn. What the borrower wrote stands between marks that it cannot contain itself."""
    none = "(none)" if prompt.head.language == "en" else "（无）"
    return Template(prompt.message).substitute(
        state=brief.state.value,
        act=", ".join(act.value for act in (brief.act, *brief.also)),
        emotion=brief.emotion.value,
        history=_history(brief.history) or none,
        borrower=as_data(brief.borrower_text) or none,
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
        text = f"{line.speaker}: {_shortened(as_data(line.text))}"
        left -= rough_tokens(text)
        if left < 0:
            break
        kept.append(text)
    return "\n".join(reversed(kept))


def rough_tokens(text: str) -> int:
    """About how many tokens a text has, without a tokeniser (theirs would be downloaded)."""
    han = len(_HAN.findall(text))
    return han + (len(text) - han) // 4 + 1


def _finding(finding: Finding) -> str:
    return f"- {finding.message} {finding.repair}".strip()
