"""The chat page: questions, streamed answers, and beside them the quotes they rest on.

``rendering`` turns values into HTML, ``conversation`` says what to show when, ``layout`` places it with
Gradio, ``application`` and ``server`` put it on an address. Gradio is imported when a page is built.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.page.server import ServeError, serve

if TYPE_CHECKING:
    import gradio as gr

    from qa.assistant import Assistant

__all__ = ["ServeError", "build_page", "serve"]


def build_page(assistant: Assistant) -> gr.Blocks:
    """The chat page over ``assistant``, to be served by ``serve`` or mounted in another application."""
    from ui.page import layout

    return layout.build_page(assistant)
