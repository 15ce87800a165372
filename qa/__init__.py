"""Answers questions over a library, with citations that can be checked to the character."""

from embeddings.library import Filter
from qa.assistant import Assistant
from qa.types import Answer, Citation, Claim, Delta, Event, Hit, Question, Restart, Retrieved, Turn

__all__ = [
    "Answer",
    "Assistant",
    "Citation",
    "Claim",
    "Delta",
    "Event",
    "Filter",
    "Hit",
    "Question",
    "Restart",
    "Retrieved",
    "Turn",
]
