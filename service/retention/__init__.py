"""Retention: how long each kind of data is kept, by place, and what is deleted when that time is over."""

from service.retention.book import Bound, Expiry, RetentionBook, Term, load_retention
from service.retention.schema import RetentionEntry, RetentionFile
from service.retention.sweep import Due, Line, Report, Retention, judged

__all__ = [
    "Bound", "Due", "Expiry", "Line", "Report", "Retention", "RetentionBook", "RetentionEntry", "RetentionFile", "Term",
    "judged", "load_retention",
]  # fmt: skip
