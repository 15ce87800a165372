"""Conversations kept in the reader's browser, their export, and what readers think of answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr

    from ui.page.context import PageContext

__all__ = ["build"]


def build(context: PageContext) -> gr.HTML:
    """The drawer of kept conversations."""
    from ui.page.keeping import component

    return component.build(context)
