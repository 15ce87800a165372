"""Follow-ups: a question that leans on the conversation before it becomes one that stands alone."""

from qa.conversation.resolution import resolve

__all__ = ["resolve"]
