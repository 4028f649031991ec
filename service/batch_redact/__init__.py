"""Whole files without personal data: plain text, JSON Lines and CSV, read and written piece by piece."""

from service.batch_redact.pseudonymiser import Pseudonymiser, Scope
from service.batch_redact.rows import UnreadableRows, redact_csv, redact_json_lines
from service.batch_redact.texts import redact_plain_text

__all__ = ["Pseudonymiser", "Scope", "UnreadableRows", "redact_csv", "redact_json_lines", "redact_plain_text"]
