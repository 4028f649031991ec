"""What a channel can do, and the contract of a sender."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class ChannelCapabilities:
    """What holds for every message on a channel.

    Args:
        name: as accounts and conversations call it.
        interrupts: whether a message rings at the borrower's side; then contact windows bind its dispatch.
            A web page shows messages only to somebody who opened it.
        longest_message: characters.
        idempotent: whether sending the same message id twice shows it once.
    """

    name: str
    interrupts: bool
    longest_message: int
    idempotent: bool


@dataclass(frozen=True)
class OutgoingMessage:
    """A checked message in its final form; `id` is its idempotency key."""

    id: str
    conversation_id: str
    text: str


class Sender(Protocol):
    """Hands a message to the channel and returns the channel's receipt.

    Raises:
        DeliveryFailed: the channel did not take it; it stays in the outbox and is tried again.
    """

    capabilities: ChannelCapabilities

    def send(self, message: OutgoingMessage) -> str: ...


class DeliveryFailed(Exception):
    """The channel did not take the message."""
