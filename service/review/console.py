"""The console's routes."""

# No postponed annotations here: a route's dependencies are named inside the functions that add the routes.

from collections.abc import Callable
from typing import Annotated, Any, get_args
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.domain.vocabulary import Language, State
from service.review.forms import Form, form_of
from service.review.rendering import console_templates
from service.review.reveals import add_reveals
from service.review.session import Sessions, refuse_other_sites
from service.review.views import ConsoleSource, ConversationDetail, ConversationFilter, Reviewer
from service.web import CONSOLE_HEADERS

# The guard sees the message as it will be read, with the borrower's name: that form stays out of what is shown.
_CLEAR = {"turns": {"__all__": {"trace": {"attempts": {"__all__": {"verdict": {"normalised"}}}}}}}

Render = Callable[..., HTMLResponse]
SignedIn = Callable[[Request], Reviewer | None]


def console_router(source: ConsoleSource, secret: bytes) -> APIRouter:
    """The pages under `/console`.

    Args:
        source: where the values come from.
        secret: at least 16 bytes; signs the sessions. With another one, everybody signs in again.

    Raises:
        ValueError: the secret is too short.
    """
    if len(secret) < 16:
        raise ValueError(f"the console's secret must have at least 16 bytes, not {len(secret)}")
    router = APIRouter(include_in_schema=False)
    sessions, render = Sessions(secret), _renderer()
    _add_entrance(router, source, sessions, render)
    signed_in = _signed_in(source, sessions)
    _add_pages(router, source, signed_in, render)
    add_reveals(router, source, signed_in, render)
    return router


def _signed_in(source: ConsoleSource, sessions: Sessions) -> SignedIn:
    def reviewer_of(request: Request) -> Reviewer | None:
        """Who is looking: asked on every request, so that a revoked key closes its sessions."""
        reviewer = sessions.reviewer(request)
        return reviewer if reviewer is not None and source.is_active(reviewer.id) else None

    return reviewer_of


def _renderer() -> Render:
    templates = console_templates()

    def render(template: str, status: int = 200, **values: Any) -> HTMLResponse:
        html = templates.get_template(template).render(**values)
        return HTMLResponse(html, status_code=status, headers=dict(CONSOLE_HEADERS))

    return render


def _add_entrance(router: APIRouter, source: ConsoleSource, sessions: Sessions, render: Render) -> None:
    same_site = [Depends(refuse_other_sites)]

    def enter(request: Request, reviewer: Reviewer, to: str) -> Response:
        response = RedirectResponse(_inside(to), status_code=303, headers=dict(CONSOLE_HEADERS))
        sessions.sign_in(request, response, reviewer)
        return response

    @router.get("/console/login")
    def login_page(next: str = "") -> Response:
        return render("login.html", to=_inside(next), failed=False)

    @router.post("/console/login", dependencies=same_site)
    def login(request: Request, form: Annotated[Form, Depends(form_of)]) -> Response:
        reviewer = source.check_login(form.get("key", "").strip())
        if reviewer is None:
            return render("login.html", status=401, to=_inside(form.get("next", "")), failed=True)
        return enter(request, reviewer, form.get("next", ""))

    # Two steps: programs that look into links before people do would use the code up.
    @router.get("/console/enter/{code}")
    def enter_page(code: str) -> Response:
        return render("enter.html", code=code)

    @router.post("/console/enter/{code}", dependencies=same_site)
    def enter_with_code(code: str, request: Request) -> Response:
        reviewer = source.redeem_code(code)
        if reviewer is None:
            return render("enter.html", status=401, code=None)
        return enter(request, reviewer, "")

    @router.post("/console/logout", dependencies=same_site)
    def logout() -> Response:
        response = RedirectResponse("/console/login", status_code=303, headers=dict(CONSOLE_HEADERS))
        sessions.sign_out(response)
        return response


def _add_pages(router: APIRouter, source: ConsoleSource, signed_in: SignedIn, render: Render) -> None:
    Who = Annotated[Reviewer | None, Depends(signed_in)]  # noqa: N806  (a type)

    @router.get("/console")
    def conversations(request: Request, who: Who) -> Response:
        if who is None:
            return _to_login(request)
        wanted = _wanted(request)
        page = source.list_conversations(wanted)
        partial = request.headers.get("hx-request") == "true" and "hx-history-restore-request" not in request.headers
        template = "results.html" if partial else "conversations.html"
        return render(template, who=who, wanted=wanted, page=page, states=tuple(State), languages=get_args(Language))

    @router.get("/console/conversations/{conversation_id}.json")
    def as_json(conversation_id: str, request: Request, who: Who) -> Response:
        if who is None:
            return _to_login(request)
        found = source.conversation(conversation_id)
        if found is None:
            return render("missing.html", status=404, who=who)
        return Response(_json(found), media_type="application/json", headers=dict(CONSOLE_HEADERS))

    @router.get("/console/conversations/{conversation_id}")
    def conversation(conversation_id: str, request: Request, who: Who) -> Response:
        if who is None:
            return _to_login(request)
        found = source.conversation(conversation_id)
        if found is None:
            return render("missing.html", status=404, who=who)
        return render("conversation.html", who=who, detail=found)

    @router.get("/console/conversations/{conversation_id}/turns/{number}")
    def turn(conversation_id: str, number: int, request: Request, who: Who) -> Response:
        if who is None:
            return _to_login(request)
        found = source.conversation(conversation_id)
        record = found.turn(number) if found is not None else None
        if found is None or record is None:
            return render("missing.html", status=404, who=who)
        partial = request.headers.get("hx-request") == "true"
        return render("trace.html" if partial else "turn.html", who=who, detail=found, turn=record)


def _to_login(request: Request) -> Response:
    """To the login page and back; a request for a part of a page takes the whole page there."""
    headers = dict(CONSOLE_HEADERS)
    if request.headers.get("hx-request") == "true":
        return Response(status_code=204, headers={**headers, "HX-Redirect": "/console/login"})
    query = f"?{request.url.query}" if request.url.query else ""
    back = quote(request.url.path + query, safe="/")
    return RedirectResponse(f"/console/login?next={back}", status_code=303, headers=headers)


def _inside(path: str) -> str:
    """The path when it leads into the console, else the console's first page: no link leads elsewhere after login."""
    inside = path == "/console" or path.startswith(("/console/", "/console?"))
    return path if inside and "\\" not in path and "//" not in path else "/console"


def _wanted(request: Request) -> ConversationFilter:
    """The filter in an address; what does not make sense there counts as not given."""
    given = request.query_params
    state, language, page = given.get("state", ""), given.get("language", ""), given.get("page", "")
    return ConversationFilter.model_validate(
        {
            "state": state if state in set(State) else None,
            "language": language if language in get_args(Language) else None,
            "jurisdiction": given.get("jurisdiction", "")[:16],
            "query": given.get("q", "").strip()[:64],
            "page": _page_number(page),
        }
    )


def _page_number(given: str) -> int:
    usable = given.isascii() and given.isdigit() and len(given) <= 5
    return max(1, int(given)) if usable else 1


def _json(detail: ConversationDetail) -> str:
    return detail.model_dump_json(indent=2, exclude=_CLEAR)
