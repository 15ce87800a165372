"""The filter as a part of the page. Imports Gradio (seconds)."""

from __future__ import annotations

import gradio as gr

from ui.page.context import PageContext
from ui.page.filtering.choices import choices
from ui.page.filtering.rendering import filter_panel
from ui.page.languages import reader_language
from ui.page.panel import Payload, panel


def build(context: PageContext) -> gr.HTML:
    """The filter; it asks for its choices anew when the library or the reader's language changes."""
    library = context.assistant.library

    def filter_choices(payload: Payload) -> str:
        return filter_panel(choices(library.articles()), language=reader_language(payload.get("language")))

    return panel("filtering", costly=[filter_choices], turns=context.turns)
