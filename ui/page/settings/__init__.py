"""The settings dialog: what answers, from what library, what leaves this machine, which keys do what."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr

    from ui.page.context import PageContext

__all__ = ["build"]


def build(context: PageContext) -> gr.HTML:
    """The dialog as a component; the news ``open-settings`` opens it."""
    from ui.page.settings.component import build_settings

    return build_settings(context)
