"""The picture as a part of the page. Imports Gradio (seconds)."""

from __future__ import annotations

from typing import Any

import gradio as gr

from ui.page.context import PageContext
from ui.page.languages import reader_language
from ui.page.panel import Payload, panel
from ui.page.picture.rendering import picture
from ui.page.picture.survey import Surveyor

_MOST_CITED = 100


def build(context: PageContext) -> gr.HTML:
    """The picture: drawn once it comes into view, and again when the library or the question changes."""
    surveyor = Surveyor(context.assistant.library)

    def draw_picture(payload: Payload) -> str:
        survey = surveyor.survey()
        question = payload.get("question")
        asked = None
        if isinstance(question, str) and question and survey.articles:
            asked = surveyor.asked(question, _ids(payload.get("cited")), survey)
        return picture(
            survey,
            asked,
            narrow=payload.get("narrow") is True,
            language=reader_language(payload.get("language")),
        )

    return panel("picture", costly=[draw_picture], turns=context.turns)


def _ids(sent: Any) -> list[str]:
    """What a browser sent as the ids of articles, which may be anything."""
    return [id_ for id_ in sent[:_MOST_CITED] if isinstance(id_, str)] if isinstance(sent, list) else []
