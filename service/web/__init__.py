"""What a borrower's browser loads: the chat page and the static files that pages share."""

from service.web.assets import ASSETS_FOLDER, Asset, load_assets
from service.web.pages import chat_router
from service.web.security import CHAT_HEADERS, CONSOLE_HEADERS

__all__ = ["ASSETS_FOLDER", "CHAT_HEADERS", "CONSOLE_HEADERS", "Asset", "chat_router", "load_assets"]
