"""The page as a web application: Gradio under one theme, nothing recorded, nothing fetched from elsewhere.

Imports Gradio (seconds): ``ui.page`` imports this module only once a page is asked for.
"""

from __future__ import annotations

import gradio as gr
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from ui.page.headers import SecurityHeaders
from ui.page.theme import theme

LOOPBACK = ("127.0.0.1", "localhost")


def application(page: gr.Blocks, *, host: str) -> FastAPI:
    """The ASGI application that shows ``page``.

    Served on a loopback ``host`` it answers to loopback names only, so that no website can reach it by
    pointing its own name at this machine (DNS rebinding).
    """
    middleware = [Middleware(SecurityHeaders)]
    if host in LOOPBACK:
        middleware.append(Middleware(TrustedHostMiddleware, allowed_hosts=list(LOOPBACK)))
    outer = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, middleware=middleware)
    return gr.mount_gradio_app(
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
