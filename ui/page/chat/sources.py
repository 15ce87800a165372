"""What the chat needs of the panel beside it: whoever places the two brings them together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from qa.restoring import LostCitation
from qa.types import Answer, Hit


class SourcesPanel(Protocol):
    """Shows what an exchange rests on as HTML, for a reader of ``language``."""

    def answer_sources(
        self, answer: Answer, *, exchange: int, language: str, lost: Sequence[LostCitation] = ()
    ) -> str:
        """The passages that ``answer`` quotes, what was quoted of articles that are gone, and the rest."""
        ...

    def found_passages(self, hits: Sequence[Hit], *, exchange: int, language: str) -> str:
        """What was retrieved, while the answer is still being written."""
        ...
