"""The page's own words, in one place so that they can be translated."""

from __future__ import annotations

import shlex

TITLE = "Polycite"
TAGLINE = "Ask in your language. The proof stays in the original."
QUESTION_LABEL = "Your question"
QUESTION_PLACEHOLDER = "Ask in any language…"

WELCOME_HEADING = "What would you like to know?"
EMPTY_HEADING = "This library is empty"
EMPTY_TEXT = "Add articles from a terminal (txt, md, html, pdf, docx or jsonl), then reload this page:"
SEARCHING = "Searching the articles…"
REFUSED = "No answer found in these articles"
FAILED = "Something failed while answering; the terminal that runs this page says what. Please ask again."

LIBRARY = "In this library"
LIBRARY_EMPTY = "No articles yet."
SOURCES = "Sources"
READING = "Passages found"
CLOSEST = "Closest passages"
NOTHING_NEAR = "No passage comes near this question."
LISTED = 50


def welcome_text(articles: int, languages: int) -> str:
    """How much there is to ask about."""
    held = f"{articles} article{'s' * (articles != 1)} in {languages} language{'s' * (languages != 1)}"
    return f"{held}. Ask in one language; the answer quotes whichever article holds it, word for word."


def add_command(directory: str) -> str:
    """What fills the library in ``directory``, as typed in a shell."""
    return f"polycite add PATH… --library {shlex.quote(directory)}"


def others(count: int) -> str:
    """The summary of the passages that were found and not quoted."""
    return "1 more passage was found" if count == 1 else f"{count} more passages were found"


def more_articles(count: int) -> str:
    """What the list of articles leaves out."""
    return f"and {count} more"


def show_source(marker: str) -> str:
    """What a screen reader says of a citation marker."""
    return f"Show source {marker}"
