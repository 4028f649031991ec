"""Ways of reaching a borrower. Each channel states what it can do, and sends what the outbox hands to it."""

from service.channels.capabilities import ChannelCapabilities, OutgoingMessage, Sender
from service.channels.registry import CHANNELS, sender_for

__all__ = ["CHANNELS", "ChannelCapabilities", "OutgoingMessage", "Sender", "sender_for"]
