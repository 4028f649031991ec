"""The routes of the chat page: an HTML shell and its static files.

The shell is the same for everybody and holds nothing about anybody. The borrower's token comes in the fragment of
the link (`/chat/<id>#token=…`), which browsers never send, so it reaches no server log; the page's script keeps it
for the tab and talks to the JSON API with it.
"""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from service.web.assets import load_assets
from service.web.security import ASSET_HEADERS, CHAT_HEADERS

_TEMPLATES = Path(__file__).resolve().parent / "templates"


def chat_router() -> APIRouter:
    """Routes for `/`, `/chat/{conversation_id}` and `/static/{path}`."""
    router = APIRouter(include_in_schema=False)
    shell = (_TEMPLATES / "chat.html").read_text(encoding="utf-8")
    index = (_TEMPLATES / "index.html").read_text(encoding="utf-8")
    assets = load_assets()

    @router.get("/")
    def index_page() -> HTMLResponse:
        """For whoever opens the bare address: where borrowers, reviewers, programs and operators go."""
        return HTMLResponse(index, headers=dict(CHAT_HEADERS))

    @router.get("/chat/{conversation_id}")
    def chat_page(conversation_id: str) -> HTMLResponse:
        """The shell; the script reads the conversation's id from the address, so nothing is filled in here."""
        return HTMLResponse(shell, headers=dict(CHAT_HEADERS))

    @router.get("/static/{path:path}")
    def static_file(path: str, request: Request) -> Response:
        asset = assets.get(path)
        if asset is None:
            return Response(status_code=404, headers=dict(ASSET_HEADERS))
        headers = {**ASSET_HEADERS, "ETag": asset.etag}
        if request.headers.get("if-none-match") == asset.etag:
            return Response(status_code=304, headers=headers)
        return Response(asset.content, media_type=asset.media_type, headers=headers)

    return router
