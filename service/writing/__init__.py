"""The writing stage: a brief of vetted statements, writers that choose among them, and the assembled message."""

from service.writing.agent import AgentWriter, WritingFailed
from service.writing.assembly import assemble
from service.writing.brief import BriefError, compose_brief
from service.writing.conditions import CLOSED_CONDITIONS, is_condition
from service.writing.directory import load_creditors, load_help
from service.writing.lint import lint_library
from service.writing.scripted import ScriptedWriter
from service.writing.statements import Statement, StatementLibrary, load_library

__all__ = [
    "CLOSED_CONDITIONS",
    "AgentWriter",
    "BriefError",
    "ScriptedWriter",
    "Statement",
    "StatementLibrary",
    "WritingFailed",
    "assemble",
    "compose_brief",
    "is_condition",
    "lint_library",
    "load_creditors",
    "load_help",
    "load_library",
]
