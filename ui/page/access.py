"""Which requests the page answers: those that it sends itself, to a name that is its own."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

from ui.page.context import LARGEST_PASTED, MEGABYTE
from ui.page.visitors import is_address

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

READING = {"GET", "HEAD"}
READABLE = re.compile(
    r"/|/config|/theme\.css|/favicon\.ico|/robots\.txt|/(assets|static|svelte)/.+|"
    r"/gradio_api/(queue/data|heartbeat/[^/]+|app_id|upload_progress)"
)
WRITABLE = re.compile(r"/gradio_api/(queue/join|run/predict/?|component_server/?|cancel|reset/?)")
UPLOAD = "/gradio_api/upload"
FORM = MEGABYTE // 10
"""Room for what surrounds a file in a multipart form, or a text in a message."""
LARGEST_MESSAGE = 2 * LARGEST_PASTED + FORM
"""In JSON a line break is two bytes, and so is a quotation mark."""


def path_of(scope: Scope) -> str:
    """The path asked for, without the prefix under which a reverse proxy shows the page."""
    return str(scope["path"]).removeprefix(scope.get("root_path", ""))


class UnderRootPath:
    """ASGI middleware for a page that a reverse proxy shows at ``root_path``, which it may strip or leave."""

    def __init__(self, app: ASGIApp, *, root_path: str) -> None:
        self.app = app
        self._root = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._root and scope["type"] != "lifespan":
            path = scope["path"]
            rest = path.removeprefix(self._root) if path.startswith(f"{self._root}/") else path
            scope = {**scope, "root_path": self._root, "path": self._root + rest}
        await self.app(scope, receive, send)


class OwnNamesOnly:
    """ASGI middleware: 400 for a request to a name that is not the page's.

    A website can point its own name at this machine (DNS rebinding), and its scripts may then read what the
    page answers; only the name in ``Host`` tells.
    """

    def __init__(self, app: ASGIApp, *, names: Set[str], addresses: bool) -> None:
        self.app = app
        self._names, self._addresses = names, addresses

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        known = scope["type"] == "lifespan" or self._is_own(Headers(scope=scope).get("host", ""))
        answer = self.app if known else PlainTextResponse("This page has another name.", 400)
        await answer(scope, receive, send)

    def _is_own(self, host: str) -> bool:
        name = re.sub(r":\d*$", "", host).lower()
        return name in self._names or (self._addresses and is_address(name.strip("[]")))


class SameOriginOnly:
    """ASGI middleware: 403 for what another site's page sends.

    It can have a visitor's browser send a request without asking first, but cannot keep its own name out of
    ``Origin`` where it writes, or would read the answer (Fetch Standard, section 3.2).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        own = scope["type"] == "lifespan" or _same_origin(Headers(scope=scope))
        answer = self.app if own else PlainTextResponse("Another site may not ask for this.", 403)
        await answer(scope, receive, send)


class UsedRequestsOnly:
    """ASGI middleware: 404 for what the page never asks for, 413 for more than it sends at a time.

    Gradio serves more than the page needs: calls, files, recordings of runs. A message that does not tell
    its length is refused with 411.
    """

    def __init__(self, app: ASGIApp, *, upload_limit: int | None) -> None:
        """``upload_limit`` is in bytes; ``None`` lets nothing be uploaded."""
        self.app = app
        self._upload_limit = upload_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = self.app if scope["type"] == "lifespan" else self._refusal(scope) or self.app
        await answer(scope, receive, send)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        path = path_of(scope)
        if scope["type"] != "http" or not self._is_used(scope["method"], path):
            return PlainTextResponse("Not found.", 404)
        return None if scope["method"] in READING else self._too_long(path, Headers(scope=scope))

    def _is_used(self, method: str, path: str) -> bool:
        if method in READING:
            return READABLE.fullmatch(path) is not None
        uploads = path == UPLOAD and self._upload_limit is not None
        return method == "POST" and (uploads or WRITABLE.fullmatch(path) is not None)

    def _too_long(self, path: str, headers: Headers) -> PlainTextResponse | None:
        length = headers.get("content-length", "")
        if not length.isdecimal():
            return PlainTextResponse("Its length is missing.", 411)
        limit = (self._upload_limit or 0) + FORM if path == UPLOAD else LARGEST_MESSAGE
        return None if int(length) <= limit else PlainTextResponse("Too large.", 413)


def _same_origin(headers: Headers) -> bool:
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")
