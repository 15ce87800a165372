"""The masthead: the page's name, its two views, and what a reader sets: language, light or dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr

    from ui.page.context import PageContext

__all__ = ["build"]


def build(context: PageContext) -> gr.HTML:
    """The masthead as a component; ``context`` has nothing that it shows."""
    from ui.page.masthead.component import build_masthead

    del context
    return build_masthead()
