"""Where each part of the page stands. The parts know nothing of each other: they send news (``core.js``).

Imports Gradio (seconds): ``ui.page`` imports this module only once a page is asked for.
"""

from __future__ import annotations

import gradio as gr

from ui.page import articles, chat, filtering, keeping, masthead, picture, proof, settings
from ui.page.context import PageContext
from ui.page.proof import rendering as sources

TITLE = "Polycite"
MOST_SESSIONS = 500
"""Conversations that the server remembers; a browser whose own it has forgotten sends it again."""
UPLOADS_KEPT = (600, 3600)
"""Seconds between two looks for uploads that nobody claimed, and from what age on they are deleted."""


def build_page(context: PageContext) -> gr.Blocks:
    """The page over ``context``; conversations live in the session and in the browser, never in the page."""
    page = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=UPLOADS_KEPT)
    page.state_session_capacity = MOST_SESSIONS
    with page:
        masthead.build(context)
        with gr.Row(elem_id="pc-ask-view", elem_classes="pc-view"):
            keeping.build(context)
            chat.build_thread(context, sources)
            with gr.Column(elem_id="pc-asking"):
                filtering.build(context)
                chat.build_box(context)
            proof.build_sources(context)
        with gr.Row(elem_id="pc-library-view", elem_classes="pc-view"):
            articles.build(context)
            picture.build(context)
        proof.build_viewer(context)
        settings.build(context)
    page.queue(
        default_concurrency_limit=context.questions_at_once,
        max_size=context.options.queue_size,
        api_open=False,
    )
    return page
