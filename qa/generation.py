"""What a language model must do to write answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from corpus.errors import PolyciteError


class GenerationError(PolyciteError):
    """A language model that cannot be loaded, reached, or brought to an end of its reply."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat."""

    role: Literal["system", "user", "assistant"]
    content: str


class Generator(Protocol):
    """A language model that continues a chat; safe to call from several threads."""

    @property
    def name(self) -> str: ...

    @property
    def context(self) -> int:
        """Tokens that the model reads and writes in all."""
        ...

    def count_tokens(self, text: str, /) -> int:
        """How many tokens the text takes, or at most takes where the model's tokenizer is out of reach."""
        ...

    def generate(self, messages: Sequence[Message], /, *, max_tokens: int) -> Iterator[str]:
        """Pieces of the model's reply as they are written; closing the iterator ends the writing.

        Raises ``GenerationError`` where the model fails, before the first piece or after some.
        """
        ...
