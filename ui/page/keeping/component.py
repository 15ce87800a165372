"""The drawer as a part of the page. Imports Gradio (seconds)."""

from __future__ import annotations

import json
from pathlib import Path

import gradio as gr

from qa.evaluation.feedback import append_feedback
from ui.page.context import PageContext
from ui.page.keeping.allowance import Allowance
from ui.page.keeping.documents import Document, document
from ui.page.keeping.ratings import rated
from ui.page.keeping.rendering import drawer
from ui.page.languages import READER_LANGUAGES
from ui.page.panel import Payload, panel
from ui.page.visitors import visitor


def build(context: PageContext) -> gr.HTML:
    """All languages are sent at once; what is kept stays in the browser until it is exported or rated."""
    library = context.assistant.library
    allowance = Allowance()
    feedback = context.options.feedback or beside(library.directory)

    def export_conversation(payload: Payload) -> Document:
        return document(payload, library)

    def rate_answer(payload: Payload) -> str:
        allowance.require(visitor())
        record = rated(payload, library)
        allowance.take(visitor(), len(json.dumps(record)))
        append_feedback(feedback, record)
        return str(record["id"])

    return panel(
        "keeping",
        template="".join(map(drawer, READER_LANGUAGES)),
        costly=[export_conversation, rate_answer],
        turns=context.turns,
    )


def beside(library: Path) -> Path:
    """Where ratings of the answers from a library go: not inside, where only its own files belong."""
    directory = library.resolve()
    return directory.with_name(f"{directory.name}-feedback.jsonl")
