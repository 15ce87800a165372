"""A response that is still being sent when the session of its reader ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from anyio import CancelScope
from starlette.datastructures import Headers

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LAST: Message = {"type": "http.response.body", "body": b"", "more_body": False}


class UntilEnded:
    """ASGI middleware: a stream ends at its first piece after ``is_open`` is no more, and so does its work.

    A response of known length goes on: it began when it was allowed, and is soon over.
    """

    def __init__(self, app: ASGIApp, *, is_open: Callable[[], bool]) -> None:
        self.app = app
        self._is_open = is_open

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        streams = False

        async def sending(message: Message) -> None:
            nonlocal streams
            if message["type"] == "http.response.start":
                streams = "content-length" not in Headers(raw=message["headers"])
            elif answering.cancel_called:
                return
            elif streams and not self._is_open():
                await send(LAST)
                answering.cancel()
                return
            await send(message)

        with CancelScope() as answering:
            await self.app(scope, receive, sending)
