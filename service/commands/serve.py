"""`forbear serve`"""

from __future__ import annotations

import contextlib
import socket
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from service.commands.failures import explanation
from service.settings import get_settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Load sample accounts and print their links.")] = False,
) -> None:
    """Start the service; an empty data folder is prepared first.

    Examples:

        forbear serve

        forbear serve --demo

        FORBEAR_DATABASE_URL=postgresql://forbear@db/forbear forbear serve --host 0.0.0.0 --port 80
    """
    import uvicorn

    from service.app import create_app
    from service.commands.links import print_demonstration
    from service.demonstration import demonstrate
    from service.logs import configure_logging
    from service.memory import limit_arenas
    from service.program import Program

    limit_arenas()
    settings = get_settings()
    configure_logging(settings.log_level)
    listener = _bound(host or settings.host, settings.port if port is None else port)
    settings = settings.listening_at(host or settings.host, listener.getsockname()[1])

    def announce(program: Program) -> None:
        if demo:
            print_demonstration(demonstrate(program.foundation))
        listener.listen()  # from here on whoever connects is served; uvicorn itself listens a moment later
        Console(stderr=True).print(f"Forbear is ready at {settings.public_url}  (Ctrl-C stops it)", highlight=False)

    app = _Started(create_app(settings, on_ready=announce))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, timeout_keep_alive=75))
    with contextlib.suppress(KeyboardInterrupt):
        try:
            server.run(sockets=[listener])
        except SystemExit:  # how uvicorn ends a start that failed
            if app.failure is None:
                raise
            raise app.failure from None


class _Started:
    """The application, but a start that a person can put right fails without a stack trace; `failure` says why."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.failure: Exception | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        failed: list[Message] = []

        async def hold_back_failure(message: Message) -> None:
            if message["type"] == "lifespan.startup.failed":
                failed.append(message)
            else:
                await send(message)

        try:
            await self._app(scope, receive, hold_back_failure)
        except Exception as error:
            if not failed:
                raise
            if explanation(error) is not None:
                self.failure = error
                failed = [{"type": "lifespan.startup.failed", "message": ""}]
        for message in failed:
            await send(message)


def _bound(host: str, port: int) -> socket.socket:
    """A socket at the address, not listening yet; taken before the models load, so that a taken port is told at once.

    Raises:
        OSError: the address cannot be had; says which, and what to do.
    """
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        fix = "Give another --host or --port, or stop what uses it"
        raise OSError(f"cannot listen on {host} port {port}: {error.strerror}. {fix}.") from error
    return listener
