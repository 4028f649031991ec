"""Grounding: what the agent may quote, found by meaning and filtered by language, jurisdiction and date."""

from service.knowledge.base import KnowledgeBase, SyncReport
from service.knowledge.documents import Document, load_documents
from service.knowledge.errors import KnowledgeUnavailable

__all__ = ["Document", "KnowledgeBase", "KnowledgeUnavailable", "SyncReport", "load_documents"]
