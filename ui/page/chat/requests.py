"""What a browser sends to the chat, which may be anything, as values that can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from corpus.errors import InputError
from embeddings.library import EVERYTHING, Filter
from ui.page.filters import filter_from
from ui.page.languages import reader_language

MOST_EXCHANGES = 100
MOST_RUNS = 1_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, which takes the place of the exchange ``number`` and of those after it.

    ``past`` is the conversation as the browser keeps it, sent where the server no longer has it.
    """

    question: str
    run: int
    number: int
    language: str
    where: Filter = EVERYTHING
    past: list[Any] | None = None


def asked(payload: Mapping[str, Any]) -> Asked:
    """The question in ``payload``; raises ``InputError`` for one that no page of ours sends."""
    question = payload.get("question")
    if not isinstance(question, str):
        raise InputError("question", "it is no text", "ask in words")
    return Asked(
        question,
        run(payload),
        _exchange_number(payload),
        reader_language(payload.get("language")),
        filter_from(payload.get("where")),
        past(payload),
    )


def run(payload: Mapping[str, Any]) -> int:
    """Which of the tab's questions it is about."""
    return _number(payload, "run", MOST_RUNS)


def past(payload: Mapping[str, Any]) -> list[Any] | None:
    """The conversation that the browser keeps, if it sent one; what is in it is checked when it is read."""
    kept = payload.get("past")
    if kept is None:
        return None
    if not isinstance(kept, list):
        raise InputError("conversation", "it is no list of questions", "start a new one")
    if len(kept) > MOST_EXCHANGES:
        raise _full()
    return kept


def _exchange_number(payload: Mapping[str, Any]) -> int:
    if payload.get("number") == MOST_EXCHANGES:
        raise _full()
    return _number(payload, "number", MOST_EXCHANGES - 1)


def _full() -> InputError:
    why, mend = f"it holds {MOST_EXCHANGES} questions at most", "start a new one"
    return InputError("conversation", why, mend, code="conversation-full", limit=MOST_EXCHANGES)


def _number(payload: Mapping[str, Any], name: str, most: int) -> int:
    number = payload.get(name)
    if type(number) is not int or not 0 <= number <= most:
        raise InputError("conversation", f"its {name} is none from 0 to {most}", "start a new one")
    return number
