"""Retention: how long each kind of data is kept, by place, and what is deleted when that time is over."""

from service.retention.book import Bound, Expiry, RetentionBook, Term, load_retention
from service.retention.schema import RetentionEntry, RetentionFile

__all__ = ["Bound", "Expiry", "RetentionBook", "RetentionEntry", "RetentionFile", "Term", "load_retention"]
