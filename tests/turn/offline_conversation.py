"""A whole conversation, to an agreed plan, in a process that may not open a connection. Run as a module.

Prints the states as JSON. Any attempt to connect, send or look up a name ends the process with status 3.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

_FORBIDDEN = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg"}


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _FORBIDDEN:
        sys.stderr.write(f"forbidden: {event} {arguments[1:]!r}\n")
        sys.stderr.flush()
        os._exit(3)


def main() -> None:
    sys.addaudithook(_refuse)
    from service.samples import load_sample_accounts
    from service.settings import Settings
    from tests.serving import serving

    settings = Settings(data_dir=Path(tempfile.mkdtemp()) / "var", log_level="ERROR", _env_file=None)
    with serving(settings) as running:
        account = next(one for one in load_sample_accounts() if one.id == "us-card-1001")
        running.add(account)
        talk = running.converse(account.id)
        story = (
            "hello, who is this?",
            f"I was born on {account.borrower.date_of_birth}",
            "what happens if I miss a payment?",
            "I lost my job",
            "I can pay 210 a month",
            "Yes, I accept",
        )
        states = [talk.say(text)["state"] for text in story]
    sys.stdout.write(json.dumps(states) + "\n")


if __name__ == "__main__":
    main()
