"""The sources panel and the article viewer, placed with Gradio, and what their scripts may ask for.

Imports Gradio (seconds).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from ui.page.languages import in_language, reader_language
from ui.page.panel import Payload, panel
from ui.page.proof.reading import article_page, missing_page
from ui.page.proof.rendering import library_contents, searching
from ui.page.proof.requests import requested_article, requested_hits
from ui.page.proof.words import WORDS

if TYPE_CHECKING:
    import gradio as gr

    from embeddings.library import Library
    from ui.page.context import PageContext


PANEL = '<button type="button" class="pc-back" hidden></button><div class="pc-proof"></div>'
DIALOG = (
    '<dialog class="pc-viewer"><button type="button" class="pc-close">×</button>'
    '<div class="pc-page"></div></dialog>'
)


def sources(context: PageContext) -> gr.HTML:
    """The panel ``#pc-sources``."""
    library = context.assistant.library

    def opening(payload: Payload) -> dict[str, str]:
        """The panel before a question, while it is searched for, and its words, in the reader's language."""
        language = reader_language(payload.get("language"))
        words = WORDS[language]
        return {
            "idle": library_contents(library.articles(), language=language),
            "searching": searching(language),
            "name": words.sources,
            "back": words.back,
        }

    return panel("sources", template=PANEL, functions=[opening])


def viewer(context: PageContext) -> gr.HTML:
    """The dialog ``#pc-viewer``."""
    library = context.assistant.library

    def wording(payload: Payload) -> dict[str, str]:
        """The words of the empty dialog."""
        words = in_language(WORDS, payload.get("language"))
        return {"close": words.close, "opening": words.opening}

    def article(payload: Payload) -> dict[str, Any]:
        """The article ``payload["article"]`` with its hits ``[start, end]`` marked, as HTML."""
        return _shown(library, payload)

    return panel("viewer", template=DIALOG, functions=[wording, article])


def _shown(library: Library, payload: Mapping[str, Any]) -> dict[str, Any]:
    language = reader_language(payload.get("language"))
    identifier = requested_article(payload)
    found = library.articles_by_id([identifier]).get(identifier)
    if found is None:
        return {"html": missing_page(language), "hits": []}
    hits = requested_hits(payload, len(found.text))
    file = next((PurePath(record.path).name for record in library.articles() if record.id == identifier), "")
    page = article_page(found, hits, file=file, language=language)
    return {"html": page, "hits": [[hit.start, hit.end] for hit in hits]}
