"""What became of single questions, for a person who wants to see where it goes wrong."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

SHOWN = 3
"""How many of the first candidates a case shows."""
_EXCERPT = 280


@dataclass(frozen=True, slots=True)
class Expected:
    """What answers: an article by ``name`` with the regex, or a sentence; ``place`` if it was ranked."""

    name: str
    language: str
    text: str
    place: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate that was ranked among the first, and whether it ``answers``."""

    title: str
    language: str
    score: float
    text: str
    answers: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One question: what should have been found, and what was.

    ``place`` is that of the first candidate that answers, ``None`` if none was retrieved or nothing answers;
    ``faults`` names what went wrong; ``answer`` is what was replied, in evaluations that ask for answers.
    """

    id: str
    language: str
    question: str
    expected: tuple[Expected, ...]
    found: tuple[Found, ...]
    place: int | None
    faults: tuple[str, ...]
    answer: str | None = None
    confidence: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """The case as it stands in ``report.json``."""
        return {name: list(of) if isinstance(of, tuple) else of for name, of in asdict(self).items()}


def excerpt(text: str) -> str:
    """The beginning of a text, at most 280 characters."""
    return text if len(text) <= _EXCERPT else f"{text[: _EXCERPT - 1].rstrip()}…"
