"""What every part of the page is built over."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ui.page.turns import Turns

if TYPE_CHECKING:
    from qa.assistant import Assistant

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class PageOptions:
    """How the page is served: what its visitors may do.

    ``upload_limit`` is in bytes, for each file; ``feedback`` is the JSONL file that ratings are written to,
    by default ``<library>-feedback.jsonl`` beside the library's directory.
    """

    read_only: bool = False
    upload_limit: int = 50 * MEGABYTE
    feedback: Path | None = None
    concurrency: int = 8
    queue_size: int | None = 64


@dataclass(frozen=True, slots=True)
class PageContext:
    """The assistant that answers, the name of the model that writes for it, if any, and the options.

    ``shared`` is a page that others than who runs it may visit: they see names, and no paths or addresses.
    ``turns`` are what its costly functions take.
    """

    assistant: Assistant
    model: str | None = None
    options: PageOptions = PageOptions()
    shared: bool = False
    turns: Turns = field(default_factory=Turns)

    @property
    def folder(self) -> str:
        """The library's folder as visitors may know it."""
        directory = self.assistant.library.directory
        return directory.resolve().name if self.shared else str(directory)
