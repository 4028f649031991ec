"""The negotiation stage: what may be offered, and what the agent does next."""

from service.negotiation.authority import Authority
from service.negotiation.authority_book import AuthorityBook, load_authorities
from service.negotiation.conversation import decide, open_conversation
from service.negotiation.engine import answer_proposal

__all__ = ["Authority", "AuthorityBook", "answer_proposal", "decide", "load_authorities", "open_conversation"]
