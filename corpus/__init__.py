"""Turns files into articles and articles into passages; knows nothing of vectors, models or questions."""

from importlib import import_module
from typing import TYPE_CHECKING

from corpus.errors import InputError, PolyciteError, ReadError

if TYPE_CHECKING:
    from corpus.chunking import ChunkSettings, chunk
    from corpus.language import identify, identify_question
    from corpus.reading import Document, Limits, Skipped, find_files, read_file
    from corpus.samples import sample_articles, sample_questions
    from corpus.sentences import split_sentences
    from corpus.types import Article, Passage, RawArticle, Span, article_id, passage_id
else:
    _HOMES = {
        "chunking": ("ChunkSettings", "chunk"),
        "language": ("identify", "identify_question"),
        "reading": ("Document", "Limits", "Skipped", "find_files", "read_file"),
        "samples": ("sample_articles", "sample_questions"),
        "sentences": ("split_sentences",),
        "types": ("Article", "Passage", "RawArticle", "Span", "article_id", "passage_id"),
    }

    def __getattr__(name: str) -> object:
        """Imports what is asked for: a question needs nothing of reading files, ``--help`` nothing at all."""
        for home, names in _HOMES.items():
            if name in names:
                return getattr(import_module(f"corpus.{home}"), name)
        raise AttributeError(f"module 'corpus' has no attribute {name!r}")


__all__ = [
    "Article",
    "ChunkSettings",
    "Document",
    "InputError",
    "Limits",
    "Passage",
    "PolyciteError",
    "RawArticle",
    "ReadError",
    "Skipped",
    "Span",
    "article_id",
    "chunk",
    "find_files",
    "identify",
    "identify_question",
    "passage_id",
    "read_file",
    "sample_articles",
    "sample_questions",
    "split_sentences",
]
