"""One question and its answer, as the page keeps them for a session."""

from __future__ import annotations

from dataclasses import dataclass

from qa.types import Answer


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with the answer's text so far; ``answer`` is set once it is complete."""

    question: str
    text: str = ""
    answer: Answer | None = None
