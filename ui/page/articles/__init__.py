"""The library as a list: adding files and pasted text, finding, opening and removing articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr

    from ui.page.context import PageContext


def build(context: PageContext) -> gr.HTML:
    """The panel ``#pc-articles``; to be called where it stands, inside a page."""
    from ui.page.articles.component import build_panel

    return build_panel(context)
