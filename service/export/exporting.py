"""An export made, put on record, and written down."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

import structlog
from sqlalchemy import select

from service.domain.vocabulary import Language
from service.export.collecting import Collector
from service.export.page import render_page
from service.identifiers import new_id
from service.program import Foundation
from service.records.audit import append_link
from service.records.conversations import locked
from service.records.models import ConversationRow
from service.retention import load_retention
from service.writing import load_creditors

EXPORTED = "exported"
_log = structlog.get_logger(__name__)


class ExportExists(Exception):
    """The folder holds an export already, and nothing was written."""


@dataclass(frozen=True)
class MadeExport:
    """Everything about a person, as data and as a page.

    Args:
        sha256: of `data`, as the audit chain knows it.
    """

    id: str
    data: str
    page: str
    sha256: str


def make_export(foundation: Foundation, borrower_id: str, language: Language | None = None) -> MadeExport | None:
    """Gather everything about a person and put the export on record; None when nobody of this id was ever known.

    The chain of each of the person's conversations gets a link of kind "exported": the export's id, and the hash of
    its data, from which nothing personal can be read.

    Args:
        language: of the page; that of the person's latest account when None.
    Raises:
        CannotDecrypt: the vault was sealed with another master key, or altered.
        DataFileError: a policy file is broken.
    """
    policies = foundation.settings.policies_dir
    creditors = load_creditors(policies)
    book = load_retention(policies, creditors, foundation.settings.unverified_rules)
    with foundation.database.reading() as session:
        collector = Collector(session, foundation.vault, book, foundation.clock())
        export = collector.export(borrower_id, new_id("exp"), language)
    if export is None:
        return None
    data = export.model_dump_json(indent=2)
    made = MadeExport(export.id, data, render_page(export, creditors), hashlib.sha256(data.encode()).hexdigest())
    _put_on_record(foundation, borrower_id, made)
    return made


def write_export(made: MadeExport, folder: Path, overwrite: bool = False) -> tuple[Path, Path]:
    """Write `export.json` and `export.html`, which only their owner can read; a new folder is closed to others too.

    Raises:
        ExportExists: one of them is there already, and `overwrite` is false.
    """
    targets = {folder / "export.json": made.data, folder / "export.html": made.page}
    there = [path.name for path in targets if path.is_symlink() or path.exists()]
    if there and not overwrite:
        raise ExportExists(f"{folder} holds {' and '.join(there)} already. Give another --output, or --force.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    for path, text in targets.items():
        _write_closed(path, text)
    return folder / "export.json", folder / "export.html"


def _write_closed(path: Path, text: str) -> None:
    """Beside the target first, so that neither half a file nor one that others may read ever stands there."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _put_on_record(foundation: Foundation, borrower_id: str, made: MadeExport) -> None:
    content = json.dumps({"export": made.id, "sha256": made.sha256}, sort_keys=True, separators=(",", ":"))
    with foundation.database.writing() as session:
        theirs = select(ConversationRow.id).where(ConversationRow.borrower_id == borrower_id)
        for conversation_id in session.scalars(theirs.order_by(ConversationRow.id)).all():
            conversation = locked(session, conversation_id)
            append_link(session, conversation, EXPORTED, made.id, content, foundation.clock())
    _log.info("exported", export=made.id)
