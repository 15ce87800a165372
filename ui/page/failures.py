"""What is told of a request that could not be answered."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger("uvicorn.error")
"""The server's own: it falls silent once the server stops."""


class OneLineFailures:
    """ASGI middleware: an error that nothing else has caught is one line in the terminal, and 500."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception as error:  # the application's outermost edge
            told = logger.isEnabledFor(logging.DEBUG)
            logger.error("%s %r failed: %r", scope["method"], scope["path"], error, exc_info=told)
            if not begun:
                await PlainTextResponse("It failed; the terminal says why.", 500)(scope, receive, send)
