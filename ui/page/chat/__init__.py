"""Asking: the question box, and the conversation with its streamed answers.

``conversation`` says what happens from a question to its answer, ``rendering`` and ``answers`` turn that into
HTML, ``requests`` checks what a browser sends, ``component`` places it all with Gradio.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr

    from ui.page.chat.sources import SourcesPanel
    from ui.page.context import PageContext

__all__ = ["build_box", "build_thread"]


def build_thread(context: PageContext, sources: SourcesPanel) -> gr.HTML:
    """The conversation, and before the first question the welcome with its examples.

    ``sources`` shows what an answer rests on.
    """
    from ui.page.chat import component

    return component.build_thread(context, sources)


def build_box(context: PageContext) -> gr.HTML:
    """Where questions are typed."""
    from ui.page.chat import component

    return component.build_box(context)
