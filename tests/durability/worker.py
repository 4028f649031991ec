"""A serving process that kills itself at a chosen point."""

from __future__ import annotations

import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event


class Fuse:
    """Sends SIGKILL to this very process at the n-th begin or commit of any database transaction."""

    def __init__(self, burns: int | None) -> None:
        self._left = burns

    def burn(self, *_arguments: Any) -> None:
        if self._left is None:
            return
        self._left -= 1
        if self._left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


def live(folder: Path, burns: int | None, pipe: Connection) -> None:
    """Serve what comes through the pipe, until killed or told to end.

    Every message is stored and queued, then acknowledged, as the interface does it.
    """
    from service.program import build_program, lay_foundation, workflow_url
    from service.settings import Settings
    from service.workflows import Workflows

    settings = Settings(data_dir=folder, log_level="ERROR", _env_file=None)
    foundation = lay_foundation(settings)
    program = build_program(foundation)
    workflows = Workflows(
        url=workflow_url(settings),
        database=foundation.database,
        stages=program.stages,
        delivery=program.delivery,
        hub=program.hub,
        clock=foundation.clock,
        workers=2,
        poll_seconds=0.01,
    )
    fuse = Fuse(burns)
    event.listen(Engine, "begin", fuse.burn)
    event.listen(Engine, "commit", fuse.burn)
    workflows.start()
    while (order := pipe.recv()) is not None:
        conversation_id, client_message_id, text = order
        received = program.reception.receive(conversation_id, text, client_message_id)
        workflows.enqueue(conversation_id, received.message.id)
        pipe.send(received.message.id)
    workflows.stop()
