"""Sections of a document: a heading as a question, other ways of asking it, and a text to quote."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from service.datafiles import DataFileError
from service.domain.base import Value

LONGEST_QUOTE = 700  # characters; longer does not read well in a chat bubble

_HEADING = re.compile(r"^##[ \t]+(\S.*?)[ \t]*$")
_ASKED = re.compile(r"<!--\s*asked:(?P<ways>.*?)-->", re.DOTALL)
# What a chat message would show as raw signs: emphasis, code, links, lists, quotes, tables, further headings, HTML.
_MARKUP = re.compile(r"[*`|<>]|\]\(|^(?:#|[-+]\s|\d+[.)]\s)|__", re.MULTILINE)
_HAN = r"\u3400-\u9fff\u3000-\u303f\uff00-\uffef"
_WRAP_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])\n(?=[{_HAN}])")


class Section(Value):
    """One answer.

    Args:
        heading: the question.
        asked: other ways in which borrowers put it; searched, never shown.
        text: plain text, paragraphs separated by a blank line.
    """

    heading: str
    asked: tuple[str, ...]
    text: str

    @property
    def slug(self) -> str:
        """The heading as an address: letters and digits of any script, joined by hyphens."""
        folded = unicodedata.normalize("NFKC", self.heading).casefold().replace("'", "").replace("’", "")
        return "-".join(re.findall(r"\w+", folded))


def parse_sections(body: str, path: Path, first_line: int) -> tuple[Section, ...]:
    """The sections of a document's body, which starts at `first_line` of `path`.

    Raises:
        DataFileError: text before the first heading, a heading that is not `##`, is empty or given twice, a section
            without text, with markup or too long to quote.
    """
    blocks = _split(body.splitlines(), path, first_line)
    if not blocks:
        raise DataFileError(path, first_line, "the document has no section", "Add a ## heading with an answer below")
    sections = []
    slugs: set[str] = set()
    for heading, line, lines in blocks:
        section = _section(heading, "\n".join(lines), path, line)
        if section.slug in slugs:
            raise DataFileError(path, line, f"the heading {heading!r} is given twice", "Word one of them differently")
        slugs.add(section.slug)
        sections.append(section)
    return tuple(sections)


def _split(lines: list[str], path: Path, first_line: int) -> list[tuple[str, int, list[str]]]:
    """Blocks of (heading, its line, the lines below it)."""
    blocks: list[tuple[str, int, list[str]]] = []
    for number, text in enumerate(lines, start=first_line):
        if text.startswith("#"):
            found = _HEADING.match(text)
            if found is None:
                raise DataFileError(path, number, f"bad heading {text[:60]!r}", "Write it as '## ' and a question")
            blocks.append((found[1], number, []))
        elif blocks:
            blocks[-1][2].append(text)
        elif text.strip():
            raise DataFileError(path, number, "text before the first heading", "Put it below a ## heading")
    return blocks


def _section(heading: str, body: str, path: Path, line: int) -> Section:
    asked = _ASKED.search(body)
    text = _paragraphs(_ASKED.sub("", body, count=1))
    _check_quotable(text, heading, path, line)
    ways = asked["ways"].split("|") if asked else []
    return Section(heading=heading, asked=tuple(" ".join(way.split()) for way in ways if way.strip()), text=text)


def _paragraphs(text: str) -> str:
    """Hard-wrapped lines joined: by a space, or by nothing between Chinese characters."""
    paragraphs = (part.strip() for part in re.split(r"\n\s*\n", text))
    return "\n\n".join(" ".join(_WRAP_BETWEEN_HAN.sub("", part).split()) for part in paragraphs if part)


def _check_quotable(text: str, heading: str, path: Path, line: int) -> None:
    if not text:
        raise DataFileError(path, line, f"the section {heading!r} has no text", "Write one or two short paragraphs")
    if len(text) > LONGEST_QUOTE:
        raise DataFileError(
            path,
            line,
            f"the section {heading!r} has {len(text)} characters, too long to quote (at most {LONGEST_QUOTE})",
            "Shorten it, or split it under two headings",
        )
    markup = _MARKUP.search(text)
    if markup is not None:
        raise DataFileError(
            path,
            line,
            f"the section {heading!r} contains markup ({markup[0]!r}), which a chat message would show as it stands",
            "Write plain sentences",
        )
