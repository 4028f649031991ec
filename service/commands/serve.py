"""`forbear serve`"""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from service.settings import get_settings


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
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
    from service.program import Program

    settings = get_settings()
    changes: dict[str, object] = {}
    if host is not None:
        changes["host"] = host
    if port is not None:
        changes["port"] = port
    settings = settings.model_copy(update=changes)
    if "public_url" not in settings.model_fields_set:
        settings = settings.model_copy(update={"public_url": f"http://{_reachable(settings.host)}:{settings.port}"})
    configure_logging(settings.log_level)

    def announce(program: Program) -> None:
        if demo:
            print_demonstration(demonstrate(program.foundation))
        Console(stderr=True).print(f"Forbear is ready at {settings.public_url}  (Ctrl-C stops it)", highlight=False)

    app = create_app(settings, on_ready=announce)
    uvicorn.run(app, host=settings.host, port=settings.port, log_level="warning", access_log=False)


def _reachable(host: str) -> str:
    """The address by which this machine reaches itself."""
    return "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104  (compared, not bound)
