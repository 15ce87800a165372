"""The page: ask, read the answer, and beside it the quotes that it rests on; the library, and its picture.

Each part is a package of its own; they know nothing of each other and send news (``assets/core.js``).
``layout`` places them with Gradio, ``application`` and ``server`` put the page on an address. Gradio is
imported when a page is built.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.page.context import PageContext, PageOptions
from ui.page.server import ServeError, serve

if TYPE_CHECKING:
    import gradio as gr

__all__ = ["PageContext", "PageOptions", "ServeError", "build_page", "serve"]


def build_page(context: PageContext) -> gr.Blocks:
    """The page over ``context``, to be served by ``serve`` or mounted in another application."""
    from ui.page import layout

    return layout.build_page(context)
