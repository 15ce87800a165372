"""The panel and what its script may ask the server; imports Gradio."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import gradio as gr
from gradio.context import Context

from corpus.errors import InputError
from corpus.reading.document import FORMATS
from ui.page.articles import rendering, uploads
from ui.page.articles.adding import Jobs, State
from ui.page.articles.listing import Asked, listing
from ui.page.articles.words import WORDS
from ui.page.context import LARGEST_PASTED, PageContext
from ui.page.error_words import sentence
from ui.page.languages import in_language, reader_language
from ui.page.panel import Payload, panel
from ui.page.visitors import visitor


def build_panel(context: PageContext) -> gr.HTML:
    """The panel over ``context``'s library, inside the page that is being built."""
    page = Context.root_block
    asking = Asking(context, page.upload_file_set if page else set())
    functions = (asking.describe_library, asking.adding_progress, asking.stop_adding)
    costly = (asking.list_articles, asking.add_files, asking.add_text, asking.remove_article)
    return panel("articles", functions=functions, costly=costly, turns=context.turns)


class Asking:
    """What the script may ask for; ``stored`` are the paths of files that Gradio has stored for visitors."""

    def __init__(self, context: PageContext, stored: set[str]) -> None:
        self._library = context.assistant.library
        self._options = context.options
        self._stored = stored
        self._most_pasted = min(self._options.upload_limit, LARGEST_PASTED)
        self._jobs = Jobs(self._library, max_bytes=context.options.upload_limit)

    def describe_library(self, payload: Payload) -> dict[str, Any]:
        """The part without its articles, its words, and what may be added."""
        language = reader_language(payload.get("language"))
        words = in_language(WORDS, language)
        limit, read_only = self._options.upload_limit, self._options.read_only
        return {
            "html": rendering.panel(language, formats=list(FORMATS), limit=limit, read_only=read_only),
            "words": asdict(words),
            "formats": list(FORMATS),
            "formats_shown": rendering.shown_formats(list(FORMATS)),
            "limit": limit,
            "limit_shown": uploads.megabytes(limit, language),
            "most_pasted": self._most_pasted,
            "too_long": sentence(uploads.too_long(words, self._most_pasted, language), language),
            "most_files": uploads.MAX_FILES,
            "read_only": read_only,
        }

    def list_articles(self, payload: Payload) -> dict[str, Any]:
        """A page of the articles that were asked for (``listing.Asked``)."""
        language, asked = reader_language(payload.get("language")), Asked.of(payload)
        found = listing(self._library.articles(), asked)
        return {
            "html": rendering.articles(found, language, read_only=self._options.read_only),
            "languages": rendering.language_options(found, asked, language),
            "found": found.found,
        }

    def add_files(self, payload: Payload) -> str:
        """Begins to add uploaded files and returns the name of the job."""
        self._require_writing(payload)
        self._jobs.require_room(visitor())
        return self._jobs.start(uploads.claim(payload.get("files"), self._stored), visitor())

    def add_text(self, payload: Payload) -> str:
        """Begins to add a pasted text and returns the name of the job."""
        self._require_writing(payload)
        self._jobs.require_room(visitor())
        words = in_language(WORDS, payload.get("language"))
        return self._jobs.start([uploads.pasted(payload, words, limit=self._most_pasted)], visitor())

    def adding_progress(self, payload: Payload) -> dict[str, Any] | None:
        """How far a job has come, with the results from number ``since`` on; None if there is no such job."""
        state, since = self._jobs.state(payload.get("job")), payload.get("since")
        if state is None:
            return None
        return progress(
            state, reader_language(payload.get("language")), since if isinstance(since, int) else 0
        )

    def stop_adding(self, payload: Payload) -> None:
        """Ends a job after the file at hand."""
        self._jobs.stop(payload.get("job"))

    def remove_article(self, payload: Payload) -> str:
        """Removes an article and returns its title."""
        self._require_writing(payload)
        identifier = payload.get("article")
        if not isinstance(identifier, str) or not self._holds(identifier):
            words = in_language(WORDS, payload.get("language"))
            raise InputError(words.cannot_change, words.no_such_article)
        return self._library.remove(identifier).title

    def _holds(self, identifier: str) -> bool:
        return any(article.id == identifier for article in self._library.articles())

    def _require_writing(self, payload: Payload) -> None:
        if self._options.read_only:
            words = in_language(WORDS, payload.get("language"))
            raise InputError(words.cannot_change, words.read_only)


def progress(state: State, language: str, since: int) -> dict[str, Any]:
    """A job's state as the script shows it; all of it is text, none of it HTML."""
    words, done = in_language(WORDS, language), len(state.reports)
    reading = words.reading.format(number=done + 1, total=state.total, name=state.name)
    return {
        "share": (done + state.share) / state.total,
        "stage": reading if state.name else words.waiting,
        "results": [
            {"name": report.path.name, "status": report.status, "text": rendering.outcome(report, language)}
            for report in state.reports[max(0, since) :]
        ],
        "ended": state.ended,
        "changed": any(report.status in ("added", "updated") for report in state.reports),
    }
