"""What every part of the page is built over."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ui.page.turns import Turns

if TYPE_CHECKING:
    from qa.assistant import Assistant

MEGABYTE = 1_000_000
LARGEST_PASTED = 4 * MEGABYTE
"""Bytes of a text that is pasted: it is sent as one message."""
WITH_A_MODEL = 8
"""Questions that a language model is asked at once."""


@dataclass(frozen=True, slots=True)
class PageOptions:
    """How the page is served: what its visitors may do.

    ``upload_limit`` is in bytes, for each file; ``feedback`` is the JSONL file that ratings are written to,
    by default ``<library>-feedback.jsonl`` beside the library's directory. ``concurrency`` is how many
    questions are answered at once, by default as many as ``PageContext.questions_at_once`` says.
    """

    read_only: bool = False
    upload_limit: int = 50 * MEGABYTE
    feedback: Path | None = None
    concurrency: int | None = None
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
    def questions_at_once(self) -> int:
        """As told; else, where quotes answer, one for each processor, for more would share them.

        Measured with eight visitors on two busy cores, the first text came in .5 s (p95 .7 s) two at once
        and in 1.1 s (1.9 s) eight at once. A language model may be elsewhere and is left to take several.
        """
        usual = WITH_A_MODEL if self.model else os.cpu_count() or 1
        return self.options.concurrency or usual

    @property
    def folder(self) -> str:
        """The library's folder as visitors may know it."""
        directory = self.assistant.library.directory
        return directory.resolve().name if self.shared else str(directory)
