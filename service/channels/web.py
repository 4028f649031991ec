"""Chat pages and terminals: the borrower looks at the conversation, so a message is delivered by being shown there."""

from __future__ import annotations

from service.channels.capabilities import ChannelCapabilities, OutgoingMessage


class PullSender:
    """Delivers to whoever looks: the receipt is the message's own id, so sending twice is sending once."""

    def __init__(self, name: str) -> None:
        self.capabilities = ChannelCapabilities(name=name, interrupts=False, longest_message=8000, idempotent=True)

    def send(self, message: OutgoingMessage) -> str:
        return f"{self.capabilities.name}:{message.id}"
