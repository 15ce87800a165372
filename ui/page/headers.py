"""What every response tells the browser: load and run nothing else, send no address on, stay unframed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

from ui.page.access import path_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Under `no-referrer` a form, such as that to log in, would be sent without its origin (Fetch, section 3.2).
HEADERS = {
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
POLICY = "content-security-policy"
NEVER_CHANGING = ("/assets/", "/static/", "/svelte/")


def policy(nonce: str = "") -> str:
    """The Content Security Policy (level 3) of a response, whose scripts bear ``nonce``.

    Gradio has styles inside its page, and compiles its templates.
    """
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' 'unsafe-eval'" + (f" 'nonce-{nonce}'" if nonce else ""),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "frame-src 'none'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class SecurityHeaders:
    """ASGI middleware that adds ``HEADERS`` to each response, and a policy to one that has none.

    What does not say how long it may be kept, and is no file of Gradio's own, is not kept at all.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                headers.setdefault(POLICY, policy())
                if not path_of(scope).startswith(NEVER_CHANGING):
                    headers.setdefault("cache-control", "no-store")
            await send(message)

        await self.app(scope, receive, send_with_headers)
