"""The settings dialog over the library as it is when it is opened. Imports Gradio."""

from __future__ import annotations

import gradio as gr

from ui.page.context import PageContext
from ui.page.languages import reader_language
from ui.page.panel import Payload, panel
from ui.page.settings.facts import facts
from ui.page.settings.rendering import settings


def build_settings(context: PageContext) -> gr.HTML:
    """An empty dialog, and the function that fills it each time it is opened."""

    def shown_settings(payload: Payload) -> str:
        language = reader_language(payload.get("language"))
        return settings(facts(context), language)

    template = '<dialog class="pc-dialog" aria-labelledby="pc-settings-title"></dialog>'
    return panel("settings", template=template, costly=[shown_settings], turns=context.turns)
