"""The console's way to an original: a form that asks why, and a page that shows it once."""

# No postponed annotations here: a route's dependencies are named inside the function that adds the route.

from collections.abc import Callable
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.review.forms import Form, form_of
from service.review.session import refuse_other_sites
from service.review.views import ConsoleSource, RevealRefused, Reviewer
from service.web import CONSOLE_HEADERS


def add_reveals(
    router: APIRouter,
    source: ConsoleSource,
    signed_in: Callable[[Request], Reviewer | None],
    render: Callable[..., HTMLResponse],
) -> None:
    """Add the route that takes a reason and shows an original. Its answer is never stored by a browser."""

    @router.post(
        "/console/conversations/{conversation_id}/messages/{message_id}/reveal",
        dependencies=[Depends(refuse_other_sites)],
    )
    def reveal(
        conversation_id: str,
        message_id: str,
        who: Annotated[Reviewer | None, Depends(signed_in)],
        form: Annotated[Form, Depends(form_of)],
    ) -> Response:
        if who is None:
            back = quote(f"/console/conversations/{conversation_id}", safe="/")
            return RedirectResponse(f"/console/login?next={back}", status_code=303, headers=dict(CONSOLE_HEADERS))
        found = source.reveal(conversation_id, message_id, who, form.get("reason", ""))
        if found is None:
            return render("missing.html", status=404, who=who)
        status = 200
        if isinstance(found, RevealRefused):
            status = 410 if found.gone else 422
        return render(
            "revealed.html", status=status, who=who, conversation_id=conversation_id, message_id=message_id, found=found
        )
