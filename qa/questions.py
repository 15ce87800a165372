"""Makes a typed question fit to be searched for, or says why it cannot be."""

from __future__ import annotations

from collections.abc import Callable

from corpus.decoding import in_one_form, normalise
from corpus.errors import InputError

MAX_CHARACTERS = 2_000


def clean_question(text: str) -> str:
    """``text`` in NFC, without control and bidi characters, on one line, spaces collapsed.

    Raises ``InputError`` for a question that is no text, empty, too long, or without letter and digit.
    """
    return _cleaned(text, normalise)


def cleaned_again(text: str) -> str:
    """A question that ``clean_question`` returned as it was, any other as clean, but not repaired.

    Raises ``InputError`` as ``clean_question`` does.
    """
    return _cleaned(text, in_one_form)


def _cleaned(text: str, form: Callable[[str], str]) -> str:
    if not isinstance(text, str):
        raise InputError("question", f"it is no text but {type(text).__name__}", "ask in words")
    if len(text) > MAX_CHARACTERS:
        why = f"{len(text):,} characters; at most {MAX_CHARACTERS:,} are read"
        raise InputError(
            "question", why, "ask in one or two sentences", code="question-too-long", limit=MAX_CHARACTERS
        )
    question = " ".join(form(text).split())
    if not question:
        raise InputError("question", "it is empty", "type a question", code="question-empty")
    if not any(character.isalnum() for character in question):
        raise InputError(
            "question", "it holds no letter and no digit", "ask in words", code="question-wordless"
        )
    return question
