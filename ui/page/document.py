"""The page's one HTML document: Gradio's, with the page's own scripts in its head."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

from ui.page.access import path_of
from ui.page.headers import POLICY, policy

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


class OwnScriptsOnly:
    """ASGI middleware that puts ``scripts`` into the document, and gives each script in it a nonce.

    The browser runs no other script: not one that an article would bring, nor a handler in an attribute.
    Gradio writes its configuration without ``<``, so that every ``<script`` is one of its template.
    """

    def __init__(self, app: ASGIApp, *, scripts: Sequence[str]) -> None:
        self.app = app
        self._scripts = "".join(f"<script>{script}</script>" for script in scripts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or path_of(scope) != "/":
            await self.app(scope, receive, send)
            return
        start: Message = {}
        parts: list[bytes] = []

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                parts.append(message.get("body", b""))

        await self.app(_uncompressed(scope), receive, collect)
        nonce = secrets.token_urlsafe(16)
        body = self._own(b"".join(parts).decode(), nonce).encode()
        headers = MutableHeaders(scope=start)
        headers.update({POLICY: policy(nonce), "content-length": str(len(body)), "cache-control": "no-store"})
        await send(start)
        await send({"type": "http.response.body", "body": body})

    def _own(self, document: str, nonce: str) -> str:
        head, end, rest = document.partition("</head>")
        return f"{head}{self._scripts}{end}{rest}".replace("<script", f'<script nonce="{nonce}"')


def _uncompressed(scope: Scope) -> Scope:
    headers = Headers(scope=scope)
    kept = [(name, value) for name, value in headers.raw if name != b"accept-encoding"]
    return {**scope, "headers": kept}
