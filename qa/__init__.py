"""Answers questions over a library, with citations that can be checked to the character."""

from qa.assistant import Assistant
from qa.types import Answer, Citation, Delta, Event, Hit, Question, Retrieved, Turn

__all__ = ["Answer", "Assistant", "Citation", "Delta", "Event", "Hit", "Question", "Retrieved", "Turn"]
