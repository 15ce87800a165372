"""Which requests the page answers: those that it sends itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

READING = {"GET", "HEAD"}
WRITABLE = "/gradio_api/queue/join"
READABLE = re.compile(r"/gradio_api/(queue/data|heartbeat/[^/]+|app_id)")


class OwnRequestsOnly:
    """ASGI middleware: 403 for what another site's page sends, 404 for what this page never asks for.

    Gradio serves more than the page needs: uploads, calls, components' files. A website can have a visitor's
    browser send them a POST request without asking first, but cannot keep its own name out of ``Origin``
    (Fetch Standard, section 3.2).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self.app if scope["type"] != "http" else _refusal(scope) or self.app
        await answer(scope, receive, send)


def _refusal(scope: Scope) -> PlainTextResponse | None:
    if scope["method"] not in READING and not _same_origin(Headers(scope=scope)):
        return PlainTextResponse("Another site may not ask for this.", 403)
    return None if _used(scope["method"], scope["path"]) else PlainTextResponse("Not found.", 404)


def _same_origin(headers: Headers) -> bool:
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _used(method: str, path: str) -> bool:
    if method not in READING:
        return path == WRITABLE
    return "gradio_api" not in path or READABLE.fullmatch(path) is not None
