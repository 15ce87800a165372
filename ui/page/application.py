"""The page as a web application: Gradio under one theme, nothing recorded, nothing fetched from elsewhere.

Imports Gradio (seconds): ``ui.page`` imports this module only once a page is asked for.
"""

from __future__ import annotations

import socket

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount

from ui.page.access import OwnRequestsOnly
from ui.page.headers import SecurityHeaders
from ui.page.theme import theme

LOOPBACK = ("127.0.0.1", "localhost")
SECONDS_TO_FINISH = 2


def application(page: gr.Blocks, *, host: str) -> FastAPI:
    """The ASGI application that shows ``page``.

    Served on a loopback ``host`` it answers to loopback names only, so that no website can reach it by
    pointing its own name at this machine (DNS rebinding). On any host it answers only what the page sends.
    """
    middleware = [Middleware(SecurityHeaders)]
    if host in LOOPBACK:
        middleware.append(Middleware(TrustedHostMiddleware, allowed_hosts=list(LOOPBACK)))
    middleware.append(Middleware(OwnRequestsOnly))
    outer = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, middleware=middleware)
    gr.mount_gradio_app(
        outer,
        page,
        path="/",
        theme=theme(),
        footer_links=[],
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
    )
    # What `close` ends; mounting leaves it at an earlier application.
    page.app = next(mount.app for mount in outer.routes if isinstance(mount, Mount))  # type: ignore[assignment]
    return outer


class PageServer(uvicorn.Server):
    """Serves ``page`` for ``host``; told to stop, it first ends the streams that open browsers hold."""

    def __init__(self, page: gr.Blocks, *, host: str) -> None:
        app = application(page, host=host)
        super().__init__(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=SECONDS_TO_FINISH))
        self._page = page

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Closes the page, then every connection."""
        self._page.close(verbose=False)
        await super().shutdown(sockets)
