"""The page as a web application: Gradio under one theme, nothing recorded, nothing fetched from elsewhere.

Imports Gradio (seconds): ``ui.page`` imports this module only once a page is asked for.
"""

from __future__ import annotations

import logging
import socket

import gradio as gr
import uvicorn
from fastapi import FastAPI, Request
from starlette.middleware import Middleware
from starlette.routing import Mount

from ui.page.access import OwnNamesOnly, SameOriginOnly, UnderRootPath, UsedRequestsOnly
from ui.page.context import PageOptions
from ui.page.document import OwnScriptsOnly
from ui.page.failures import OneLineFailures
from ui.page.headers import SecurityHeaders
from ui.page.login import LoggedInOnly
from ui.page.panel import ASSETS
from ui.page.theme import theme
from ui.page.visitors import KnownVisitors, Visitors, is_loopback, names_of
from ui.users import Users

SCRIPTS = ("core.js", "connection.js")
SECONDS_TO_FINISH = 2


def application(page: gr.Blocks, *, host: str, visitors: Visitors, options: PageOptions) -> FastAPI:
    """The ASGI application that shows ``page`` to ``visitors``, and answers nothing else."""
    middleware = _middleware(host, visitors, options)
    outer = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, middleware=middleware)
    gr.mount_gradio_app(
        outer,
        page,
        path="/",
        root_path=visitors.root_path or None,
        theme=theme(),
        auth_dependency=_user if visitors.users else None,
        max_file_size=options.upload_limit,
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


def _middleware(host: str, visitors: Visitors, options: PageOptions) -> list[Middleware]:
    login = [Middleware(LoggedInOnly, users=Users(visitors.users))] if visitors.users else []
    return [
        Middleware(UnderRootPath, root_path=visitors.root_path),
        Middleware(SecurityHeaders),
        Middleware(OneLineFailures),
        Middleware(OwnNamesOnly, names=names_of(host, visitors), addresses=not is_loopback(host)),
        Middleware(SameOriginOnly),
        *login,
        Middleware(KnownVisitors),
        Middleware(UsedRequestsOnly, upload_limit=None if options.read_only else options.upload_limit),
        Middleware(OwnScriptsOnly, scripts=[(ASSETS / name).read_text(encoding="utf-8") for name in SCRIPTS]),
    ]


def _user(request: Request) -> str | None:
    """Who has logged in, as ``LoggedInOnly`` found."""
    return request.scope.get("user")


class PageServer(uvicorn.Server):
    """Serves ``page`` for ``host``; told to stop, it first ends the streams that open browsers hold."""

    def __init__(self, page: gr.Blocks, *, host: str, visitors: Visitors, options: PageOptions) -> None:
        app = application(page, host=host, visitors=visitors, options=options)
        super().__init__(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=SECONDS_TO_FINISH))
        self._page = page

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Closes the page, then every connection; a stream that has to be cut is no error."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        self._page.close(verbose=False)
        await super().shutdown(sockets)
