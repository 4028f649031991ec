"""What is kept: accounts, conversations, messages, turns, quotes, plans, the vault, the audit chain, the outbox."""

from service.records.database import Database, DatabaseUnavailable

__all__ = ["Database", "DatabaseUnavailable"]
