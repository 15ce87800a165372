"""The filter above the ask box: the languages, sources and dates of the articles that questions go to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr

    from ui.page.context import PageContext

__all__ = ["build"]


def build(context: PageContext) -> gr.HTML:
    """The filter over the library of ``context``."""
    from ui.page.filtering import component

    return component.build(context)
