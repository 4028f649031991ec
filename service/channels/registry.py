"""The channels by name."""

from __future__ import annotations

from service.channels.capabilities import Sender
from service.channels.web import PullSender

CHANNELS: dict[str, Sender] = {name: PullSender(name) for name in ("web", "terminal")}


def sender_for(channel: str) -> Sender:
    """The sender of a channel.

    Raises:
        LookupError: no such channel.
    """
    try:
        return CHANNELS[channel]
    except KeyError:
        raise LookupError(f"no channel {channel!r}; there are {', '.join(sorted(CHANNELS))}") from None
