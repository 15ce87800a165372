"""The proof beside an answer: its sources, quote by quote, and each article whole with the quote in it.

``rendering`` and ``reading`` turn values into HTML, ``words`` has the page's own words, ``component`` places
both with Gradio, which is imported when a page is built.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr

    from ui.page.context import PageContext

__all__ = ["build_sources", "build_viewer"]


def build_sources(context: PageContext) -> gr.HTML:
    """The panel ``#pc-sources``: the sources of an answer, or what is in the library."""
    from ui.page.proof.component import sources

    return sources(context)


def build_viewer(context: PageContext) -> gr.HTML:
    """The dialog ``#pc-viewer`` that shows a whole article."""
    from ui.page.proof.component import viewer

    return viewer(context)
