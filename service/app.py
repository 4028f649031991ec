"""The web application: the JSON interface, the chat page and the console, on one program."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool

from service import __version__
from service.api import accounts, borrowers, conversations, health, review, tools
from service.api.problems import install_problem_handlers, problem_response
from service.console import RecordsConsole
from service.logs import keep_words_out_of_logs
from service.program import Foundation, Program, build_program, lay_foundation, workflow_url
from service.review import console_router
from service.settings import Settings, get_settings
from service.web import chat_router
from service.workflows import Workflows

LARGEST_BODY = 1024 * 1024
_LARGE_PATHS = {"/v1/accounts/import": accounts.LARGEST_IMPORT}
_log = structlog.get_logger(__name__)

OnReady = Callable[[Program], None]


def create_app(settings: Settings | None = None, on_ready: OnReady | None = None) -> FastAPI:
    """The application; everything heavy is built when it starts, so that a broken file stops the start.

    Args:
        on_ready: called once the program is built and its workflows run.
    """
    keep_words_out_of_logs()
    foundation = lay_foundation(settings or get_settings())

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        program = await run_in_threadpool(build_program, foundation)
        workflows = _workflows(foundation, program)
        app.state.program, app.state.workflows = program, workflows
        await run_in_threadpool(workflows.start)
        if on_ready is not None:
            await run_in_threadpool(on_ready, program)
            await run_in_threadpool(workflows.sweep, fresh_too=True)  # sample conversations want their opening
        try:
            yield
        finally:
            await run_in_threadpool(workflows.stop)
            foundation.database.close()

    app = FastAPI(
        title="Forbear",
        version=__version__,
        description="An agent that negotiates overdue debts with borrowers, calmly and inside the law.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    install_problem_handlers(app)
    app.middleware("http")(_refuse_large_bodies)
    for router in (
        accounts.router,
        borrowers.router,
        conversations.router,
        review.router,
        tools.router,
        health.router,
    ):
        app.include_router(router)
    app.include_router(chat_router())
    app.include_router(console_router(RecordsConsole(foundation), foundation.session_secret))
    return app


def _workflows(foundation: Foundation, program: Program) -> Workflows:
    settings = foundation.settings
    return Workflows(
        url=workflow_url(settings),
        database=foundation.database,
        stages=program.stages,
        delivery=program.delivery,
        hub=program.hub,
        clock=foundation.clock,
        workers=settings.workers,
        poll_seconds=settings.queue_poll_seconds,
        retention=program.retention if settings.retention_daily else None,
    )


async def _refuse_large_bodies(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """A body is refused by its declared length, before it is read."""
    declared = request.headers.get("content-length", "0")
    limit = _LARGE_PATHS.get(request.url.path, LARGEST_BODY)
    if not declared.isdigit() or int(declared) > limit:
        return problem_response(413, "Too large", f"A request has at most {limit:,} bytes.", fix="Send less at once.")
    return await call_next(request)
